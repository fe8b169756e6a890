import { expect, it } from 'vitest';
import { aFleet } from '../../gallery/fixtures.ts';
import { notKnownBefore, notKnownNow, reachText } from './lost-words.ts';

const { traffic } = aFleet();
const at = new Date(2026, 10, 23, 14, 2, 12).getTime();
const gone = { kind: 'gone', sinceMs: at + 400, reason: 'Killed.' } as const;

it('counts up to the last look where nobody looks now, and from its beginning after a gap', () => {
  const live = { link: { kind: 'live' }, observedAtMs: at } as const;
  expect(reachText(live, traffic)).toBe('');
  expect(reachText({ link: gone, observedAtMs: at }, traffic)).toBe(' until 14:02:12');
  const gap = { fromMs: at, inFlight: 3 };
  expect(reachText(live, { sinceMs: at + 60_000, gap })).toBe(' since 14:03:12');
});

it('says what nobody counted, by the last look', () => {
  expect(notKnownNow(traffic)).toMatch(
    /^What became of 3\u00a0?.*in flight at the last look is not known\.$/u,
  );
  const idle = traffic.generations.map((each) => ({ ...each, inFlight: 0 }));
  expect(notKnownNow({ generations: idle })).toBeNull();
  expect(notKnownBefore({ gap: { fromMs: at, inFlight: 3 } })).toBe(
    '3 in flight at 14:02:12 not known',
  );
  expect(notKnownBefore({ gap: { fromMs: at, inFlight: 0 } })).toBeNull();
  expect(notKnownBefore({})).toBeNull();
});
