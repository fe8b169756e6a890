/**
 * One real request, by the way that every client's request goes: what proves who serves. The entry
 * does not count it, so that its counters tell of live traffic alone.
 */
import * as http from 'node:http';
import { asGenerationId, type GenerationId } from '../../../src-shared/ids.ts';
import { FaultError } from '../../../src-shared/result.ts';
import { plain } from '../../../src-shared/wording.ts';
import type { HostOutput } from '../protocol.ts';
import { probeHeader } from '../entry/request-head.ts';
import { generationHeader } from '../entry/response-head.ts';

const limitMs = 5000;

/**
 * @param probeKey what the entry knows its host's probes by; null where nothing is counted.
 * @throws FaultError 'unreachable' when nobody answers in 5 s.
 */
export function probeAddress(
  url: string,
  clock: { readonly monotonicMs: () => number },
  probeKey: string | null,
): Promise<HostOutput<'probe'>> {
  return new Promise((resolve, reject) => {
    const startedAtMs = clock.monotonicMs();
    // A socket of its own: a kept one could be answered by yesterday's generation.
    const request = http.get(url, {
      agent: false,
      headers: {
        'user-agent': 'blockyard-probe',
        ...(probeKey === null ? {} : { [probeHeader]: probeKey }),
      },
    });
    const refuse = (why: string): void => {
      request.destroy();
      reject(new FaultError({ code: 'unreachable', message: `${url} did not answer: ${why}` }));
    };
    const limit = setTimeout(() => {
      refuse(`nothing came within ${String(limitMs)} ms.`);
    }, limitMs);
    request.on('error', (error) => {
      clearTimeout(limit);
      refuse(plain(error.message));
    });
    request.on('response', (response) => {
      clearTimeout(limit);
      response.resume();
      response.on('error', () => undefined);
      resolve({
        status: response.statusCode ?? 0,
        generation: markedBy(response),
        latencyMs: clock.monotonicMs() - startedAtMs,
      });
    });
  });
}

/** Which generation the entry says it was. */
export function markedBy({ headers }: http.IncomingMessage): GenerationId | null {
  const marker = headers[generationHeader];
  return typeof marker === 'string' && marker !== '' ? asGenerationId(marker) : null;
}
