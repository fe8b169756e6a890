import { describe, expect, it } from 'vitest';
import type { Fleet } from '../../src-shared/fleet.ts';
import { fail, succeed, type Result } from '../../src-shared/result.ts';
import type { YardObservation } from '../yards/port.ts';
import { aFleet } from '../../src-shared/fleet.fixture.ts';
import { createVirtualClock } from '../clock/virtual-clock.ts';
import { createObservations, type Sight } from './observations.ts';

const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
};

function scene(first: Result<YardObservation>) {
  const clock = createVirtualClock();
  let answer = first;
  let reads = 0;
  let isStuck = false;
  let push: () => void = () => undefined;
  const yard = {
    observe: async (): Promise<Result<YardObservation>> => {
      reads += 1;
      if (isStuck) await new Promise(() => undefined);
      return answer;
    },
    onChange: (listener: () => void) => {
      push = listener;
      return () => undefined;
    },
  };
  const observations = createObservations(yard, clock);
  const pass = async (ms: number): Promise<void> => {
    const untilMs = clock.monotonicMs() + ms;
    await settle();
    while (clock.step(untilMs)) await settle();
    clock.at(untilMs, () => undefined);
    clock.step(untilMs);
    await settle();
  };
  return {
    clock,
    observations,
    pass,
    say: (next: Result<YardObservation>) => (answer = next),
    hang: (value: boolean) => (isStuck = value),
    push: () => push(),
    reads: () => reads,
  };
}

const look = (...fleets: Fleet[]): Result<YardObservation> =>
  succeed({ observedAtMs: 0, fleets, images: [], notices: [] });
const fleet = aFleet();
const unreachable = fail({ code: 'unreachable', message: 'Connection refused.' });

