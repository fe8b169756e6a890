import { expect, test } from 'vitest';
import { ageMs, marked } from './age.ts';
import { systemClock } from './system-clock.ts';

const at = (nowMs: number, monotonicMs: number, bootMs?: number) => ({
  now: () => nowMs,
  monotonicMs: () => monotonicMs,
  ...(bootMs !== undefined && { bootMs: () => bootMs }),
});

test('The largest of the clocks tells how old something is', () => {
  const then = marked(at(1_000_000, 50, 70_000));
  expect(ageMs(at(1_000_400, 450, 70_400), then)).toBe(400);
  // Slept for an hour: the monotonic clock stood still.
  expect(ageMs(at(4_600_400, 450, 3_670_400), then)).toBe(3_600_400);
  // The wall clock was set back meanwhile, without a sleep and with one.
  expect(ageMs(at(940_400, 450, 70_400), then)).toBe(400);
  expect(ageMs(at(940_400, 450, 3_670_400), then)).toBe(3_600_400);
});

test('What a coarse clock rounds makes nothing older', () => {
  const then = marked(at(1_000_000, 50, 70_000));
  expect(ageMs(at(1_000_400, 450, 71_000), then)).toBe(400);
});

test('Where nobody tells the time since the start the other two do', () => {
  const then = marked(at(1_000_000, 50));
  expect(then).not.toHaveProperty('bootMs');
  expect(ageMs(at(1_000_400, 450, 99_000), then)).toBe(400);
  expect(ageMs(at(1_007_000, 450), { ...then, bootMs: 3 })).toBe(7000);
});

test('This system tells it', () => {
  const then = marked(systemClock);
  expect(then.bootMs).toBeGreaterThan(0);
  expect(ageMs(systemClock, then)).toBeGreaterThanOrEqual(0);
});
