/**
 * Load at a constant arrival rate: requests leave when they are due, however the server is doing. A
 * client that waits for answers before it sends more would fall silent just while the server stalls.
 */
import * as http from 'node:http';
import { createPlanner, releaseMix, type Mix } from './mix.ts';
import type { RequestRecord } from './request-record.ts';
import { preciseNowMs, sendRequest } from './send-request.ts';
import { seededRandom } from './seeded-random.ts';

export interface LoadOptions {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  readonly requestsPerSecond: number;
  readonly mix?: Mix;
  /** Same seed, same sequence of requests. */
  readonly seed?: number;
  /** Begins every request id: ids of two runs never meet in one ledger. */
  readonly name: string;
  /** Default 15 s: above the longest stream and any drain. */
  readonly timeoutMs?: number;
  readonly onRecord?: (record: RequestRecord) => void;
}

export interface LoadRun {
  /** Finished so far, in the order in which they finished. */
  readonly records: readonly RequestRecord[];
  readonly sent: () => number;
  /** Stops sending; resolves when every request sent has its record. */
  readonly stop: () => Promise<readonly RequestRecord[]>;
}

/** Starts at once and goes on until stopped. */
export function startOpenLoop(options: LoadOptions): LoadRun {
  const url = new URL(options.url);
  const plan = createPlanner(options.mix ?? releaseMix, seededRandom(options.seed ?? 1));
  const agent = new http.Agent({ keepAlive: true, maxFreeSockets: 1024 });
  const target = {
    host: url.hostname,
    port: Number(url.port === '' ? '80' : url.port),
    agent,
    timeoutMs: options.timeoutMs ?? 15_000,
  };
  const intervalMs = 1000 / options.requestsPerSecond;
  const startedAtMs = preciseNowMs();
  const records: RequestRecord[] = [];
  const underWay = new Set<Promise<void>>();
  let sent = 0;
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;

  const sendOne = (dueAtMs: number): void => {
    const id = `${options.name}-${String(sent)}`;
    sent += 1;
    const done = sendRequest(target, plan(id), id, dueAtMs).then((record) => {
      records.push(record);
      underWay.delete(done);
      options.onRecord?.(record);
    });
    underWay.add(done);
  };
  const sendDue = (): void => {
    if (stopped) return;
    let dueAtMs = startedAtMs + sent * intervalMs;
    const nowMs = preciseNowMs();
    while (dueAtMs <= nowMs) {
      sendOne(dueAtMs);
      dueAtMs = startedAtMs + sent * intervalMs;
    }
    timer = setTimeout(sendDue, Math.max(0, dueAtMs - preciseNowMs()));
  };
  sendDue();

  return {
    records,
    sent: () => sent,
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await Promise.all(underWay);
      agent.destroy();
      return records;
    },
  };
}

/** Sends for so many seconds and resolves with all records. */
export async function runOpenLoop(
  options: LoadOptions & { readonly seconds: number },
): Promise<readonly RequestRecord[]> {
  const run = startOpenLoop(options);
  await new Promise((resolve) => setTimeout(resolve, options.seconds * 1000));
  return run.stop();
}
