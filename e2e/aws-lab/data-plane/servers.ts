/** Real processes behind a target group: each answers with its version, as an operator's own application would. */
import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** It has the API that `e2e/load` asks for, and keeps account of the orders it carried out. */
const script = fileURLToPath(new URL('../../../bench/load-target.ts', import.meta.url));

export interface AppServer {
  readonly port: number;
  readonly pid: number;
  readonly isAlive: boolean;
  /** Ends it as a crash would. */
  kill(): Promise<void>;
}

/** @param version the marker: header `x-app-version`, and `version` in the JSON of `/version`. @param failsEvery each so-manieth page is a 500; 0: none */
export async function startAppServer(
  name: string,
  version: string,
  failsEvery = 0,
): Promise<AppServer> {
  const child = spawn(process.execPath, [script, name], {
    // It ends when this process does: its standard input closes.
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { PATH: process.env['PATH'], APP_VERSION: version, APP_FAILS_EVERY: String(failsEvery) },
  });
  const port = await portOf(child);
  const isAlive = (): boolean => child.exitCode === null && child.signalCode === null;
  return {
    port,
    pid: child.pid ?? 0,
    get isAlive() {
      return isAlive();
    },
    async kill() {
      if (!isAlive()) return;
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGKILL');
      await ended;
    },
  };
}

function portOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    let text = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      const [line, rest] = text.split('\n', 2);
      if (rest !== undefined) resolve((JSON.parse(line ?? '') as { port: number }).port);
    });
    child.once('error', reject);
    child.once('exit', (code) => {
      reject(new Error(`A server ended before it listened, code ${String(code)}.`));
    });
  });
}
