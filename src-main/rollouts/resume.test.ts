/** What a panel says of changes that an earlier one began and whose end nobody recorded. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { v1, v2 } from '../../src-shared/fleet.fixture.ts';
import { asRolloutId, type GenerationId } from '../../src-shared/ids.ts';
import { openJournal } from '../journal/journal.ts';
import { openPanelBench } from './panel-bench.fixture.ts';
import { fleetId, openSimBench } from './simulation/sim-bench.fixture.ts';
import { tokenOf } from './tokens.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'blockyard-resume-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Titles and details that the next panel tells, with all traffic at v001. */
async function toldAfterRevertTo(to: GenerationId): Promise<string> {
  const bench = openSimBench({ serving: v1, previous: null });
  const journal = bench.journal(await openJournal(folder, bench.clock.now));
  const record = await journal.begin({
    ...{ type: 'begun', rollout: asRolloutId('killed'), fleet: fleetId, pressedAtMs: 1 },
    intent: { kind: 'revert', to, from: to === v1 ? v2 : v1 },
    owner: { name: 'ann', host: 'desk', panel: 'killed' },
    ...{ label: 'Revert', split: 'v002 100 %', revision: 1 },
  });
  if (record.ok) await record.value.close();
  bench.observations.start();
  await bench.pass(50);
  const panel = await openPanelBench(bench, folder, { journal });
  await panel.rollouts.resume();
  await bench.pass(5000);
  const told = panel.titles().join(' | ');
  void panel.rollouts.stop();
  bench.observations.stop();
  await bench.pass(60_000);
  return told;
}

it('calls a revert that is there made and not seen, and one that is not there stopped', async () => {
  expect(await toldAfterRevertTo(v1)).toMatch(/accepted/iu);
  await rm(folder, { recursive: true, force: true });
  expect(await toldAfterRevertTo(v2)).toMatch(/stopped/iu);
});

it('does not end the record of a change that it is just taking up', async () => {
  const bench = openSimBench({
    serving: v1,
    previous: null,
    // Taken at once and answered late.
    change: (yard) => ({
      ...yard,
      claim: async (order) => {
        const answer = await yard.claim(order);
        await bench.clock.delay(3000);
        return answer;
      },
    }),
  });
  const { world, clock } = bench;
  const journal = bench.journal(await openJournal(folder, clock.now));
  const intent = { kind: 'cut-over', to: v2, from: v1, expectedRevision: 1 } as const;
  const rollout = asRolloutId('left');
  const owner = { name: 'ann', host: 'desk', panel: 'panel-1' };
  const record = await journal.begin({
    ...{ type: 'begun', rollout, fleet: fleetId, pressedAtMs: 1, intent, owner },
    ...{ label: 'Cut over', split: 'v001 100 %', revision: 1 },
  });
  if (record.ok) await record.value.close();
  world.claim({ fleet: fleetId, rollout, intent, owner, leaseMs: 15_000, epoch: 1 });
  bench.observations.start();
  const panel = await openPanelBench(bench, folder, { journal });
  void panel.rollouts.resume();
  await bench.pass(1000);
  // The next look shows that nothing runs any more, before the claim is answered.
  world.route({
    ...{ fleet: fleetId, weights: [{ generation: v1, weight: 100 }], previous: null },
    ...{ expectedRevision: 'any', overtake: true, rollout: asRolloutId('elsewhere') },
    token: tokenOf(asRolloutId('elsewhere'), 'route'),
  });
  await bench.pass(20_000);
  const history = await journal.readHistory(50);
  expect(history.troubles).toEqual([]);
  expect(history.unfinished).toEqual([]);
  expect(panel.outcomes()).toMatchObject([{ kind: 'overtaken' }]);
  // From the last that the yard heard of the panel before, to the takeover.
  expect(JSON.stringify(history.events)).toMatch(/Nobody carried it on for up to [1-5] s\./u);
  void panel.rollouts.stop();
  bench.observations.stop();
  await bench.pass(60_000);
});
