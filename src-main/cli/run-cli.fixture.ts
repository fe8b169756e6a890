/** For tests: one run of `blockyard` in this process, as its entry puts it together. */
import { randomUUID } from 'node:crypto';
import { systemClock } from '../clock/system-clock.ts';
import type { CliGround } from './ground.ts';
import { runCli } from './program.ts';

export type RunCli = (
  ...args: readonly string[]
) => Promise<{ readonly code: number; readonly out: string; readonly err: string }>;

export function cliIn(dataFolder: string, change: Partial<CliGround> = {}): RunCli {
  return async (...args) => {
    const said = { out: '', err: '' };
    const ground: CliGround = {
      ...{ dataFolder, environment: {}, version: '0', clock: systemClock, newId: randomUUID },
      owner: { name: 'ann', host: 'desk', panel: `cli-${randomUUID()}` },
      openCamera: null,
      spawnHost: () => undefined,
      interrupted: new AbortController().signal,
      unread: new AbortController().signal,
      ...change,
    };
    const code = await runCli(args, ground, {
      out: (text) => (said.out += text),
      err: (text) => (said.err += text),
    });
    return { code, ...said };
  };
}
