import { expect, it } from 'vitest';
import { aRecord, aTakenBackRelease } from '../../gallery/record-fixtures.ts';
import { momentsOf, nearestMoment, seenAt } from './moments.ts';
import { percentOn, placeOn, timeAxis } from './time-axis.ts';

const { audit } = aRecord();

it('lists what is known in the order of time', () => {
  const moments = momentsOf(audit);
  expect(moments.map(({ kind }) => kind)).toEqual([
    ...['press', 'sight', 'call', 'answer', 'sight', 'sight', 'end'],
  ]);
  expect(moments[1]?.text).toBe('Seen: 100 % to v001');
  expect(moments[4]?.text).toBe('Seen: 100 % to v002');
  const release = momentsOf(aTakenBackRelease().audit);
  expect(release.map(({ atMs }) => atMs)).toEqual(
    release.map(({ atMs }) => atMs).toSorted((a, b) => a - b),
  );
  const texts = release.map(({ text }) => text);
  expect(texts).toContain('Seen: v003: 0 of 4 blocks healthy, new');
  expect(texts).toContain('Seen: v003: 3 of 4 blocks healthy');
  expect(texts).toContain('Hold, said by ben on laptop');
  expect(texts).toContain('Send 25 % of the traffic to v003 (attempt 2)');
});

it('shows what had been seen by then, and the first look before there was one', () => {
  const revision = (ms: number): number | undefined => {
    const seen = seenAt(audit, audit.pressedAtMs + ms);
    return seen?.picture.traffic?.length === 0 ? 0 : seen?.picture.split.weights.length;
  };
  const at = (ms: number) => seenAt(audit, audit.pressedAtMs + ms)?.atMs;
  expect([at(0), at(2), at(30), at(31), at(9000)]).toEqual(
    [2, 2, 2, 31, 160].map((ms) => audit.pressedAtMs + ms),
  );
  expect(revision(31)).toBe(0);
  expect(seenAt({ sights: [] }, 0)).toBeNull();
});

it('finds the moment next to a time', () => {
  const moments = momentsOf(audit);
  const found = (ms: number): number => nearestMoment(moments, audit.pressedAtMs + ms);
  expect([found(-500), found(12), found(90), found(96), found(9000)]).toEqual([0, 2, 4, 5, 6]);
});

it('lays all of it on one axis with round times', () => {
  const axis = timeAxis([990, 1171], 1000);
  expect(axis.ticks.map(({ text }) => text.replace('\u00a0', ' '))).toEqual([
    ...['press', '50 ms', '100 ms', '150 ms'],
  ]);
  expect([placeOn(axis, 990), placeOn(axis, 1171), placeOn(axis, 5000)]).toEqual([0, 1, 1]);
  expect(percentOn(axis, 1000)).toBe('5.525%');
  for (const days of [0, 0.001, 1, 7, 400]) {
    const { ticks, fromMs, toMs } = timeAxis([days * 86_400_000], 0);
    expect(ticks.length).toBeGreaterThan(0);
    expect(ticks.length).toBeLessThan(8);
    expect(toMs).toBeGreaterThan(fromMs);
  }
});
