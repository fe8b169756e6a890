/** With a press that goes on with warnings, the reason reaches the yard, the record and the timeline. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { v1, v2 } from '../../src-shared/fleet.fixture.ts';
import type { Intent } from '../../src-shared/fleet.ts';
import { openJournal, type Journal } from '../journal/journal.ts';
import { readRecord } from '../journal/read-record.ts';
import { openPanelBench } from './panel-bench.fixture.ts';
import { fleetId, openSimBench } from './simulation/sim-bench.fixture.ts';

let folder = '';
let journal: Journal;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'blockyard-accepted-'));
  journal = await openJournal(folder, () => 1_700_000_000_000);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

it('keeps who goes on with which warnings, when and why', async () => {
  let kept: Intent | undefined;
  const bench = openSimBench({
    serving: v1,
    previous: null,
    change: (yard) => ({
      ...yard,
      claim: (order) => {
        kept = order.intent;
        return yard.claim(order);
      },
    }),
  });
  const { rollouts } = await openPanelBench(bench, folder, { journal: bench.journal(journal) });
  const weighed = [{ what: 'Watch', text: 'Without a bake nothing is watched.' }];
  const accepted = { reason: 'Quiet hour', weighed };
  const pressedAtMs = bench.clock.now();
  const begun = rollouts.begin(fleetId, { kind: 'cut-over', to: v2, expectedRevision: 1, accepted }, pressedAtMs); // prettier-ignore
  await bench.pass(20_000);
  const rollout = await begun;
  if (!rollout.ok) throw new Error(rollout.fault.message);
  const inYard = { reason: 'Quiet hour', weighed: ['Watch'], atMs: pressedAtMs };
  expect(kept).toMatchObject({ kind: 'cut-over', accepted: inYard });
  const read = await readRecord(folder, rollout.value);
  if (!read.ok) throw new Error(read.fault.message);
  expect(read.value.audit).toMatchObject({ intent: { accepted: inYard }, weighed });
  const { events } = await journal.readHistory(50);
  const lines = events.filter(({ title }) => title.includes('accepted'));
  expect(lines).toMatchObject([{ severity: 'warning' }]);
  expect(lines[0]?.detail).toMatch(/^“Quiet hour” \(.+ on .+; Watch\)$/u);
  void rollouts.stop();
  bench.observations.stop();
  await bench.pass(60_000);
});
