/** What is asked through the operator's own listener, and when it is not asked at all. */
import { describe, expect, it } from 'vitest';
import { asRolloutId } from '../../../../src-shared/ids.ts';
import { withTestsApart } from '../discover/declared-test.ts';
import { groupFleets } from '../discover/group-fleets.ts';
import { aGroup, aReading, aRule, forwardTo, groupArn } from '../discover/reading.fixture.ts';
import { createDeclaredProof } from './declared-proof.ts';

const test = { kind: 'listener', balancer: null, port: 81 } as const;
const entry = aRule('1', forwardTo(['web-v1', 1], ['web-v2', 0]));
const leadingTo = (name: string) => aRule('2', forwardTo([name, 1]));

function scene() {
  const groups = [aGroup('web-v1'), aGroup('web-v2')];
  const bare = aReading({ groups, rules: [entry, leadingTo('web-v1')] });
  const [fleet] = groupFleets(bare);
  if (fleet === undefined) throw new Error('There is no fleet.');
  const reading = withTestsApart(bare, [{ fleet: fleet.id, test }]);
  const look = { reading, groupings: groupFleets(reading) };
  const now = { leadsTo: 'web-v1', atMs: 0 };
  const resolved: [string, number][] = [];
  const proof = createDeclaredProof({
    reader: {
      listeners: () => Promise.resolve({ listeners: reading.listeners, defaults: [entry, leadingTo(now.leadsTo)] }), // prettier-ignore
      rules: () => Promise.resolve([]),
    },
    last: () => ({ ...look, monotonicMs: 0, begunAtMs: 0, counts: {} }) as never,
    resolve: (...asked) => {
      resolved.push(asked);
      return Promise.resolve([]);
    },
    clock: { monotonicMs: () => now.atMs },
    turnedTest: { turn: () => Promise.reject(new Error('It was not allowed.')) },
    settleMs: 10_000,
  });
  const question = { fleet: fleet.id, group: groupArn('web-v2'), rollout: asRolloutId('r'), host: null, path: '/', timeoutMs: 100 }; // prettier-ignore
  return { now, resolved, ask: () => proof.ask(question, test) };
}

describe('a proof through a declared listener', () => {
  it('asks its port only when it has led to the candidate for the time that nodes need', async () => {
    const { now, resolved, ask } = scene();
    const said = async (): Promise<string> => {
      const answer = await ask();
      return answer.ok ? 'asked' : `${String(answer.fault.waits)} ${answer.fault.message}`;
    };
    expect(await said()).toBe('true The test listener 81 leads to web-v1: turn it to web-v2.');
    now.leadsTo = 'web-v2';
    expect(await said()).toMatch(/^true .* a moment ago/u);
    now.atMs = 9000;
    expect(await said()).toMatch(/a moment ago/u);
    // Turned away and back meanwhile: the time begins anew.
    now.leadsTo = 'web-v1';
    expect(await said()).toMatch(/turn it/u);
    now.leadsTo = 'web-v2';
    now.atMs = 11_000;
    expect(await said()).toMatch(/a moment ago/u);
    expect(resolved).toEqual([]);
    now.atMs = 21_000;
    expect(await said()).toBe('asked');
    expect(resolved).toEqual([['web-lb-1.eu-west-1.elb.amazonaws.com', 81]]);
  });
});
