/** Connections to AWS: three pools, so that reads, writes and the revert never wait for each other. */
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';

import { NodeHttpHandler } from '@smithy/node-http-handler';

/** Milliseconds. The SDK has none by default: a silent server would hold a call for ever (measured). */
export interface Timeouts {
  readonly connectMs: number;
  /** From the request to the head of the answer. A page of 1 000 instances can take seconds. */
  readonly readMs: number;
  readonly writeMs: number;
  /** Silence in the middle of an answer. */
  readonly silenceMs: number;
}

const usual: Timeouts = { connectMs: 3000, readMs: 15_000, writeMs: 10_000, silenceMs: 20_000 };

export interface Transport {
  readonly reads: NodeHttpHandler;
  readonly writes: NodeHttpHandler;
  readonly reverts: NodeHttpHandler;
  readonly close: () => void;
}

export function createTransport(timeouts: Partial<Timeouts> = {}): Transport {
  const { connectMs, readMs, writeMs, silenceMs } = { ...usual, ...timeouts };
  const handler = (requestMs: number, maxSockets: number): NodeHttpHandler => {
    // LIFO keeps the fewest connections in use, so that the used ones stay warm.
    const pool = { keepAlive: true, maxSockets, scheduling: 'lifo' } as const;
    return new NodeHttpHandler({
      connectionTimeout: connectMs,
      requestTimeout: requestMs,
      throwOnRequestTimeout: true,
      socketTimeout: silenceMs,
      httpAgent: new HttpAgent(pool),
      httpsAgent: new HttpsAgent(pool),
    });
  };
  const reads = handler(readMs, 16);
  const writes = handler(writeMs, 16);
  const reverts = handler(writeMs, 32);
  return {
    reads,
    writes,
    reverts,
    close() {
      for (const each of [reads, writes, reverts]) each.destroy();
    },
  };
}
