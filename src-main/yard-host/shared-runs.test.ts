import { expect, test } from 'vitest';
import { sharedRuns } from './shared-runs.ts';

interface Run {
  readonly finish: (value: string) => void;
  readonly fail: (error: Error) => void;
}

function controlled(): { runs: Run[]; call: (key: string) => Promise<string> } {
  const runs: Run[] = [];
  const call = sharedRuns<string, string>(
    () => new Promise((finish, fail) => runs.push({ finish, fail })),
  );
  return { runs, call };
}

test('calls during a run share one run that begins after it', async () => {
  const { runs, call } = controlled();
  const first = call('a');
  const later = [call('a'), call('a'), call('a')];
  expect(runs).toHaveLength(1);
  runs[0]?.finish('old');
  expect(await first).toBe('old');
  await Promise.resolve();
  expect(runs).toHaveLength(2);
  const latest = call('a');
  runs[1]?.finish('new');
  expect(await Promise.all(later)).toEqual(['new', 'new', 'new']);
  await Promise.resolve();
  expect(runs).toHaveLength(3);
  runs[2]?.finish('newest');
  expect(await latest).toBe('newest');
});

test('a failed run fails its own callers only, and keys do not wait for each other', async () => {
  const { runs, call } = controlled();
  const first = call('a');
  const second = call('a');
  const other = call('b');
  expect(runs).toHaveLength(2);
  runs[0]?.fail(new Error('no'));
  await expect(first).rejects.toThrow('no');
  runs[1]?.finish('b');
  expect(await other).toBe('b');
  await Promise.resolve();
  runs[2]?.finish('yes');
  expect(await second).toBe('yes');
});
