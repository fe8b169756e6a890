import { expect, test } from 'vitest';
import { personName } from './person-name.ts';

test('Whoever runs as a number that no list of users names is called by that number', () => {
  const unnamed = (): string => {
    throw new Error(
      'A system error occurred: uv_os_get_passwd returned ENOENT (no such file or directory)',
    );
  };
  expect(personName(() => 'ann', 1000)).toBe('ann');
  expect(personName(unnamed, 54_321)).toBe('uid 54321');
  expect(personName(unnamed, null)).toBe('somebody');
});
