/**
 * One real request to one generation, past the split: what a release knows its candidate by before any
 * traffic goes there. Unlike a probe it waits for the whole answer, and looks into it.
 */
import * as http from 'node:http';
import type { ReleaseChecks } from '../../../src-shared/release-schema.ts';
import { FaultError } from '../../../src-shared/result.ts';
import { plain } from '../../../src-shared/wording.ts';
import type { HostOutput } from '../protocol.ts';
import { markedBy } from './probe.ts';

/** A page, not a download: a candidate that sends for ever costs the host no more than this. */
export const bodyLimitBytes = 64 * 1024;
/** An answer so little late is told with its time: that says more than that nothing came. */
const reserveMs = 250;

/**
 * The answer as it is, a redirect too. Its time is that of the whole, or of the first 64 kB of it.
 * @throws FaultError 'unreachable' when it was not there `withinMs` and a moment later, or broke off.
 */
export function checkAddress(
  url: string,
  { path, text, withinMs }: Pick<ReleaseChecks, 'path' | 'text' | 'withinMs'>,
  clock: { readonly monotonicMs: () => number },
): Promise<HostOutput<'check'>> {
  return new Promise((resolve, reject) => {
    const startedAtMs = clock.monotonicMs();
    const request = http.get(url, {
      // As it was typed: resolved against the address, `//elsewhere/` would be another server.
      path,
      // A socket of its own, as for a probe.
      agent: false,
      // The text is looked for in plain bytes.
      headers: { 'user-agent': 'blockyard-check', 'accept-encoding': 'identity' },
    });
    const refuse = (why: string): void => {
      clearTimeout(limit);
      request.destroy();
      const asked = new URL(url).origin + plain(path, 200);
      reject(new FaultError({ code: 'unreachable', message: `${asked} did not answer: ${why}` }));
    };
    const limit = setTimeout(() => {
      refuse(`the whole answer was not there within ${withinMs} ms.`);
    }, withinMs + reserveMs);
    request.on('error', (error) => {
      refuse(plain(error.message));
    });
    request.on('response', (response) => {
      const chunks: Buffer[] = [];
      let bytes = 0;
      const whole = (): void => {
        clearTimeout(limit);
        // Ends a longer one; of a whole one nothing is left to end.
        request.destroy();
        const body = Buffer.concat(chunks).subarray(0, bodyLimitBytes);
        resolve({
          status: response.statusCode ?? 0,
          generation: markedBy(response),
          latencyMs: clock.monotonicMs() - startedAtMs,
          hasText: text === null ? null : body.includes(text),
        });
      };
      response.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        bytes += chunk.length;
        if (bytes >= bodyLimitBytes) whole();
      });
      response.on('end', whole);
      response.on('error', (error) => {
        refuse(`it broke off (${plain(error.message)}).`);
      });
    });
  });
}
