/** A cutover that ends before its comparison: it comes into the record later, or the record says why none did. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Audit } from '../../src-shared/audit.ts';
import { aGeneration, v1, v2 } from '../../src-shared/fleet.fixture.ts';
import type { GenerationId, RolloutId } from '../../src-shared/ids.ts';
import { fail } from '../../src-shared/result.ts';
import type { AskSamples } from '../compare/findings/ask-behaviour.ts';
import { unsampled } from '../compare/findings/behaviour-findings.ts';
import { openJournal } from '../journal/journal.ts';
import { readRecord } from '../journal/read-record.ts';
import { valueOf } from '../yard-host/yard-host.fixture.ts';
import { openPanelBench, type PanelBench } from './panel-bench.fixture.ts';
import { fleetId, openSimBench, type SimBench } from './simulation/sim-bench.fixture.ts';

/** As in an account: about seven calls for each side. */
const describeMs = 30_000;

let bench: SimBench;
let panel: PanelBench;
let folder: string;
let isFinishLost: boolean;
/** Whether each run of sample requests was ended; they go on until then. */
let ends: AbortSignal[];
/** As they stood when traffic was ordered. */
let atRoute: boolean[];
const samples: AskSamples = (_fleet, _sides, enough) => {
  ends.push(enough);
  return new Promise((resolve) => {
    enough.addEventListener('abort', () => resolve(unsampled('it was ended.')));
  });
};
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'blockyard-late-'));
  isFinishLost = false;
  ends = [];
  atRoute = [];
  bench = openSimBench({
    ...{ serving: v1, previous: null },
    change: (yard) => ({
      ...yard,
      route: (order) => {
        atRoute.push(...ends.map(({ aborted }) => aborted));
        return yard.route(order);
      },
      finish: (...of) =>
        isFinishLost
          ? Promise.resolve(fail({ code: 'unreachable', message: 'The yard does not answer.' }))
          : yard.finish(...of),
      describeGeneration: async (fleet, generation) => {
        await bench.clock.delay(describeMs);
        return yard.describeGeneration(fleet, generation);
      },
    }),
  });
  panel = await openPanelBench(bench, folder, { engine: { samples } });
});
afterEach(async () => {
  await panel.rollouts.stop();
  bench.observations.stop();
  await rm(folder, { recursive: true, force: true });
});

async function cutOver(to: GenerationId, expectedRevision: number): Promise<RolloutId> {
  const wish = { kind: 'cut-over', to, expectedRevision } as const;
  const begun = panel.rollouts.begin(fleetId, wish, bench.clock.now());
  await bench.pass(5000);
  return valueOf(await begun);
}

async function audit(rollout: RolloutId): Promise<Audit> {
  return valueOf(await readRecord(folder, rollout)).audit;
}

it('keeps it in the record of the cutover, after its end', async () => {
  const rollout = await cutOver(v2, 1);
  expect(panel.outcomes()).toMatchObject([{ kind: 'verified' }]);
  const before = await audit(rollout);
  expect([before.end?.kind, before.compared]).toEqual(['verified', undefined]);
  await bench.pass(describeMs);
  const after = await audit(rollout);
  expect(after.compared?.outcome).toMatchObject({ kind: 'found', findings: { areas: ['facts', 'texts'] } }); // prettier-ignore
  expect(after.compared?.atMs).toBeGreaterThan(after.end?.atMs ?? Infinity);
  expect(panel.titles().at(-1)).toMatch(/^Compared /u);
  // Ended as before, and nothing to go on with at the next start.
  expect(after.end).toEqual(before.end);
  const journal = await openJournal(folder, bench.clock.now);
  expect(await journal.readUnfinished()).toEqual([]);
  expect((await journal.readHistory(100)).switches).toHaveLength(1);
});

it('says that none was kept when Blockyard ends first', async () => {
  const rollout = await cutOver(v2, 1);
  await panel.rollouts.stop();
  const { compared, end } = await audit(rollout);
  expect(end?.kind).toBe('verified');
  expect(compared?.outcome).toEqual({
    kind: 'failed',
    because: 'Blockyard was ended before the comparison was done',
  });
  expect(panel.titles().at(-1)).toBe('Not compared');
});

it('holds up nothing else meanwhile: not the way back, and not the same press again', async () => {
  const first = await cutOver(v2, 1);
  const back = panel.rollouts.revert(fleetId, v1, bench.clock.now());
  await bench.pass(2000);
  valueOf(await back);
  const again = await cutOver(v2, 3);
  expect(again).not.toBe(first);
  expect(panel.outcomes().map(({ kind }) => kind)).toEqual(['verified', 'verified', 'verified']);
  await bench.pass(describeMs);
  for (const rollout of [first, again]) {
    expect((await audit(rollout)).compared?.outcome.kind).toBe('found');
  }
});

it('is closed before the record is opened again: two who write to one would damage it', async () => {
  const resumed = panel.rollouts.resume();
  await bench.pass(500);
  await resumed;
  isFinishLost = true;
  const rollout = await cutOver(v2, 1);
  isFinishLost = false;
  bench.observations.start();
  await bench.pass(10_000);
  const { audit: read, trouble } = valueOf(await readRecord(folder, rollout));
  expect([trouble, read.end?.kind]).toEqual([null, 'verified']);
  expect(read.compared?.outcome).toMatchObject({ kind: 'failed', because: expect.stringMatching(/taken up again/u) as string }); // prettier-ignore
  await bench.pass(describeMs);
  expect(valueOf(await readRecord(folder, rollout))).toMatchObject({ trouble: null, audit: read });
});

it.each([
  ['a cutover', async () => { await cutOver(v2, 1); }],
  ['a revert', async () => {
    const back = panel.rollouts.revert(fleetId, v2, bench.clock.now());
    await bench.pass(500);
    valueOf(await back);
  }],
  ['a split from elsewhere', async () => {
    bench.world.setSplit(fleetId, [{ generation: v2, weight: 100 }], v1);
    await bench.pass(3000);
  }],
])('ends the sample requests of a launch with %s, and keeps the rest', async (_, change) => {
  bench.observations.start();
  const wish = { kind: 'launch', image: aGeneration(2).image, size: 4 } as const;
  const begun = panel.rollouts.begin(fleetId, wish, bench.clock.now());
  await bench.pass(6000);
  const rollout = valueOf(await begun);
  expect([panel.outcomes().at(-1)?.kind, ends.map(({ aborted }) => aborted)]).toEqual(['done', [false]]); // prettier-ignore
  await change();
  expect([ends[0]?.aborted, ...new Set(atRoute)]).toEqual(atRoute.length > 0 ? [true, true] : [true]);
  await bench.pass(describeMs);
  expect((await audit(rollout)).compared?.outcome).toMatchObject({ kind: 'found' });
}); // prettier-ignore
