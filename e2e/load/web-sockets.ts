/**
 * Long-lived WebSockets beside the requests: each sends a line now and then and expects it back. One
 * that is told 1001 (going away) connects again, as a well-behaved client does; any other end counts.
 */
import type { IncomingMessage } from 'node:http';
import { WebSocket } from 'ws';
import { preciseNowMs } from './send-request.ts';

export interface WebSocketOptions {
  /** `http://127.0.0.1:PORT/path` */
  readonly url: string;
  /** Open at the same time. */
  readonly count: number;
  readonly everyMs: number;
}

export type WebSocketEnd =
  /** We closed it at the end of the run. */
  | { readonly kind: 'ours' }
  /** Close code 1001: told to go, in good order. */
  | { readonly kind: 'going-away' }
  /** Broken off, closed otherwise, or never opened. */
  | { readonly kind: 'cut'; readonly detail: string };

export interface WebSocketRecord {
  readonly generation: string | null;
  readonly openedAtMs: number | null;
  readonly endedAtMs: number;
  readonly sent: number;
  /** Lines that came back as they were and in order. */
  readonly echoed: number;
  readonly end: WebSocketEnd;
}

export interface WebSocketRun {
  /** Sessions that have ended so far. */
  readonly records: readonly WebSocketRecord[];
  /** Closes what is open; resolves when all are closed. */
  readonly stop: () => Promise<readonly WebSocketRecord[]>;
}

/** A server that refuses is asked again this much later. */
const retryMs = 100;

export function startWebSockets(options: WebSocketOptions): WebSocketRun {
  const records: WebSocketRecord[] = [];
  const open = new Set<() => void>();
  let stopped = false;
  let running = 0;
  let onQuiet: () => void = () => undefined;

  const keepOne = async (): Promise<void> => {
    running += 1;
    while (!isStopped()) {
      const record = await runSession(options, open);
      records.push(record);
      if (record.openedAtMs === null) await new Promise((resolve) => setTimeout(resolve, retryMs));
    }
    running -= 1;
    if (running === 0) onQuiet();
  };
  const isStopped = (): boolean => stopped;
  for (let index = 0; index < options.count; index += 1) void keepOne();

  return {
    records,
    async stop() {
      stopped = true;
      for (const close of [...open]) close();
      if (running > 0) await new Promise<void>((resolve) => (onQuiet = resolve));
      return records;
    },
  };
}

function runSession(options: WebSocketOptions, open: Set<() => void>): Promise<WebSocketRecord> {
  return new Promise((resolve) => {
    const socket = new WebSocket(options.url.replace(/^http/u, 'ws'));
    let generation: string | null = null;
    let openedAtMs: number | null = null;
    let sent = 0;
    let echoed = 0;
    let byUs = false;
    let problem: string | undefined;
    const close = (): void => {
      byUs = true;
      socket.close(1000);
    };
    open.add(close);
    const timer = setInterval(() => {
      if (socket.readyState !== WebSocket.OPEN) return;
      socket.send(`line ${String(sent)}`);
      sent += 1;
    }, options.everyMs);
    socket.on('upgrade', (response: IncomingMessage) => {
      const header = response.headers['x-blockyard-generation'];
      generation = typeof header === 'string' ? header : null;
    });
    socket.on('open', () => (openedAtMs = preciseNowMs()));
    socket.on('message', (data: Buffer) => {
      if (data.toString() === `line ${String(echoed)}`) echoed += 1;
    });
    socket.on('error', (error) => (problem = error.message));
    socket.on('close', (code) => {
      clearInterval(timer);
      open.delete(close);
      const end = endOf(code, byUs, problem);
      resolve({ generation, openedAtMs, endedAtMs: preciseNowMs(), sent, echoed, end });
    });
  });
}

function endOf(code: number, byUs: boolean, problem: string | undefined): WebSocketEnd {
  if (byUs) return { kind: 'ours' };
  if (code === 1001 && problem === undefined) return { kind: 'going-away' };
  return { kind: 'cut', detail: problem ?? `close code ${String(code)}` };
}

/** Sessions by their end. */
export function summariseWebSockets(
  records: readonly WebSocketRecord[],
): Readonly<Record<WebSocketEnd['kind'], number>> {
  const counts = { ours: 0, 'going-away': 0, cut: 0 };
  for (const { end } of records) counts[end.kind] += 1;
  return counts;
}
