/** In which order a change of who takes work is told, recorded and taken from whoever else was at work. */
import { beforeEach, expect, it } from 'vitest';
import { aFleet, aSplit, v1, v2 } from '../../../../src-shared/fleet.fixture.ts';
import { asFleetId, asGenerationId, asRolloutId, asToken } from '../../../../src-shared/ids.ts';
import { fail, succeed, type Result } from '../../../../src-shared/result.ts';
import { createVirtualClock } from '../../../clock/virtual-clock.ts';
import type { RouteOrder } from '../../port.ts';
import type { WorkRecord, WorkWord } from '../claims/work-records.ts';
import { attachWork, routeWork, type WorkerRoutePorts } from './worker-route.ts';

const fleet = asFleetId('workers.runners');
const [mine, other] = [asRolloutId('mine'), asRolloutId('other')];
let heard: string[] = [];
let recorded: Result<WorkWord> | 'never' = 'never';
const word = (revision: number): WorkWord => ({
  revision,
  record: { schema: 1, fleet, to: v2, previous: v1, sizes: {}, rollout: other, atMs: 0 },
});
const ports: WorkerRoutePorts = {
  clock: createVirtualClock(),
  records: {
    read: () => Promise.resolve(succeed([word(4)])),
    write: (record: WorkRecord) => {
      heard.push(`record ${record.to}`);
      return recorded === 'never' ? new Promise(() => undefined) : Promise.resolve(recorded);
    },
  },
  watch: {
    order: () => heard.push('order'),
    orderAhead: () => heard.push('tell'),
    words: () => [],
  },
  known: (id) => (id === fleet ? aFleet({ id, split: aSplit(v2, 4) }) : undefined),
  holds: (_, rollout) =>
    Promise.resolve(rollout === mine ? succeed(null) : fail({ code: 'conflict', message: 'No.' })),
  overtake: (_, by) => {
    heard.push(`overtake by ${by}`);
    return other;
  },
};
const order: RouteOrder = {
  ...{ fleet, rollout: mine, token: asToken('t'), previous: v2, overtake: false },
  weights: [{ generation: v1, weight: 100 }],
  expectedRevision: 'any',
};

beforeEach(() => {
  [heard, recorded] = [[], 'never'];
});

it('takes the fleet from whoever is at work with the press of a revert, and waits for no record', async () => {
  void routeWork(ports, order);
  await Promise.resolve();
  expect(heard.slice(0, 2)).toEqual(['tell', `overtake by ${mine}`]);
  expect(heard).toContain(`record ${v1}`);
  recorded = fail({ code: 'unreachable', message: 'No answer.' });
  heard = [];
  expect(await routeWork(ports, order)).toMatchObject({ ok: false, fault: { code: 'unknown-outcome' } }); // prettier-ignore
  expect(heard).toContain(`overtake by ${mine}`);
});

it('records a cutover first, and only for whoever holds the fleet', async () => {
  recorded = succeed(word(5));
  const cutOver = { ...order, expectedRevision: 4 } as const;
  expect(await routeWork(ports, { ...cutOver, rollout: other })).toMatchObject({ ok: false });
  expect(heard).toEqual([]);
  expect(await routeWork(ports, cutOver)).toMatchObject({ ok: true, value: { revision: 5 } });
  expect(heard).toEqual([`record ${v1}`, 'order']);
});

it('says of a release whether its fleet is still what the operator saw, and writes nothing for it', async () => {
  const asked = { fleet, generation: v2, rollout: mine, token: asToken('t') };
  const ask = (more: object) => attachWork(ports, { ...asked, expectedRevision: 4, ...more });
  expect(await ask({})).toMatchObject({ ok: true, value: { revision: 4, overtook: null } });
  const changed = await ask({ expectedRevision: 3 });
  expect(changed).toMatchObject({ ok: false, fault: { code: 'conflict' } });
  expect(changed.ok ? '' : changed.fault.message).toContain('changed since you looked');
  expect(await ask({ rollout: other })).toMatchObject({ ok: false, fault: { message: 'No.' } });
  const gone = await ask({ generation: asGenerationId('runners-v009') });
  expect(gone).toMatchObject({ ok: false, fault: { code: 'not-found' } });
  expect(heard).toEqual([]);
});
