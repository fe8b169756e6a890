import { expect, it } from 'vitest';
import { createCrashPolicy } from './crash-policy.ts';

it('loads the page again after an accident, and gives up when it ends again and again', () => {
  const policy = createCrashPolicy();
  expect([0, 1000, 2000].map((atMs) => policy.ended(atMs))).toEqual(['reload', 'reload', 'give-up']); // prettier-ignore
  // Opened again by a person it begins anew.
  expect([3000, 4000, 5000].map((atMs) => policy.ended(atMs))).toEqual(['reload', 'reload', 'give-up']); // prettier-ignore
});

it('never gives up over accidents that are far from each other', () => {
  const policy = createCrashPolicy();
  const ends = Array.from({ length: 50 }, (_, n) => policy.ended(n * 61_000));
  expect(new Set(ends)).toEqual(new Set(['reload']));
});
