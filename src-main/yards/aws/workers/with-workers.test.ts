/** Fleets without an entry beside those with one: what fails of the first takes nothing from the others. */
import { expect, it } from 'vitest';
import { aFleet, v1 } from '../../../../src-shared/fleet.fixture.ts';
import type { Fleet } from '../../../../src-shared/fleet.ts';
import { asFleetId, asRolloutId, asToken } from '../../../../src-shared/ids.ts';
import { fail, succeed, type Fault, type Result } from '../../../../src-shared/result.ts';
import type { Yard, YardObservation } from '../../port.ts';
import { unreadNotice, unreadWorkers } from './unread-workers.ts';
import { withWorkers, type WithWorkers } from './with-workers.ts';
import type { WorkerFleets } from './worker-fleets.ts';

type Account = Yard & { readonly close: () => void };

const [shop, runners] = [asFleetId('app.shop'), asFleetId('workers.runners')];
const [served, worked] = [aFleet({ id: shop }), aFleet({ id: runners })];

function yardWith(
  account: Partial<Account>,
  workers: Partial<WorkerFleets>,
  more: Partial<WithWorkers> = {},
): Account {
  return withWorkers(account as Account, {
    ...{ isBackingOff: () => false, notices: () => [], describe: undefined },
    permissions: () => Promise.reject(new Error('Nobody asks.')),
    ...{ told: (act) => act(), written: (act) => act() },
    ...more,
    workers: { images: () => [], owns: (fleet: Fleet['id']) => fleet === runners, ...workers } as WorkerFleets, // prettier-ignore
  });
}

const looked = (fault: Fault): Promise<Result<YardObservation>> => {
  const seen = { observedAtMs: 5, begunAtMs: 4, fleets: [served], images: [], notices: [] };
  const told: string[] = [];
  return yardWith(
    { observe: () => Promise.resolve(succeed(seen)) },
    {
      read: () => Promise.resolve(fail(fault)),
      unread: ({ message }) => {
        told.push(message);
        return Promise.resolve([worked]);
      },
    },
    { notices: () => told.map((text) => ({ id: text, atMs: 5, fleet: null, severity: 'warning', text })) }, // prettier-ignore
  ).observe();
};

it('shows the other fleets where servers without a load balancer cannot be read, and says so', async () => {
  for (const code of ['denied', 'throttled', 'unreachable'] as const) {
    const seen = await looked({ code, message: 'No.' });
    expect(seen).toMatchObject({ ok: true, value: { begunAtMs: 4, fleets: [served, worked] } });
    expect(seen.ok && seen.value.notices.map(({ text }) => text)).toEqual(['No.']);
  }
  // Without credentials nothing is seen of the account.
  const out = { code: 'signed-out', message: 'No.' } as const;
  expect(await looked(out)).toEqual(fail(out));
});

it('believes what was last seen of them for a minute', () => {
  expect(unreadWorkers([worked], 60_000)).toEqual([worked]);
  const [old] = unreadWorkers([worked], 61_000);
  const blocks = old?.generations.flatMap((generation) => generation.blocks) ?? [];
  expect(blocks.length).toBeGreaterThan(0);
  for (const { state } of blocks)
    expect(state).toEqual({ kind: 'unknown', reason: 'AWS could not be asked for it for about 61 s.' }); // prettier-ignore
  expect(old?.split).toEqual(worked.split);
  const fault: Fault = { code: 'denied', message: 'Not\u202eallowed.', todo: 'Allow it.' };
  expect(unreadNotice(fault, true)).toContain('Not\ufffdallowed. They are shown as they were last');
  expect(unreadNotice(fault, false)).toMatch(/not shown until they can\. Allow it\.$/u);
});

it('asks the fleet itself whether a release may go on with it', async () => {
  const answer = (revision: number) => () =>
    Promise.resolve(succeed({ revision, atMs: 0, overtook: null }));
  const yard = yardWith({ attach: answer(1) }, { attach: answer(2) });
  const order = { generation: v1, expectedRevision: 1, rollout: asRolloutId('r'), token: asToken('t') }; // prettier-ignore
  for (const [fleet, revision] of [
    [shop, 1],
    [runners, 2],
  ] as const)
    // prettier-ignore
    expect(await yard.attach({ fleet, ...order })).toMatchObject({ value: { revision } });
});
