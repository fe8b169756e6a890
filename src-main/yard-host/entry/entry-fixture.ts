/** What the tests of the entry share: real servers as blocks, a real entry, raw sockets. */
import * as http from 'node:http';
import * as net from 'node:net';
import { onTestFinished } from 'vitest';
import { asBlockId, asGenerationId } from '../../../src-shared/ids.ts';
import type { Split } from '../../../src-shared/fleet.ts';
import { createEntry, type Entry, type EntryEvent, type EntryOptions } from './entry.ts';
import type { HealthThresholds } from './health-check.ts';

export const quickChecks: HealthThresholds = {
  intervalMs: 25,
  timeoutMs: 1000,
  healthyAfter: 1,
  unhealthyAfter: 2,
};

/** Starts a server on a free loopback port; it ends with the test. */
export async function startServer(server: net.Server): Promise<number> {
  const sockets = new Set<net.Socket>();
  server.on('connection', (socket: net.Socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('No port was given.');
  return address.port;
}

/** A block in this process. `/health` answers by itself. */
export function startBlock(listener: http.RequestListener): Promise<number> {
  return startServer(
    http.createServer((request, response) => {
      if (request.url === '/health') response.end('ok');
      else listener(request, response);
    }),
  );
}

export function splitOf(weights: Readonly<Record<string, number>>, revision = 1): Split {
  return {
    revision,
    weights: Object.entries(weights).map(([generation, weight]) => ({
      generation: asGenerationId(generation),
      weight,
    })),
    changedAtMs: 0,
  };
}

/** Block ids are `GENERATION-INDEX`. */
export function blockIdAt(generation: string, index: number): ReturnType<typeof asBlockId> {
  return asBlockId(`${generation}-${String(index)}`);
}

export interface OpenedEntry {
  readonly entry: Entry;
  readonly url: string;
  readonly port: number;
  readonly events: readonly EntryEvent[];
}

/**
 * A listening entry with these blocks, all weight on the first generation, once every block is
 * healthy. It ends with the test.
 */
export async function openEntry(
  generations: Readonly<Record<string, readonly number[]>>,
  options: Partial<EntryOptions> = {},
  thresholds: HealthThresholds = quickChecks,
): Promise<OpenedEntry> {
  const events: EntryEvent[] = [];
  const entry = createEntry({ port: 0, ...options, onEvent: (event) => events.push(event) });
  onTestFinished(() => entry.close(0));
  await entry.listen();
  for (const [name, ports] of Object.entries(generations)) {
    const generation = asGenerationId(name);
    entry.setGeneration(generation, { thresholds, healthPath: '/health' });
    ports.forEach((port, index) =>
      entry.addBlock({ id: blockIdAt(name, index), generation, port }),
    );
  }
  const [first] = Object.keys(generations);
  if (first !== undefined) entry.setSplit(splitOf({ [first]: 100 }));
  await until(() =>
    Object.entries(generations).every(([name, ports]) =>
      ports.every((_, index) => entry.health(blockIdAt(name, index))?.state.kind === 'healthy'),
    ),
  );
  return { entry, url: entry.url(), port: Number(new URL(entry.url()).port), events };
}

/** Waits for something that other processes and timers bring about. */
export async function until(condition: () => boolean, timeoutMs = 10_000): Promise<void> {
  const endsAtMs = performance.now() + timeoutMs;
  while (!condition()) {
    if (performance.now() > endsAtMs) throw new Error(`Not so after ${timeoutMs} ms.`);
    await pause(5);
  }
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

export interface Answer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly rawHeaders: readonly string[];
  readonly trailers: NodeJS.Dict<string>;
  readonly body: string;
}

export interface AskOptions {
  readonly method?: string;
  readonly headers?: http.OutgoingHttpHeaders;
  readonly body?: string | Buffer;
  readonly agent?: http.Agent;
}

/** One request, one whole answer; rejects when the connection breaks. */
export function ask(url: string, options: AskOptions = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { method = 'GET', headers = {}, body, agent } = options;
    const request = http.request(url, { method, headers, agent: agent ?? false });
    request.on('error', reject);
    request.on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('error', reject);
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          rawHeaders: response.rawHeaders,
          trailers: response.trailers,
          body: Buffer.concat(chunks).toString('utf8'),
        }),
      );
    });
    request.end(body);
  });
}

/** Sends bytes as they are and resolves with everything that came until the other side closed. */
export function rawExchange(port: number, bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = net.connect(port, '127.0.0.1', () => socket.write(bytes, 'latin1'));
    let received = '';
    socket.setEncoding('latin1');
    socket.on('data', (text: string) => {
      received += text;
    });
    socket.on('error', reject);
    socket.on('close', () => resolve(received));
  });
}