describe('observations', () => {
  it('keeps the last good look with its age when reads fail, and comes back', async () => {
    const { observations, pass, say } = scene(look(fleet));
    observations.start();
    await pass(10);
    expect(observations.sight().kind).toBe('live');
    say(unreachable);
    await pass(3000);
    const stale = observations.sight();
    expect(stale).toMatchObject({ kind: 'stale', reason: 'Connection refused.' });
    expect(stale.kind === 'stale' && stale.look.observation.fleets).toEqual([fleet]);
    say(look(fleet));
    await pass(1500);
    expect(observations.sight().kind).toBe('live');
    observations.stop();
  });

  it('does not believe at once that what was there is gone', async () => {
    const { observations, pass, say } = scene(look(fleet));
    observations.start();
    await pass(10);
    say(look());
    expect(await observations.fresh()).toMatchObject({ ok: false, fault: { code: 'damaged' } });
    await pass(3000);
    expect(observations.sight()).toMatchObject({
      kind: 'stale',
      reason: 'the yard shows no fleets at all; asking again before it is believed',
    });
    // Said again and again for long enough, it is so.
    await pass(4000);
    const sight = observations.sight();
    expect(sight.kind === 'live' && sight.look.observation.fleets).toEqual([]);
    observations.stop();
  });

  it.each<[string, Fleet, string]>([
    ['a generation', { ...fleet, generations: fleet.generations.slice(1) }, 'v001 is missing'],
    [
      'all blocks of a warm generation',
      { ...fleet, generations: fleet.generations.map((one) => ({ ...one, blocks: [] })) },
      'v001 shows no blocks',
    ],
  ])('doubts a look that misses %s', async (_, poor, why) => {
    const { observations, say } = scene(look(fleet));
    await observations.fresh();
    say(look(poor));
    const read = await observations.fresh();
    expect(!read.ok && read.fault.message).toContain(why);
  });

  it('believes that a retired generation has no blocks', async () => {
    const { observations, say } = scene(look(fleet));
    await observations.fresh();
    const generations = fleet.generations.map((one) => ({
      ...one,
      rung: 'retired' as const,
      blocks: [],
    }));
    say(look({ ...fleet, generations }));
    expect((await observations.fresh()).ok).toBe(true);
  });

  it('gives up a read that hangs, and asks on', async () => {
    const { observations, pass, hang } = scene(look(fleet));
    observations.start();
    await pass(10);
    hang(true);
    await pass(8000);
    expect(observations.sight().kind).toBe('stale');
    hang(false);
    await pass(8000);
    expect(observations.sight().kind).toBe('live');
    observations.stop();
  });

  it('looks often while someone looks or something moves, seldom otherwise, and at once on a push', async () => {
    const { observations, pass, push, reads } = scene(look(fleet));
    observations.start();
    await pass(10_000);
    const watched = reads();
    expect(watched).toBeGreaterThanOrEqual(9);
    observations.setWatched(false);
    await pass(10_000);
    const hidden = reads() - watched;
    expect(hidden).toBeLessThanOrEqual(3);
    const rest = observations.keepClose();
    const before = reads();
    await pass(5000);
    expect(reads() - before).toBeGreaterThanOrEqual(4);
    rest();
    await pass(6000);
    const calm = reads();
    push();
    await pass(120);
    expect(reads()).toBe(calm + 1);
    observations.stop();
    await pass(20_000);
    expect(reads()).toBe(calm + 1);
  });

  it('leaves out its own looks while somebody else makes them as often, and makes them again afterwards', async () => {
    const { observations, pass, reads } = scene(look(fleet));
    observations.start();
    await pass(3000);
    const before = reads();
    for (let turn = 0; turn < 10; turn += 1) {
      await observations.fresh();
      await pass(500);
    }
    expect(reads() - before).toBeLessThanOrEqual(11);
    await pass(3000);
    expect(reads() - before).toBeGreaterThanOrEqual(12);
    expect(observations.sight().kind).toBe('live');
    observations.stop();
  });

  it('goes on looking when a listener throws, and does not hide the error', async () => {
    const errors: unknown[] = [];
    const hear = (error: unknown): void => void errors.push(error);
    const others = process.listeners('unhandledRejection');
    process.removeAllListeners('unhandledRejection').on('unhandledRejection', hear);
    const { observations, pass, reads } = scene(look(fleet));
    const heard: string[] = [];
    observations.onSight(() => {
      throw new Error('a careless listener');
    });
    observations.onSight((sight) => heard.push(sight.kind));
    observations.start();
    await pass(3000);
    observations.stop();
    await new Promise((resolve) => setImmediate(resolve));
    process.removeListener('unhandledRejection', hear);
    for (const other of others) process.on('unhandledRejection', other);
    expect(heard.length).toBe(reads());
    expect(heard.length).toBeGreaterThanOrEqual(3);
    expect(errors.length).toBe(heard.length);
  });

  it('is not confused by a wall clock that is set', async () => {
    const { observations, pass, clock, reads } = scene(look(fleet));
    observations.start();
    await pass(3000);
    clock.setWallBy(-3_600_000);
    const before = reads();
    await pass(3000);
    expect(reads() - before).toBeGreaterThanOrEqual(2);
    expect(observations.sight().kind).toBe('live');
    observations.stop();
  });

  it('ignores an answer that was overtaken by a later one', async () => {
    const answers: ((result: Result<YardObservation>) => void)[] = [];
    const clock = createVirtualClock();
    const seen: Sight[] = [];
    const observations = createObservations(
      {
        observe: () => new Promise<Result<YardObservation>>((resolve) => answers.push(resolve)),
        onChange: () => () => undefined,
      },
      clock,
    );
    observations.onSight((sight) => seen.push(sight));
    const first = observations.fresh();
    const second = observations.fresh();
    const newer = { ...fleet, floor: 9 };
    answers[1]?.(look(newer));
    await second;
    answers[0]?.(look(fleet));
    const answer = await first;
    // Whoever decides on it must not get what was neither the newest nor checked.
    expect(answer.ok && answer.value.fleets[0]?.floor).toBe(9);
    const sight = observations.sight();
    expect(sight.kind === 'live' && sight.look.observation.fleets[0]?.floor).toBe(9);
    expect(seen.length).toBe(1);

    const third = observations.fresh();
    const fourth = observations.fresh();
    answers[3]?.(look());
    expect(await fourth).toMatchObject({ ok: false, fault: { code: 'damaged' } });
    answers[2]?.(look(fleet));
    expect(await third).toMatchObject({ ok: false, fault: { code: 'damaged' } });
  });
});
