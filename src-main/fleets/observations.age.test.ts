/** How long a look passes for the present: looks that hang, sleep, clocks that are set. */
import { describe, expect, it } from 'vitest';
import { aFleet } from '../../src-shared/fleet.fixture.ts';
import { succeed, type Result } from '../../src-shared/result.ts';
import { createVirtualClock } from '../clock/virtual-clock.ts';
import type { YardObservation } from '../yards/port.ts';
import { usualTimes } from '../yards/yard-pace.ts';
import { createObservations, type Sight } from './observations.ts';

const seen: Result<YardObservation> = succeed({
  ...{ observedAtMs: 0, images: [], notices: [] },
  fleets: [aFleet()],
});
/** As seldom and as patient as an account is looked at. */
const slowTimes = { ...usualTimes, watchedMs: 5000, timeoutMs: 20_000, overdueMs: 8000 };

const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
};

function scene(...lookMs: readonly number[]) {
  const clock = createVirtualClock();
  let isHanging = false;
  let reads = 0;
  const told: string[] = [];
  const observations = createObservations(
    {
      observe: async () => {
        reads += 1;
        if (isHanging) return new Promise<never>(() => undefined);
        const takesMs = lookMs[Math.min(reads, lookMs.length) - 1] ?? 0;
        if (takesMs > 0) await clock.delay(takesMs);
        return seen;
      },
      onChange: () => () => undefined,
    },
    clock,
    slowTimes,
  );
  const sights: Sight[] = [];
  observations.onSight((sight) => {
    told.push(sight.kind);
    sights.push(sight);
  });
  const pass = async (ms: number): Promise<void> => {
    const untilMs = clock.monotonicMs() + ms;
    await settle();
    while (clock.step(untilMs)) await settle();
    clock.at(untilMs, () => undefined);
    clock.step(untilMs);
    await settle();
  };
  return {
    ...{ clock, observations, pass, told, sights },
    hang: (value: boolean) => (isHanging = value),
    reads: () => reads,
  };
}

describe('the age of a look', () => {
  it('does not pass for the present while the next one hangs, long before that is given up', async () => {
    const { observations, pass, hang, told } = scene();
    observations.start();
    await pass(100);
    hang(true);
    await pass(5000 + 8000 - 1000);
    expect(observations.sight().kind).toBe('live');
    await pass(2000);
    expect(observations.sight()).toMatchObject({
      kind: 'stale',
      reason: 'No look has ended since then.',
    });
    // Told, and once: the window does not ask.
    expect(told.filter((kind) => kind === 'stale')).toHaveLength(1);
    observations.stop();
  });

  it('is the present as long as looks end in time, however slow they are', async () => {
    const { observations, pass, told } = scene(6000);
    observations.start();
    await pass(120_000);
    expect(told.length).toBeGreaterThan(5);
    expect(new Set(told)).toEqual(new Set(['live']));
    observations.setWatched(false);
    await pass(120_000);
    expect(new Set(told)).toEqual(new Set(['live']));
    observations.stop();
  });

  it('is the present while looks take longer than one may be late, until one takes much longer', async () => {
    const { observations, pass, told, hang } = scene(15_000);
    observations.start();
    await pass(300_000);
    expect(told.length).toBeGreaterThan(10);
    expect(new Set(told)).toEqual(new Set(['live']));
    // The control: one that hangs is late all the same.
    hang(true);
    await pass(15_000 + 5000 + 15_000 + 8000 + 2000);
    expect(observations.sight().kind).toBe('stale');
    observations.stop();
  });

  it('is said when it is more than ten seconds, counted from when the look began', async () => {
    const { observations, pass } = scene(6000);
    const isOld = (): boolean | null => {
      const sight = observations.sight();
      return sight.kind === 'live' ? sight.isOld : null;
    };
    observations.start();
    // Begun at 0, ended at 6 s: as old as the answer to its first question may be.
    await pass(6500);
    expect(isOld()).toBe(false);
    await pass(3000);
    expect(isOld()).toBe(false);
    await pass(1600);
    expect(isOld()).toBe(true);
    // The next one began at 11 s and ends at 17 s.
    await pass(6000);
    expect(isOld()).toBe(false);
    observations.stop();
  });

  it('is said of each look that takes longer than ten seconds, and once in between', async () => {
    const { observations, pass, sights } = scene(15_000);
    observations.start();
    await pass(100_000);
    const live = sights.filter((sight) => sight.kind === 'live');
    expect(live.map(({ isOld }) => isOld)).toEqual(live.map(() => true));
    expect(live.length).toBeLessThan(7);
    observations.stop();
  });

  it('is not told where looks are quick: nothing ages from one to the next', async () => {
    const { observations, pass, sights } = scene(200);
    observations.start();
    await pass(60_000);
    const live = sights.filter((sight) => sight.kind === 'live');
    expect(live).toHaveLength(12);
    expect(live.some(({ isOld }) => isOld)).toBe(false);
    observations.stop();
  });

  it('is old after a sleep, in which only the wall clock went on', async () => {
    const { observations, pass, clock } = scene();
    observations.start();
    await pass(1000);
    clock.setWallBy(8 * 3_600_000);
    expect(observations.sight().kind).toBe('stale');
    await pass(6000);
    expect(observations.sight().kind).toBe('live');
    // The control: a wall clock that is set back makes nothing older or younger.
    clock.setWallBy(-8 * 3_600_000);
    expect(observations.sight().kind).toBe('live');
    observations.stop();
  });

  it('is looked at again at once when the computer wakes, and stale until that look ends', async () => {
    const { observations, pass, reads } = scene(300);
    observations.start();
    await pass(1000);
    const before = reads();
    observations.wake();
    expect(observations.sight()).toMatchObject({ kind: 'stale' });
    await pass(250);
    expect(reads()).toBe(before + 1);
    expect(observations.sight().kind).toBe('stale');
    await pass(100);
    expect(observations.sight().kind).toBe('live');
    observations.stop();
  });

  it('does not wait for a look that was begun before the sleep', async () => {
    const { observations, pass, hang } = scene();
    observations.start();
    await pass(100);
    hang(true);
    await pass(6000);
    hang(false);
    observations.wake();
    await pass(100);
    expect(observations.sight().kind).toBe('live');
    observations.stop();
  });

  it('takes no look that was on its way during a sleep', async () => {
    const { observations, pass, clock } = scene(300);
    const look = observations.fresh();
    await pass(100);
    // Monotonic time stands still meanwhile.
    clock.setWallBy(60_000);
    await pass(300);
    expect(await look).toMatchObject({ ok: false, fault: { code: 'unreachable' } });
    expect(observations.sight().kind).toBe('none');
    const next = observations.fresh();
    await pass(400);
    expect(await next).toMatchObject({ ok: true });
  });

  it('takes no quicker look from before the sleep for one that was on its way', async () => {
    const { observations, pass, clock } = scene(300, 50, 10);
    const slow = observations.fresh();
    const quick = observations.fresh();
    await pass(100);
    expect(await quick).toMatchObject({ ok: true });
    clock.setWallBy(60_000);
    await pass(300);
    expect(await slow).toMatchObject({ ok: false, fault: { code: 'unreachable' } });
  });

  it('asks nothing on waking while nobody is to ask', async () => {
    const { observations, pass, reads } = scene();
    observations.start();
    await pass(100);
    observations.stop();
    const before = reads();
    observations.wake();
    await pass(10_000);
    expect(reads()).toBe(before);
  });
});
