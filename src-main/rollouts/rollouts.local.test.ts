/** The engine on the real local yard: real processes, real entry, real journal. */
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { asGenerationId } from '../../src-shared/ids.ts';
import type { Wish } from '../../src-shared/wish-schema.ts';
import { systemClock } from '../clock/system-clock.ts';
import { openJournal } from '../journal/journal.ts';
import { seenFleet, until, valueOf } from '../yard-host/yard-host.fixture.ts';
import { carryOut, openLocalPanels, type LocalPanels } from './local-panel.fixture.ts';

const v1 = asGenerationId('storefront-v001');
const v2 = asGenerationId('storefront-v002');

describe('rollouts on the local yard', { timeout: 60_000 }, () => {
  let panels: LocalPanels;
  beforeEach(async () => {
    panels = await openLocalPanels();
  });
  afterEach(() => panels.close());

  it('cuts over, reverts, replaces, launches and retires, and leaves nothing running', async () => {
    const panel = await panels.open();
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
    const journal = await openJournal(join(panels.folder, 'panel-1'), systemClock.now);
    const history = await journal.readHistory(100);
    expect([history.unfinished, history.troubles]).toEqual([[], []]);
  });

  it('goes on with a replacement whose panel died, and launches nothing twice', async () => {
    const first = await panels.open();
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

    const second = await panels.open();
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
    const panel = await panels.open();
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
