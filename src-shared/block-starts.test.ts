import { expect, it } from 'vitest';
import type { BlockStart } from './block-start-schema.ts';
import {
  durationText,
  nextReplacementText,
  startsText,
  startsTold,
  startTrend,
} from './block-starts.ts';
import { aFleet, aGeneration } from './fleet.fixture.ts';
import { asBlockId } from './ids.ts';
import { nearestRank } from './nearest-rank.ts';

const aStart = (healthyMs: number, more: Partial<BlockStart> = {}): BlockStart => ({
  ...{ block: asBlockId('b'), launchedAtMs: 0, runningMs: 80, healthyMs, firstResponseMs: null },
  ...more,
});

it('tells medians and the slowest of what is known, and null where nothing is', () => {
  const told = startsTold(
    [aStart(900), aStart(1000, { firstResponseMs: 5000 }), aStart(4000)],
    'yard',
  );
  expect(told).toEqual({
    seenBy: 'yard',
    running: { medianMs: 80, slowestMs: 80, starts: 3 },
    healthy: { medianMs: 1000, slowestMs: 4000, starts: 3 },
    firstResponse: { medianMs: 5000, slowestMs: 5000, starts: 1 },
  });
  expect(startsTold([aStart(900, { runningMs: null })], 'panel')?.running).toBeNull();
  expect(startsTold([], 'yard')).toBeUndefined();
});

it('takes measured values for its ranks', () => {
  expect(nearestRank([3, 1, 2, 4], 0.5)).toBe(2);
  expect(nearestRank(Array.from({ length: 100 }, (_, index) => index + 1), 0.95)).toBe(95); // prettier-ignore
  expect(nearestRank([7], 0.95)).toBe(7);
  expect(nearestRank([], 0.5)).toBeNull();
});

it('draws the last generations that are known, and tells the next by the newest of them', () => {
  const generations = Array.from({ length: 12 }, (_, index) => {
    const starts = index === 4 ? undefined : startsTold([aStart(1000 + index * 100)], 'yard');
    return aGeneration(index + 1, starts === undefined ? {} : { starts });
  });
  const fleet = aFleet({ generations: [...generations].reverse() });
  expect(startTrend(fleet).map(({ generation }) => generation.number)).toEqual([4, 6, 7, 8, 9, 10, 11, 12]); // prettier-ignore
  expect(nextReplacementText(fleet)).toBe(
    'The next replacement will take about 2.1 s until it is healthy, if it is like v012: by the one start that was seen.',
  );
  expect(nextReplacementText(aFleet())).toMatch(/is not known/u);
});

it('says durations as people do', () => {
  expect([4.25, 84, 1240, 59_949, 60_000, 200_400].map(durationText)).toEqual([
    '4.3 ms',
    '84 ms',
    '1.2 s',
    '59.9 s',
    '1 min',
    '3 min 20 s',
  ]);
});

it('says what is known, and what is not', () => {
  const text = (seenBy: 'yard' | 'panel', more: Partial<BlockStart>) =>
    startsText(startsTold([aStart(1200, more)], seenBy) ?? expect.unreachable());
  expect(text('yard', { firstResponseMs: 9000 })).toBe(
    'Its process ran after 80 ms, healthy after 1.2 s (of one start). First response after 9.0 s: once it is healthy, that is waiting for somebody to ask.',
  );
  expect(text('yard', {})).toMatch(/Nobody has asked it/u);
  expect(text('panel', { runningMs: null })).toBe(
    'When it ran is not known, healthy after 1.2 s (of one start), as this panel saw it from look to look. Its first response is not known here.',
  );
});
