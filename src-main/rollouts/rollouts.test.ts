import { appendFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { v1, v2 } from '../../src-shared/fleet.fixture.ts';
import { asBlockId, asImageId, asRolloutId } from '../../src-shared/ids.ts';
import type { Wish } from '../../src-shared/wish-schema.ts';
import { fail } from '../../src-shared/result.ts';
import { openJournal, type Journal } from '../journal/journal.ts';
import type { Yard } from '../yards/port.ts';
import { openPanelBench, type EngineParts, type PanelBench } from './panel-bench.fixture.ts';
import type { Rollouts } from './rollouts.ts';
import {
  fleetId,
  openSimBench,
  type BenchSetup,
  type SimBench,
} from './simulation/sim-bench.fixture.ts';

const cutOver: Wish = { kind: 'cut-over', to: v2, expectedRevision: 1 };
const block = asBlockId(`${v1}-b0002`);
const replace: Wish = { kind: 'replace', generation: v1, block };
const image = asImageId(`sha256:${'1'.repeat(64)}`);

describe('rollouts', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'blockyard-rollouts-'));
  });
  const opened: { readonly bench: SimBench; readonly rollouts: Rollouts }[] = [];
  afterEach(async () => {
    for (const { bench, rollouts } of opened.splice(0)) {
      void rollouts.stop();
      bench.observations.stop();
      await bench.pass(120_000);
    }
    await rm(folder, { recursive: true, force: true });
  });

  const records = async (): Promise<string[]> =>
    (await readdir(folder)).filter((name) => name.endsWith('.jsonl'));

  async function openPanel(
    bench: SimBench,
    panel = 'panel-1',
    prefix = 'rollout',
    engine: EngineParts = {},
    journal: Journal | null = null,
  ): Promise<PanelBench> {
    const panelBench = await openPanelBench(bench, folder, { panel, prefix, engine, journal });
    opened.push({ bench, rollouts: panelBench.rollouts });
    return panelBench;
  }
  async function start(setup: Partial<BenchSetup> = {}) {
    const bench = openSimBench({ serving: v1, previous: null, ...setup });
    bench.observations.start();
    await bench.pass(50);
    const panel = await openPanel(bench);
    const press = (wish: Wish) => panel.rollouts.begin(fleetId, wish, bench.clock.now());
    return { ...bench, ...panel, bench, press };
  }

  it('tells a cutover from the press to the verified end', async () => {
    const { press, pass, outcomes, titles, values, rollouts, world } = await start();
    const answer = press(cutOver);
    await pass(3000);
    expect(await answer).toEqual({ ok: true, value: 'rollout-1' });
    expect(outcomes()).toMatchObject([{ kind: 'verified', rollout: 'rollout-1' }]);
    expect(titles()).toEqual([
      'Cut over to v002 - 4 blocks, 100 %',
      'Send 100 % of the traffic to v002',
      'Compared storefront-v002 with storefront-v001',
      'Verified',
    ]);
    expect(values()).toEqual([...values()].sort((a, b) => a - b));
    expect([rollouts.progress(), world.fleet(fleetId).rollout]).toEqual([[], null]);
    expect(world.fleet(fleetId).previous).toBe(v1);
  });

  it('does in each verb what its plan says', async () => {
    const { press, pass, outcomes, world } = await start();
    void press(replace);
    await pass(10_000);
    void press({ kind: 'launch', image, size: 2 });
    await pass(10_000);
    void press({ kind: 'retire', generation: v2, typedName: v2 });
    await pass(20_000);
    expect(outcomes().map((outcome) => outcome.kind)).toEqual(['done', 'done', 'done']);
    const { generations } = world.fleet(fleetId);
    expect(generations.map((one) => one.blocks.length)).toEqual([4, 0, 2]);
    expect(generations[0]?.blocks.some((one) => one.id === block)).toBe(false);
  });

  it('leaves everything as it was when the fresh block exits, and says why', async () => {
    const { press, pass, outcomes, world } = await start({
      script: { healthyAfterMs: null, exitsAfterMs: 100 },
    });
    void press(replace);
    await pass(20_000);
    expect(outcomes()[0]).toMatchObject({ kind: 'failed' });
    expect(outcomes()[0]?.text).toContain('has exited: the script says so');
    const { blocks } = world.fleet(fleetId).generations[0] ?? { blocks: [] };
    expect(blocks.map((one) => one.id)).toContain(block);
    expect(blocks.length).toBe(4);
  });

  it('leaves a candidate that never gets healthy to be read and retired', async () => {
    const { press, pass, outcomes, world } = await start({
      script: { healthyAfterMs: null, exitsAfterMs: null },
    });
    void press({ kind: 'launch', image, size: 2 });
    await pass(90_000);
    expect(outcomes()[0]).toMatchObject({ kind: 'failed' });
    expect(world.fleet(fleetId).generations[2]?.blocks.length).toBe(2);
    void press({
      kind: 'retire',
      generation: 'storefront-v003' as typeof v1,
      typedName: 'storefront-v003',
    });
    await pass(20_000);
    expect(outcomes()[1]).toMatchObject({ kind: 'done' });
  });

  it('answers the same press twice with the same rollout, and another one with a refusal', async () => {
    const { press, pass } = await start();
    const first = press(replace);
    const second = press(replace);
    await pass(500);
    const other = press(cutOver);
    await pass(500);
    expect(await second).toEqual(await first);
    expect(await other).toMatchObject({
      ok: false,
      fault: { code: 'refused', message: 'Another change of this fleet is running (replace).' },
    });
  });

  it('refuses before anything is recorded or claimed', async () => {
    const { press, pass, sent, world } = await start();
    const stale = press({ ...cutOver, expectedRevision: 0 });
    const retire = press({ kind: 'retire', generation: v2, typedName: 'v2' });
    const serving = press({ kind: 'retire', generation: v1, typedName: v1 });
    await pass(500);
    for (const answer of [await stale, await retire, await serving]) {
      expect(answer).toMatchObject({ ok: false, fault: { code: 'refused' } });
    }
    expect([sent, world.fleet(fleetId).rollout, await records()]).toEqual([[], null, []]);
  });

  it('begins nothing that cannot be recorded, while a revert goes', async () => {
    const { press, pass, sent, outcomes } = await start({ serving: v2, previous: v1 });
    await rm(folder, { recursive: true });
    const answer = press({ ...cutOver, to: v1 });
    await pass(500);
    expect(await answer).toMatchObject({ ok: false, fault: { code: 'damaged' } });
    expect(sent).toEqual([]);
    void press({ kind: 'revert', to: v1 });
    await pass(2000);
    expect(outcomes()[0]).toMatchObject({ kind: 'verified' });
  });

  it('stops when another panel takes it over, and says who goes on', async () => {
    const { press, pass, outcomes, world } = await start({
      script: { healthyAfterMs: 10_000, exitsAfterMs: null },
    });
    const answer = press(replace);
    await pass(1000);
    const begun = await answer;
    const rollout = begun.ok ? begun.value : asRolloutId('none');
    const owner = { name: 'bob', host: 'elsewhere', panel: 'panel-1' };
    const intent = { kind: 'replace', generation: v1, block } as const;
    world.claim({ fleet: fleetId, rollout, intent, owner, leaseMs: 60_000, epoch: 2 });
    await pass(2000);
    expect(outcomes()[0]).toMatchObject({ kind: 'overtaken' });
    expect(outcomes()[0]?.text).toContain('bob on elsewhere goes on with the fleet (replace)');
    expect(world.fleet(fleetId).rollout?.epoch).toBe(2);
  });

  it('does not begin when the claim gets no answer, and carries out nothing later', async () => {
    const { press, pass, sent, world } = await start({
      change: (yard: Yard): Yard => ({
        ...yard,
        claim: async (order) => {
          await yard.claim(order);
          return fail({ code: 'unknown-outcome', message: 'Lost.' });
        },
      }),
    });
    const answer = press(cutOver);
    await pass(5000);
    expect(await answer).toMatchObject({ ok: false, fault: { code: 'unknown-outcome' } });
    await pass(60_000);
    expect(sent).toEqual([]);
    expect(world.fleet(fleetId).split.revision).toBe(1);
  });

  it('is recorded and claimed at the same time', async () => {
    const asked: string[] = [];
    const { bench, pass, world } = await start({
      change: (yard: Yard): Yard => ({
        ...yard,
        claim: (order) => {
          asked.push('claim');
          return yard.claim(order);
        },
      }),
    });
    const journal = bench.journal(await openJournal(folder, bench.clock.now));
    let handOver: () => void = () => undefined;
    const slow: Journal = {
      ...journal,
      begin: async (...entries) => {
        asked.push('record');
        await new Promise<void>((resolve) => (handOver = resolve));
        return journal.begin(...entries);
      },
    };
    const { rollouts, outcomes } = await openPanel(bench, 'panel-1', 'both', {}, slow);
    const answer = rollouts.begin(fleetId, cutOver, bench.clock.now());
    await pass(1000);
    expect(asked).toEqual(['record', 'claim']);
    expect(world.fleet(fleetId)).toMatchObject({
      rollout: { id: 'both-1' },
      split: { revision: 1 },
    });
    handOver();
    await pass(3000);
    expect((await answer).ok).toBe(true);
    expect(outcomes()).toMatchObject([{ kind: 'verified' }]);
  });

  it('lets go of a claim whose record failed, also when nobody answers that, and carries out nothing', async () => {
    let isDeaf = true;
    const { bench, pass, sent, world, rollouts } = await start({
      change: (yard: Yard): Yard => ({
        ...yard,
        finish: async (...terms) =>
          isDeaf
            ? Promise.resolve(fail({ code: 'unknown-outcome', message: 'Lost.' }))
            : yard.finish(...terms),
      }),
    });
    await rollouts.stop();
    const journal = bench.journal(await openJournal(folder, bench.clock.now));
    let isFull = true;
    const full: Journal = {
      ...journal,
      begin: (...entries) =>
        isFull
          ? Promise.resolve(fail({ code: 'no-space', message: 'The disk is full.' }))
          : journal.begin(...entries),
    };
    const panel = await openPanel(bench, 'panel-1', 'full', {}, full);
    void panel.rollouts.resume();
    await pass(100);
    const answer = panel.rollouts.begin(fleetId, cutOver, bench.clock.now());
    await pass(3000);
    expect(await answer).toMatchObject({ ok: false, fault: { code: 'no-space' } });
    expect(world.fleet(fleetId).rollout?.id).toBe('full-1');
    // Now it could be recorded and carried out: the operator was told that it did not begin.
    isFull = false;
    isDeaf = false;
    await pass(10_000);
    expect(world.fleet(fleetId)).toMatchObject({ rollout: null, split: { revision: 1 } });
    expect([sent, panel.outcomes()]).toEqual([[], []]);
  });

  it('ends the record when the claim is refused', async () => {
    const { press, pass, bench } = await start({
      change: (yard: Yard): Yard => ({
        ...yard,
        claim: () => Promise.resolve(fail({ code: 'conflict', message: 'Bob was quicker.' })),
      }),
    });
    const answer = press(cutOver);
    await pass(1000);
    expect(await answer).toMatchObject({ ok: false, fault: { code: 'conflict' } });
    const { unfinished, events } = await (
      await openJournal(folder, bench.clock.now)
    ).readHistory(50);
    expect(unfinished).toEqual([]);
    expect(events.at(-1)?.detail).toContain('Nothing was changed. Bob was quicker.');
  });

  it('leaves a living rollout of another panel alone, and takes it up when its lease stands still', async () => {
    const { bench, pass, world, rollouts, outcomes } = await start();
    const owner = { name: 'bob', host: 'elsewhere', panel: 'panel-9' };
    const rollout = asRolloutId('theirs');
    const intent = { kind: 'replace', generation: v1, block } as const;
    const claim = { fleet: fleetId, rollout, intent, owner, leaseMs: 15_000, epoch: 1 };
    world.claim(claim);
    void rollouts.resume();
    // Their clock and ours: an hour back must not make us wait an hour.
    bench.clock.setWallBy(-3_600_000);
    await pass(10_000);
    expect(world.fleet(fleetId).rollout?.epoch).toBe(1);
    await pass(60_000);
    expect(world.fleet(fleetId).rollout).toBeNull();
    expect(outcomes()).toMatchObject([{ rollout: 'theirs', kind: 'done' }]);
  });

  it('ends a rollout where it stands when Blockyard itself fails', async () => {
    const bench = openSimBench({ serving: v1, previous: null });
    bench.observations.start();
    await bench.pass(50);
    const broken = (): never => {
      throw new Error('a mistake of ours');
    };
    const { rollouts, outcomes } = await openPanel(bench, 'panel-1', 'rollout', { decide: broken });
    void rollouts.begin(fleetId, cutOver, bench.clock.now());
    await bench.pass(3000);
    expect(outcomes()).toMatchObject([{ kind: 'failed' }]);
    expect(outcomes()[0]?.text).toContain('a mistake of ours');
    expect(bench.world.fleet(fleetId).rollout).toBeNull();
  });

  it('does not end the record of a press that is being carried out when it resumes', async () => {
    const { press, pass, rollouts, outcomes } = await start({ serving: v2, previous: v1 });
    void press({ kind: 'revert', to: v1 });
    await pass(10);
    void rollouts.resume();
    await pass(3000);
    expect(outcomes()).toMatchObject([{ kind: 'verified' }]);
    const journal = await openJournal(folder, Date.now);
    const { troubles, unfinished, events } = await journal.readHistory(50);
    expect([troubles, unfinished]).toEqual([[], []]);
    expect(events.map((event) => event.title)).not.toContain('Stopped');
  });

  describe('after a start', () => {
    /** A replacement whose panel died while the fresh block was coming up. */
    async function left() {
      const scene = await start({ script: { healthyAfterMs: 3000, exitsAfterMs: null } });
      void scene.press(replace);
      await scene.pass(1500);
      void scene.rollouts.stop();
      await scene.pass(100);
      expect(scene.world.fleet(fleetId).rollout?.launched.length).toBe(1);
      const [name = ''] = await records();
      return { ...scene, path: join(folder, name) };
    }

    it('goes on with what was left, and tells the history once', async () => {
      const { bench, pass, world } = await left();
      const { rollouts, outcomes, titles } = await openPanel(bench, 'panel-1', 'later');
      void rollouts.resume();
      await pass(10_000);
      expect(outcomes()).toMatchObject([{ kind: 'done', rollout: 'rollout-1' }]);
      expect(world.fleet(fleetId).generations[0]?.blocks.length).toBe(4);
      expect(titles()).toContain('Going on with an unfinished change');
      expect(titles().filter((title) => title === `Replace ${block} of v001`).length).toBe(1);
    });

    it('lets go of a rollout whose record is damaged, and says so', async () => {
      const { bench, pass, world, path } = await left();
      const content = await readFile(path, 'utf8');
      await writeFile(path, content.replace('"epoch"', '"ep0ch"'));
      const { rollouts, outcomes, titles } = await openPanel(bench, 'panel-1', 'later');
      void rollouts.resume();
      await pass(5000);
      expect(titles()).toContain('A record of changes cannot be used');
      expect(outcomes()[0]).toMatchObject({ kind: 'stopped' });
      expect(outcomes()[0]?.text).toContain('damaged at line');
      expect(world.fleet(fleetId).rollout).toBeNull();
      expect(world.fleet(fleetId).generations[0]?.blocks.length).toBe(5);
      // Pressed again, the half done replacement is brought to its end.
      const again = rollouts.begin(fleetId, replace, bench.clock.now());
      await pass(20_000);
      expect((await again).ok).toBe(true);
      expect(world.fleet(fleetId).generations[0]?.blocks.length).toBe(4);
    });

    it('goes on after a torn tail', async () => {
      const { bench, pass, path } = await left();
      await appendFile(path, '0123456789abcdef {"seq":');
      const { rollouts, outcomes } = await openPanel(bench, 'panel-1', 'later');
      void rollouts.resume();
      await pass(10_000);
      expect(outcomes()).toMatchObject([{ kind: 'done' }]);
    });

    it('closes the record of what the yard holds nothing of', async () => {
      const { bench, pass, world } = await left();
      world.finish(fleetId, asRolloutId('rollout-1'), 1);
      const { rollouts, titles } = await openPanel(bench, 'panel-1', 'later');
      void rollouts.resume();
      await pass(2000);
      expect(titles()).toContain('Stopped');
      const journal = await openJournal(folder, bench.clock.now);
      expect((await journal.readHistory(50)).unfinished).toEqual([]);
    });
  });
});
