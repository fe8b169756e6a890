import { describe, expect, it } from 'vitest';
import { aGroup, aReading, aRule, forwardTo, groupArn } from '../discover/reading.fixture.ts';
import type { EntryRule, JsonObject } from '../discover/reading.ts';
import { whyNotTaken } from './declared-proof.ts';
import { takerOf } from './rule-taking.ts';

const request = { host: 'a.example.com', path: '/health?x=1', header: { name: 'X-Test', value: 'green' } }; // prettier-ignore
const rule = (tail: string, ...conditions: JsonObject[]): EntryRule => ({
  ...aRule(tail, forwardTo(['web-v2', 1])),
  conditions,
});
const config = (Field: string, name: string, ...Values: string[]) => ({
  Field,
  [name]: { Values },
});
const host = (...values: string[]) => config('host-header', 'HostHeaderConfig', ...values);
const path = (...values: string[]) => config('path-pattern', 'PathPatternConfig', ...values);
const method = (...values: string[]) => config('http-request-method', 'HttpRequestMethodConfig', ...values); // prettier-ignore
const header = (HttpHeaderName: string, ...Values: string[]) => ({ Field: 'http-header', HttpHeaderConfig: { HttpHeaderName, Values } }); // prettier-ignore

describe('the rule that takes a check', () => {
  it.each<[string, JsonObject, 'rule' | 'perhaps' | 'none']>([
    ['its host', host('*.example.com'), 'rule'],
    ['another host', host('b.example.com'), 'none'],
    ['its path', path('/h*'), 'rule'],
    ['a path in capitals', path('/HEALTH'), 'none'],
    ['its header', header('x-test', 'green'), 'rule'],
    ['another value', header('x-test', 'blue'), 'none'],
    ['a header that no probe sends', header('X-Other', '*'), 'none'],
    ['a header that every client sends', header('User-Agent', '*'), 'perhaps'],
    ['its method', method('GET', 'HEAD'), 'rule'],
    ['another method', method('POST'), 'none'],
    ['a source', { Field: 'source-ip' }, 'perhaps'],
    ['a query', { Field: 'query-string' }, 'perhaps'],
    ['what nobody knows', {}, 'perhaps'],
  ])('is told by %s', (_, condition, kind) => {
    expect(takerOf([rule('1/5', condition)], request).kind).toBe(kind);
  });

  it('is the first by priority, the default action last', () => {
    const rules = [rule('1'), rule('1/9'), rule('1/4'), rule('1/2', host('b.example.com'))];
    expect(takerOf(rules, request)).toMatchObject({ kind: 'rule', rule: { priority: 4 } });
    expect(takerOf([rule('1')], request)).toMatchObject({
      kind: 'rule',
      rule: { kind: 'default' },
    });
  });
});

describe('a declared test', () => {
  const test = { kind: 'header', name: 'X-Test', value: 'green' } as const;
  const own = rule('1/7', header('X-Test', 'green'));
  const reading = aReading({ groups: [aGroup('web-v1'), aGroup('web-v2')], rules: [own] });
  const ground = { request, test, reading };
  const why = (rules: readonly EntryRule[], to = 'web-v2') =>
    whyNotTaken(
      rules,
      rules.filter(({ arn }) => arn === own.arn),
      { ...ground, group: groupArn(to) },
    );

  it('counts only where it leads to the candidate alone', () => {
    expect(why([own])).toBeNull();
    expect(why([own], 'web-v1')).toBe(
      'The test rule for the header X-Test: green leads to web-v2: turn it to web-v1',
    );
    const shared = { ...own, actions: [forwardTo(['web-v1', 1], ['web-v2', 1])] };
    expect(why([shared])).toContain('does not lead to one group alone: turn it to web-v2');
    expect(why([{ ...own, actions: [] }])).toContain('does not lead to one group alone');
  });

  it('counts only where nothing before it takes the check, or may', () => {
    expect(why([rule('1/3', host('b.example.com')), own])).toBeNull();
    expect(why([rule('1/3', path('/health')), own])).toContain(
      'takes the check, not the test rule',
    );
    expect(why([rule('1/3', { Field: 'source-ip' }), own])).toContain('may take the check before');
    expect(why([{ ...own, conditions: [...own.conditions, path('/x')] }])).toContain(
      'does not take /health',
    );
  });
});
