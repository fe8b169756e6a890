import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { identifyProcess, lookUpProcess, readLinuxStat } from './process-identity.ts';

test('names this process the same way each time', async () => {
  const first = await identifyProcess(process.pid);
  expect(first?.startTime).toMatch(/^[0-9a-z-]+$/);
  expect(await identifyProcess(process.pid)).toEqual(first);
});

test('another process has another start time, and a dead one has none', async () => {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  await once(child, 'spawn');
  const found = await identifyProcess(child.pid ?? 0);
  expect(found).not.toBeNull();
  expect(found?.startTime).not.toBe((await identifyProcess(process.pid))?.startTime);
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(await identifyProcess(child.pid ?? 0)).toBeNull();
});

test('pids that could mean everybody are never a process', async () => {
  for (const pid of [0, 1, -1, 1.5, Number.NaN]) expect(await identifyProcess(pid)).toBeNull();
});

test('reads a stat line whose name holds brackets, and counts a zombie as dead', () => {
  const line = (state: string): string =>
    `42 (a) Z (x) ${state} 7 42 42 0 -1 4194304 1 2 3 4 5 6 7 8 20 0 1 0 987654 1 2 3`;
  expect(readLinuxStat(42, line('S'), 'abcdef0123456')).toEqual({
    pid: 42,
    startTime: 'abcdef01-987654',
    groupId: 42,
  });
  expect(readLinuxStat(42, line('Z'), 'abcdef0123456')).toBeNull();
});

test.skipIf(process.platform !== 'linux')(
  'takes no read that fails for a death, and a missing process for one',
  async () => {
    const failing = (code: string) => (path: string) =>
      path.startsWith('/proc/sys/')
        ? Promise.resolve('boot\n')
        : Promise.reject(Object.assign(new Error(code), { code }));
    for (const code of ['EMFILE', 'EIO', 'EACCES']) {
      await expect(lookUpProcess(process.pid, failing(code))).rejects.toMatchObject({ code });
    }
    for (const code of ['ENOENT', 'ESRCH']) {
      expect(await lookUpProcess(process.pid, failing(code))).toBeNull();
    }
  },
);
