import { expect, it } from 'vitest';
import { createKeepAwake } from './keep-awake.ts';

it('holds suspension off once while something runs, and lets it go', () => {
  const calls: string[] = [];
  const follow = createKeepAwake({
    start: (type) => {
      calls.push(`start ${type}`);
      return 7;
    },
    stop: (id) => {
      calls.push(`stop ${id}`);
      return true;
    },
  });
  for (const isRunning of [false, true, true, false, false, true]) follow(isRunning);
  expect(calls).toEqual(['start prevent-app-suspension', 'stop 7', 'start prevent-app-suspension']);
});
