import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { workerFleetSchema } from '../../../src-shared/worker-fleets.ts';
import { draftOf, emptyDraft, whatIsMissing, workerErrors, workerFleetOf } from './worker-draft.ts';

const complete = {
  ...emptyDraft,
  name: 'runners',
  take: 'http://{private}:8080/take',
  stop: 'put http://{private}:8080/stop',
  state: 'http://{private}:8080/state',
};

describe('the form for a fleet without a load balancer', () => {
  it('gives back what it was opened with', () => {
    const word = fc.string({ minLength: 1, maxLength: 12 }).filter((text) => !text.includes('\0'));
    const program = fc.array(word, { minLength: 1, maxLength: 4 }).map((rest) => ['/opt/hook', ...rest]); // prettier-ignore
    const address = fc.record({
      method: fc.constantFrom('GET', 'POST', 'DELETE'),
      url: fc.constantFrom('http://{private}:8080/x', 'https://{public}/{instance}?a=b'),
    });
    const words = <Value>(one: fc.Arbitrary<Value>) => ({ take: one, stop: one, state: one });
    const hook = fc.oneof(
      fc.record({ kind: fc.constant('http'), ...words(address), status: fc.constantFrom(null, 204) }), // prettier-ignore
      fc.record({ kind: fc.constant('command'), ...words(program) }),
    );
    const servers = fc.constantFrom(
      { kind: 'tagged' },
      { kind: 'groups', prefix: 'ci-' },
      { kind: 'servers', key: 'role', value: '', generation: { kind: 'image' } },
      { kind: 'servers', key: 'role', value: 'ci', generation: { kind: 'tag', key: 'g' } },
    );
    fc.assert(
      fc.property(hook, servers, fc.constantFrom(null, 'on'), (how, which, takingIs) => {
        const declared = workerFleetSchema.parse({
          ...{ name: 'runners', servers: which, drainMs: 90_000 },
          hook: { ...how, answer: { taking: 'a.b', takingIs, busy: 'n' }, timeoutMs: 1500 },
        });
        expect(workerFleetOf(draftOf(declared), [])).toEqual(declared);
      }),
    );
  });

  it('tells with POST and asks with GET unless it is said otherwise', () => {
    expect(workerFleetOf(complete, [])?.hook).toMatchObject({
      take: { method: 'POST' },
      stop: { method: 'PUT' },
      state: { method: 'GET' },
    });
  });

  it.each(['"', "'"])('takes no word of a program that only a shell would unquote: %s', (quote) => {
    const word = `/opt/hook ${quote}take work${quote}`;
    const draft = { ...complete, hook: 'command', take: word, stop: '/opt/hook', state: '/opt/hook' } as const; // prettier-ignore
    expect(workerErrors(draft, []).take).toMatch(/without quotes/u);
    expect(workerErrors({ ...draft, take: '/opt/hook take' }, [])).toEqual({});
  });

  it('says nothing of what is still empty but why it cannot be saved', () => {
    expect(workerErrors(emptyDraft, [])).toEqual({});
    expect(whatIsMissing(emptyDraft)).toBe('The name of the fleet is missing.');
    expect(workerFleetOf(emptyDraft, [])).toBeNull();
    expect(whatIsMissing(complete)).toBeUndefined();
  });

  it.each([
    ['name', { name: 'a\u0007b' }],
    ['take', { take: 'http://{address}/' }],
    ['take', { take: 'ftp://{private}/' }],
    ['stop', { stop: 'POST http://a b' }],
    ['take', { hook: 'command', take: '/opt/hook "two words"' }],
    ['take', { hook: 'command', take: '["/opt/hook", 3]' }],
    ['take', { hook: 'command', take: '{instance} take' }],
    ['status', { status: '99' }],
    ['taking', { taking: 'a..b' }],
    ['timeout', { timeout: '11' }],
    ['timeout', { timeout: '' }],
    ['drain', { drain: 'x' }],
  ] as const)('says what is wrong with %s in %j', (field, part) => {
    const draft = { ...complete, ...part };
    expect(workerErrors(draft, [])).toHaveProperty(field);
    expect(workerFleetOf(draft, [])).toBeNull();
  });

  it('takes no name twice', () => {
    expect(workerErrors(complete, ['runners'])).toHaveProperty('name');
  });
});
