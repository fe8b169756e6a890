/** Open-loop load from a separate process: what is measured must not wait for its own client. */
import { fork } from 'node:child_process';
import { join } from 'node:path';
import type { RequestRecord } from '../e2e/load/request-record.ts';

export interface LoadProcess {
  /** Stops sending; all records, their times on the wall clock with a fraction. */
  readonly stop: () => Promise<readonly RequestRecord[]>;
  /** Ends it without a word. */
  readonly kill: () => void;
}

export interface LoadOrder {
  readonly url: string;
  readonly requestsPerSecond: number;
  /** Begins every request id. */
  readonly name: string;
  readonly seed?: number;
}

export function startLoadProcess(order: LoadOrder): LoadProcess {
  const { url, requestsPerSecond, name, seed = 1 } = order;
  const child = fork(
    join(import.meta.dirname, 'load-child.ts'),
    [url, String(requestsPerSecond), name, String(seed)],
    { serialization: 'advanced', stdio: ['ignore', 'inherit', 'inherit', 'ipc'] },
  );
  return {
    stop: () =>
      new Promise((resolve, reject) => {
        child.once('message', (records) => {
          resolve(records as readonly RequestRecord[]);
        });
        child.once('exit', (code) => {
          reject(
            new Error(`The load process ended before its report (exit code ${String(code)}).`),
          );
        });
        child.send('stop');
      }),
    kill: () => {
      child.kill('SIGKILL');
    },
  };
}
