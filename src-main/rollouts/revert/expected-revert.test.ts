/** What the revert's button promises, against what a hundred simulated reverts take. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { v1, v2 } from '../../../src-shared/fleet.fixture.ts';
import { asRolloutId } from '../../../src-shared/ids.ts';
import { openJournal } from '../../journal/journal.ts';
import { fleetId, openSimBench } from '../simulation/sim-bench.fixture.ts';
import { createRollouts } from '../rollouts.ts';

const reverts = 100;

it('is within a fifth of what they take', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'blockyard-expected-'));
  const bench = openSimBench({ serving: v1, previous: null });
  const { clock, observations, yard } = bench;
  const measured: number[] = [];
  let ids = 0;
  const rollouts = createRollouts({
    ...{ yard, clock, observations },
    journal: bench.journal(await openJournal(folder, clock.now)),
    newRolloutId: () => asRolloutId(`rollout-${(ids += 1)}`),
    owner: { name: 'ann', host: 'desk', panel: 'panel-1' },
    onEvent: (event) => {
      if (event.kind === 'switch-time') measured.push(event.time.ms);
    },
  });
  observations.start();
  await bench.pass(1000);
  const promised: number[] = [];
  const taken: number[] = [];
  for (let turn = 0; turn < reverts; turn += 1) {
    const to = turn % 2 === 0 ? v2 : v1;
    const plan = rollouts.plan(fleetId, { kind: 'revert', to });
    expect(plan.ok && plan.value.refusedBecause).toBeNull();
    const expected = rollouts.expectedRevertMs(fleetId);
    // The first of all makes no promise.
    if (expected !== null) promised.push(expected);
    const before = measured.length;
    void rollouts.revert(fleetId, to, clock.now());
    await bench.pass(900);
    taken.push(...measured.slice(before));
  }
  await rollouts.stop();
  await rm(folder, { recursive: true, force: true });
  expect(taken).toHaveLength(reverts);
  expect(promised).toHaveLength(reverts - 1);
  const middle = (all: readonly number[]): number =>
    [...all].sort((a, b) => a - b)[all.length >> 1] ?? NaN;
  expect(middle(promised) / middle(taken)).toBeGreaterThan(0.8);
  expect(middle(promised) / middle(taken)).toBeLessThan(1.2);
}, 60_000);
