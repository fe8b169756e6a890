/** One question to one generation, as a client of its API would ask it: bounded, and no redirect is followed. */
import * as http from 'node:http';
import * as https from 'node:https';
import { plain } from '../../../src-shared/wording.ts';
import type { Headers } from './header-difference.ts';

export interface PathQuestion {
  readonly url: string;
  /** That lead past the traffic; empty where the address does. */
  readonly headers: Readonly<Record<string, string>>;
  /** For the whole answer. */
  readonly timeoutMs: number;
  readonly allowsBadCertificate: boolean;
  readonly signal: AbortSignal;
}

export type PathAnswer =
  | {
      readonly kind: 'answered';
      readonly status: number;
      readonly headers: Headers;
      readonly body: Buffer;
      /** There is more of it than is looked at. */
      readonly isCut: boolean;
      readonly ms: number;
    }
  /** Why there is no whole answer, as a sentence. */
  | { readonly kind: 'silent'; readonly because: string; readonly ms: number };

/** More is no answer that is read line by line. */
export const mostBodyBytes = 1024 * 1024;

export function askPath(question: PathQuestion): Promise<PathAnswer> {
  const { url, headers, timeoutMs, allowsBadCertificate, signal } = question;
  const startedAt = performance.now();
  const ms = (): number => performance.now() - startedAt;
  // A signal tells its end once: whoever listens afterwards never hears it.
  if (signal.aborted) {
    return Promise.resolve({ kind: 'silent', because: 'It was stopped.', ms: ms() });
  }
  return new Promise((resolve) => {
    const isSecure = url.startsWith('https:');
    const own = {
      accept: 'application/json, */*;q=0.5',
      'accept-encoding': 'identity',
      ...headers,
    };
    const request = isSecure
      ? https.request(url, {
          agent: false,
          headers: own,
          rejectUnauthorized: !allowsBadCertificate,
        })
      : http.request(url, { agent: false, headers: own });
    const settle = (answer: PathAnswer): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
      request.destroy();
      resolve(answer);
    };
    const silent = (because: string): void => {
      settle({ kind: 'silent', because, ms: ms() });
    };
    const stop = (): void => silent('It was stopped.');
    const timer = setTimeout(() => {
      silent(`There was no whole answer within ${String(timeoutMs / 1000)} s.`);
    }, timeoutMs);
    signal.addEventListener('abort', stop, { once: true });
    request.on('response', (response) => {
      const chunks: Buffer[] = [];
      let bytes = 0;
      const answered = (isCut: boolean): void => {
        const { statusCode = 0, headers: told } = response;
        const body = Buffer.concat(chunks).subarray(0, mostBodyBytes);
        settle({ kind: 'answered', status: statusCode, headers: named(told), body, isCut, ms: ms() }); // prettier-ignore
      };
      response.on('error', () => undefined);
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        chunks.push(chunk);
        if (bytes > mostBodyBytes) answered(true);
      });
      response.on('end', () => answered(false));
      response.on('close', () => silent('The answer broke off in its middle.'));
    });
    request.on('error', (error: NodeJS.ErrnoException) => {
      silent(
        error.code === 'ECONNREFUSED'
          ? 'Nothing listens there.'
          : `It could not be asked: ${plain(error.message, 120)}.`,
      );
    });
    request.end();
  });
}

function named(headers: http.IncomingHttpHeaders): Headers {
  return new Map(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value]],
    ),
  );
}
