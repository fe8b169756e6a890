/** The sample's queue over HTTP, at one loopback port for ever: it stands in the recipe of its test runners. */
import * as http from 'node:http';
import { asBlockId } from '../../../src-shared/ids.ts';
import { createListeningSocket } from '../entry/listening-socket.ts';
import { createJobQueue, type JobQueue } from './job-queue.ts';

export interface SampleQueue {
  readonly queue: JobQueue;
  readonly listen: () => Promise<unknown>;
  readonly close: () => Promise<void>;
}

/** One question waits at most so long for a job; then it is asked again. */
const longestWaitMs = 20_000;
const everyMs = 150;

export function openSampleQueue(port: number, monotonicMs: () => number): SampleQueue {
  const queue = createJobQueue({ monotonicMs, random: Math.random });
  const closing = new AbortController();
  let timer: NodeJS.Timeout | null = null;
  const server = http.createServer({ keepAliveTimeout: 30_000 }, (request, response) => {
    void answer(queue, closing.signal, request, response);
  });
  const socket = createListeningSocket(server, '127.0.0.1', port, () => undefined);
  const tick = (): void => {
    queue.tick();
    const { isOn, running } = queue.counts();
    // At rest nothing is to be counted, and no timer wakes anybody.
    if (!isOn && running === 0 && timer !== null) {
      clearInterval(timer);
      timer = null;
    }
  };
  return {
    queue: {
      ...queue,
      setOn: (isOn) => {
        queue.setOn(isOn);
        timer ??= setInterval(tick, everyMs);
      },
    },
    listen: socket.listen,
    close: async () => {
      closing.abort();
      if (timer !== null) clearInterval(timer);
      await socket.close(0);
    },
  };
}

async function answer(
  queue: JobQueue,
  closing: AbortSignal,
  request: http.IncomingMessage,
  response: http.ServerResponse,
): Promise<void> {
  request.resume();
  response.on('error', () => undefined);
  const url = new URL(request.url ?? '/', 'http://queue.invalid');
  const worker = asBlockId((url.searchParams.get('worker') ?? '').slice(0, 200));
  const end = (status: number, body = ''): void => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(body);
  };
  // No page of a browser is a test runner.
  if (request.headers.origin !== undefined || request.method !== 'POST') {
    end(403);
    return;
  }
  switch (url.pathname) {
    case '/next': {
      const left = new AbortController();
      response.on('close', () => {
        left.abort();
      });
      const signal = AbortSignal.any([left.signal, closing, AbortSignal.timeout(longestWaitMs)]);
      const job = await queue.next(worker, signal);
      if (job === null) end(204);
      else end(200, JSON.stringify(job));
      return;
    }
    case '/leave':
      queue.leave(worker);
      end(204);
      return;
    case '/done':
      queue.done(Number(url.searchParams.get('id')));
      end(204);
      return;
    default:
      end(404);
  }
}
