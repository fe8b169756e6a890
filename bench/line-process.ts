/** A child process that speaks JSON lines, ended with the bench. */
import { spawn, type ChildProcess } from 'node:child_process';
import * as readline from 'node:readline';

export interface LineProcess {
  readonly pid: number;
  readonly child: ChildProcess;
  readonly send: (value: unknown) => void;
  /** The next value that fits; values that nobody waited for are not kept. */
  readonly next: (
    fits: (value: Record<string, unknown>) => boolean,
  ) => Promise<Record<string, unknown>>;
  /** SIGTERM, after 2 s SIGKILL; resolves when it is gone. */
  readonly stop: () => Promise<void>;
}

/** Starts a program of this repository with this Node; its errors go to our stderr. */
export function startLineProcess(script: string, args: readonly string[]): LineProcess {
  const child = spawn(process.execPath, [script, ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
  const waiting = new Set<(value: Record<string, unknown>) => void>();
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  readline.createInterface({ input: child.stdout }).on('line', (line) => {
    const value = JSON.parse(line) as Record<string, unknown>;
    for (const listener of [...waiting]) listener(value);
  });
  const killWithUs = (): void => void child.kill('SIGKILL');
  process.once('exit', killWithUs);
  return {
    pid: child.pid ?? 0,
    child,
    send: (value) => void child.stdin.write(`${JSON.stringify(value)}\n`),
    next: (fits) =>
      new Promise((resolve, reject) => {
        const listener = (value: Record<string, unknown>): void => {
          if (!fits(value)) return;
          waiting.delete(listener);
          resolve(value);
        };
        waiting.add(listener);
        void gone.then(() =>
          reject(new Error(`${script} ended with code ${String(child.exitCode)}.`)),
        );
      }),
    async stop() {
      const timer = setTimeout(() => child.kill('SIGKILL'), 2000);
      child.kill('SIGTERM');
      child.stdin.end();
      await gone;
      clearTimeout(timer);
      process.off('exit', killWithUs);
    },
  };
}
