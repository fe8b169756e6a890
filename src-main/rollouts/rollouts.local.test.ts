/** The engine on the real local yard: real processes, real entry, real journal. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { asGenerationId, asRolloutId } from '../../src-shared/ids.ts';
import type { Wish } from '../../src-shared/ipc-contract.ts';
import type { Outcome } from '../../src-shared/panel.ts';
import { systemClock } from '../clock/system-clock.ts';
import { createObservations, type Observations } from '../fleets/observations.ts';
import { openJournal } from '../journal/journal.ts';
import {
  openHostBench,
  seenFleet,
  until,
  valueOf,
  wholeFleet,
  type HostBench,
} from '../yard-host/yard-host.fixture.ts';
import type { LocalYard } from '../yards/local/local-yard.ts';
import type { RolloutEvent } from './rollout-event.ts';
import { createRollouts, type Rollouts } from './rollouts.ts';

const v1 = asGenerationId('storefront-v001');
const v2 = asGenerationId('storefront-v002');

interface Panel {
  readonly yard: LocalYard;
  readonly observations: Observations;
  readonly rollouts: Rollouts;
  readonly events: RolloutEvent[];
  readonly outcomes: () => Outcome[];
}

describe('rollouts on the local yard', { timeout: 60_000 }, () => {
  let folder = '';
  let bench: HostBench;
  const panels: Panel[] = [];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'blockyard-engine-'));
    bench = await openHostBench();
    await bench.ensure();
  });
  afterEach(async () => {
    for (const panel of panels.splice(0)) {
      panel.observations.stop();
      await panel.rollouts.stop();
    }
    await bench.close();
    await rm(folder, { recursive: true, force: true });
  });

  async function openPanel(name = 'panel-1'): Promise<Panel> {
    const yard = bench.openYard();
    const observations = createObservations(yard, systemClock);
    const events: RolloutEvent[] = [];
    const rollouts = createRollouts({
      yard,
      journal: await openJournal(join(folder, name), systemClock.now),
      observations,
      clock: systemClock,
      newRolloutId: () => asRolloutId(randomUUID()),
      owner: { name: 'ann', host: 'desk', panel: name },
      onEvent: (event) => events.push(event),
    });
    const outcomes = (): Outcome[] =>
      events.flatMap((event) => (event.kind === 'outcome' ? [event.outcome] : []));
    const panel = { yard, observations, rollouts, events, outcomes };
    panels.push(panel);
    observations.start();
    await wholeFleet(yard);
    return panel;
  }

  async function carryOut(panel: Panel, wish: Wish): Promise<Outcome> {
    const fleet = await seenFleet(panel.yard);
    const id = valueOf(await panel.rollouts.begin(fleet.id, wish, systemClock.now()));
    return until(
      () => Promise.resolve(panel.outcomes().find((outcome) => outcome.rollout === id)),
      `an end of ${wish.kind}`,
      30_000,
    );
  }

  it('cuts over, reverts, replaces, launches and retires, and leaves nothing running', async () => {
    const panel = await openPanel();
    const before = await seenFleet(panel.yard);
    const { revision } = before.split;

    const over = await carryOut(panel, { kind: 'cut-over', to: v2, expectedRevision: revision });
    expect(over).toMatchObject({ kind: 'verified' });
    expect((await seenFleet(panel.yard)).previous).toBe(v1);
    expect(over.firstResponseMs).not.toBeNull();

    const back = await carryOut(panel, { kind: 'revert', to: v1 });
    expect(back).toMatchObject({ kind: 'verified' });
    expect(back.firstResponseMs).not.toBeNull();

    const block = before.generations[0]?.blocks[1]?.id;
    if (block === undefined) throw new Error('no block');
    const swap = await carryOut(panel, { kind: 'replace', generation: v1, block });
    expect(swap).toMatchObject({ kind: 'done' });

    const image = before.generations[1]?.image;
    if (image === undefined) throw new Error('no image');
    const third = await carryOut(panel, { kind: 'launch', image, size: 2 });
    expect(third).toMatchObject({ kind: 'done' });

    const name = 'storefront-v003';
    const generation = asGenerationId(name);
    const gone = await carryOut(panel, { kind: 'retire', generation, typedName: name });
    expect(gone).toMatchObject({ kind: 'done' });

    const after = await seenFleet(panel.yard);
    expect(after.rollout).toBeNull();
    expect(after.generations.map((one) => [one.number, one.rung, one.blocks.length])).toEqual([
      [1, 'warm', 4],
      [2, 'warm', 4],
      [3, 'retired', 0],
    ]);
    expect(after.generations[0]?.blocks.some((one) => one.id === block)).toBe(false);
    const journal = await openJournal(join(folder, 'panel-1'), systemClock.now);
    const history = await journal.readHistory(100);
    expect([history.unfinished, history.troubles]).toEqual([[], []]);
  });

  it('goes on with a replacement whose panel died, and launches nothing twice', async () => {
    const first = await openPanel();
    const fleet = await seenFleet(first.yard);
    const block = fleet.generations[0]?.blocks[0]?.id;
    if (block === undefined) throw new Error('no block');
    const wish: Wish = { kind: 'replace', generation: v1, block };
    valueOf(await first.rollouts.begin(fleet.id, wish, systemClock.now()));
    await until(
      async () => (await seenFleet(first.yard)).rollout?.launched.length === 1,
      'the fresh block is launched',
    );
    // As far as the yard can tell, this panel is gone from one moment to the next.
    first.observations.stop();
    void first.rollouts.stop();

    const second = await openPanel();
    await second.rollouts.resume();
    const end = await until(
      () => Promise.resolve(second.outcomes()[0]),
      'the end of what was left',
      30_000,
    );
    expect(end).toMatchObject({ kind: 'done', intent: { kind: 'replace' } });
    const { blocks } = (await seenFleet(second.yard)).generations[0] ?? { blocks: [] };
    expect(blocks.length).toBe(4);
    expect(blocks.filter((one) => one.replaces === block).length).toBeLessThanOrEqual(1);
  });

  it('takes a double press for one, and a revert overtakes a launch', async () => {
    const panel = await openPanel();
    const fleet = await seenFleet(panel.yard);
    const wish: Wish = { kind: 'launch', image: fleet.generations[0]!.image, size: 4 };
    const [one, two] = await Promise.all([
      panel.rollouts.begin(fleet.id, wish, systemClock.now()),
      panel.rollouts.begin(fleet.id, wish, systemClock.now()),
    ]);
    expect(valueOf(one)).toBe(valueOf(two));
    await until(
      async () => (await seenFleet(panel.yard)).generations.length === 3,
      'the third generation is launched',
    );
    const back = await carryOut(panel, { kind: 'revert', to: v2 });
    expect(back.kind).toBe('verified');
    const ends = await until(
      () => Promise.resolve(panel.outcomes().find((outcome) => outcome.intent.kind === 'launch')),
      'the end of the launch',
    );
    expect(['overtaken', 'done']).toContain(ends.kind);
    expect((await seenFleet(panel.yard)).generations.length).toBe(3);
  });
});
