import { expect, it } from 'vitest';
import { unwatchedMs, unwatchedText } from './unwatched.ts';

it('is the time from the last renewal to the takeover, by the clock of the yard', () => {
  expect(unwatchedMs({ leaseEndsAtMs: 60_000 }, { leaseEndsAtMs: 100_400 })).toBe(40_400);
  expect(unwatchedMs({ leaseEndsAtMs: 60_000 }, { leaseEndsAtMs: 60_000 })).toBe(0);
  expect(unwatchedMs({ leaseEndsAtMs: 60_000 }, { leaseEndsAtMs: 59_999 })).toBeNull();
});

it('is said in whole seconds that are never too few, and is not known where nobody knows it', () => {
  expect(unwatchedText('release', 40_001)).toBe('No guard watched for up to 41 s.');
  expect(unwatchedText('replace', 90_000)).toBe('Nobody carried it on for up to 1 min 30 s.');
  expect(unwatchedText('release', null)).toBe('For how long no guard watched is not known.');
  expect(unwatchedText('cut-over', undefined)).toBe(
    'For how long nobody carried it on is not known.',
  );
});
