import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { v1, v2 } from '../../src-shared/fleet.fixture.ts';
import { asBlockId } from '../../src-shared/ids.ts';
import type { Wish } from '../../src-shared/wish-schema.ts';
import { fail, succeed } from '../../src-shared/result.ts';
import type { Yard, YardObservation } from '../yards/port.ts';
import { openPanelBench } from './panel-bench.fixture.ts';
import {
  fleetId,
  openSimBench,
  type BenchSetup,
  type SimBench,
} from './simulation/sim-bench.fixture.ts';

const cutOver: Wish = { kind: 'cut-over', to: v2, expectedRevision: 1 };

describe('rollouts, in time', () => {
  let folder = '';
  const closing: (() => Promise<void>)[] = [];
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'blockyard-timely-'));
  });
  afterEach(async () => {
    for (const close of closing.splice(0)) await close();
    await rm(folder, { recursive: true, force: true });
  });

  async function start(setup: Partial<BenchSetup> = {}) {
    const bench = openSimBench({ serving: v1, previous: null, ...setup });
    bench.observations.start();
    await bench.pass(50);
    const panel = await openPanelBench(bench, folder);
    closing.push(async () => {
      void panel.rollouts.stop();
      bench.observations.stop();
      await bench.pass(120_000);
    });
    const press = (wish: Wish) => panel.rollouts.begin(fleetId, wish, bench.clock.now());
    return { ...bench, ...panel, press };
  }

  it('tells at once that a revert has ended what was running', async () => {
    const { press, pass, sent, clock, rollouts, outcomes, shown } = await start({
      serving: v2,
      previous: v1,
      script: { healthyAfterMs: 20_000, exitsAfterMs: null },
    });
    void press({ kind: 'replace', generation: v2, block: asBlockId(`${v2}-b0006`) });
    await pass(2000);
    void press({ kind: 'revert', to: v1 });
    while (sent.length === 0) await pass(1);
    // The way there and back.
    await pass(45);
    expect(clock.monotonicMs() - (sent[0]?.atMs ?? 0)).toBeLessThanOrEqual(50);
    expect(rollouts.progress().map((progress) => progress.intent.kind)).not.toContain('replace');
    await pass(5000);
    const first = shown().findIndex((kinds) => kinds === 'revert');
    expect(shown().slice(first).join(' ')).not.toContain('replace');
    expect(
      outcomes()
        .map(({ kind, intent }) => `${intent.kind} ${kind}`)
        .sort(),
    ).toEqual(['replace overtaken', 'revert verified']);
    const ended = outcomes().find(({ intent }) => intent.kind === 'replace');
    // Whoever pressed it is not told of their own revert as of a stranger.
    expect(ended).toMatchObject({ takenBack: true });
    expect(ended?.text).toContain('A revert that was pressed here took it back.');
  });

  it('says why it saw nothing no longer than it is true', async () => {
    let isDown = false;
    const { press, pass, observations, rollouts } = await start({
      script: { healthyAfterMs: 60_000, exitsAfterMs: null },
      change: (yard: Yard): Yard => ({
        ...yard,
        observe: () =>
          isDown
            ? Promise.resolve(
                fail({ code: 'unreachable', message: 'The yard host is not running.' }),
              )
            : yard.observe(),
      }),
    });
    const said = () => rollouts.progress()[0]?.waitingBecause;
    void press({ kind: 'replace', generation: v1, block: asBlockId(`${v1}-b0002`) });
    await pass(2000);
    isDown = true;
    // Just after a look of its own has failed, its next one is a second away.
    while (said() !== 'The yard host is not running.') await pass(1);
    isDown = false;
    void observations.fresh();
    await pass(60);
    expect(observations.sight().kind).toBe('live');
    expect(rollouts.progress()).toHaveLength(1);
    expect(said()).not.toBe('The yard host is not running.');
  });

  it('does not send a cutover hours after the press, when the computer slept', async () => {
    let isDown = false;
    const holder: { clock?: SimBench['clock'] } = {};
    const { press, pass, sent, clock, outcomes } = await start({
      change: (yard: Yard): Yard => ({
        ...yard,
        observe: () =>
          isDown
            ? Promise.resolve(fail({ code: 'unreachable', message: 'Asleep.' }))
            : yard.observe(),
        claim: async (order) => {
          isDown = true;
          // So long that the look of the press does not count any more.
          await holder.clock?.delay(600);
          return yard.claim(order);
        },
      }),
    });
    holder.clock = clock;
    void press(cutOver);
    await pass(3000);
    // Asleep: the wall clock goes on, the monotonic clock does not.
    clock.setWallBy(4 * 3_600_000);
    isDown = false;
    await pass(3000);
    expect(sent).toEqual([]);
    expect(outcomes()).toMatchObject([{ kind: 'stopped' }]);
    expect(outcomes()[0]?.text).toContain('too long after the press');
  });

  it('takes the look of the press for its first turn, and not once the computer slept', async () => {
    let looks = 0;
    let renewals = 0;
    const holder: { clock?: SimBench['clock']; claimMs: number; sleptMs: number } = {
      claimMs: 0,
      sleptMs: 0,
    };
    const { press, pass, sent, clock, observations } = await start({
      change: (yard: Yard): Yard => ({
        ...yard,
        observe: () => {
          looks += 1;
          return yard.observe();
        },
        renew: (...terms) => {
          renewals += 1;
          return yard.renew(...terms);
        },
        claim: async (order) => {
          const answer = await yard.claim(order);
          await holder.clock?.delay(holder.claimMs);
          holder.clock?.setWallBy(holder.sleptMs);
          return answer;
        },
      }),
    });
    holder.clock = clock;
    observations.stop();
    await pass(2000);
    const looksUntilSent = async (to: typeof v1, expectedRevision: number): Promise<number> => {
      const [before, sendings] = [looks, sent.length];
      void press({ kind: 'cut-over', to, expectedRevision });
      while (sent.length === sendings) await pass(1);
      const taken = looks - before;
      await pass(5000);
      return taken;
    };
    expect(await looksUntilSent(v2, 1)).toBe(1);
    // The claim's own answer says that it holds.
    expect(renewals).toBe(0);
    holder.claimMs = 600;
    expect(await looksUntilSent(v1, 2)).toBe(2);
    holder.claimMs = 0;
    holder.sleptMs = 30_000;
    expect(await looksUntilSent(v2, 3)).toBe(2);
  });

  it('sends no cutover on an old look, and gives up on a yard that is always slow', async () => {
    let lookMs = 0;
    const looks: number[] = [];
    const holder: { clock?: SimBench['clock'] } = {};
    const scene = await start({
      change: (yard: Yard): Yard => ({
        ...yard,
        observe: async () => {
          looks.push(holder.clock?.monotonicMs() ?? 0);
          await holder.clock?.delay(lookMs);
          return yard.observe();
        },
      }),
    });
    holder.clock = scene.clock;
    lookMs = 700;
    void scene.press(cutOver);
    await scene.pass(10_000);
    expect(scene.sent).toEqual([]);
    lookMs = 0;
    await scene.pass(3000);
    expect(scene.outcomes()).toMatchObject([{ kind: 'verified' }]);
    const sentAtMs = scene.sent[0]?.atMs ?? 0;
    const before = looks.filter((atMs) => atMs <= sentAtMs).at(-1) ?? 0;
    expect(sentAtMs - before).toBeLessThanOrEqual(500);

    lookMs = 700;
    void scene.press({ kind: 'cut-over', to: v1, expectedRevision: 2 });
    await scene.pass(60_000);
    expect(scene.sent.length).toBe(1);
    expect(scene.outcomes()[1]).toMatchObject({ kind: 'stopped' });
    expect(scene.outcomes()[1]?.text).toContain('answers too slowly');
  });

  it.each([
    { says: true, sends: 0 },
    // The control: a yard that begins each look when it is asked.
    { says: false, sends: 1 },
  ])('judges a look by when it began, not by when it was asked for: $says', async (row) => {
    let joined: YardObservation | null = null;
    let isDead = false;
    const change = (yard: Yard): Yard => ({
      ...yard,
      observe: async () => {
        const look = await yard.observe();
        if (joined !== null) {
          const answer = joined;
          joined = null;
          return succeed(answer);
        }
        return look.ok && isDead ? succeed(withoutV2(look.value)) : look;
      },
    });
    const scene = await start({ change });
    const sight = scene.observations.sight();
    if (sight.kind !== 'live') throw new Error('Nothing was seen.');
    const begunAtMs = scene.clock.monotonicMs();
    scene.observations.stop();
    await scene.pass(30_000);
    isDead = true;
    joined = { ...sight.look.observation, ...(row.says ? { begunAtMs } : {}) };
    void scene.press(cutOver);
    await scene.pass(30_000);
    expect(scene.sent).toHaveLength(row.sends);
    if (row.says) expect(scene.outcomes()[0]?.text).toContain('0 of 4 blocks of v002 are healthy');
  });
});

function withoutV2(seen: YardObservation): YardObservation {
  const state = { kind: 'exited', code: 1, signal: null, reason: 'out of memory' } as const;
  const fleets = seen.fleets.map((fleet) => ({
    ...fleet,
    generations: fleet.generations.map((one) =>
      one.id === v2 ? { ...one, blocks: one.blocks.map((block) => ({ ...block, state })) } : one,
    ),
  }));
  return { ...seen, fleets };
}
