/** One real request to one address of an entry, as a client would make it; redirects are answers. */
import { request as requestHttp, type IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIPv6 } from 'node:net';
import type { MarkedResponse } from './marker.ts';

export interface Question {
  readonly isTls: boolean;
  readonly address: string;
  readonly port: number;
  /** In the Host header, with the port where it is not the usual one. */
  readonly host: string;
  /** The name that the certificate has to be for; null for an address. */
  readonly servername: string | null;
  readonly path: string;
  readonly timeoutMs: number;
  /** Beside those of every probe. */
  readonly headers?: Readonly<Record<string, string>>;
}

export type Answer =
  | {
      readonly kind: 'answered';
      readonly status: number;
      readonly latencyMs: number;
      readonly response: MarkedResponse;
    }
  | {
      readonly kind: 'silent';
      /** There is no way from this computer to such addresses; others may have one. */
      readonly isNoWay: boolean;
      readonly because: string;
    };

/** A marker stands early, and a page may be endless. */
const bodyLimitBytes = 256 * 1024;

/** Never rejects. */
export function askAddress(question: Question): Promise<Answer> {
  const { isTls, address, port, host, servername, path, timeoutMs, headers } = question;
  const startedAtMs = performance.now();
  return new Promise((resolve) => {
    const silent = (error: unknown): void =>
      resolve({ kind: 'silent', isNoWay: isNoWay(error, address), because: silence(error) });
    const common = {
      host: address,
      port,
      path,
      method: 'GET',
      // A kept connection would stay with the server that it met first.
      agent: false as const,
      signal: AbortSignal.timeout(timeoutMs),
      headers: { host, 'user-agent': 'blockyard-probe', 'cache-control': 'no-cache', ...headers },
    };
    const request = isTls
      ? requestHttps({ ...common, servername: servername ?? '' })
      : requestHttp(common);
    request.on('error', silent);
    request.on('response', (response) => {
      const latencyMs = performance.now() - startedAtMs;
      const status = response.statusCode ?? 0;
      readBody(response).then(
        (body) =>
          resolve({
            kind: 'answered',
            status,
            latencyMs,
            response: { headers: flat(response.headers), body },
          }),
        silent,
      );
    });
    request.end();
  });
}

async function readBody(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes >= bodyLimitBytes) break;
  }
  response.destroy();
  return Buffer.concat(chunks).subarray(0, bodyLimitBytes).toString('utf8');
}

function flat(headers: IncomingMessage['headers']): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  );
}

function codeOf(error: unknown): string {
  const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined;
  return typeof code === 'string' ? code : '';
}

/** A computer without IPv6 cannot reach such an address, which says nothing about the entry. */
function isNoWay(error: unknown, address: string): boolean {
  return (
    isIPv6(address) &&
    /^(ENETUNREACH|EHOSTUNREACH|EADDRNOTAVAIL|EAFNOSUPPORT)$/u.test(codeOf(error))
  );
}

/** Its own words: messages of the system and of TLS quote what a server sent. */
function silence(error: unknown): string {
  const code = codeOf(error);
  if (error instanceof Error && /^(TimeoutError|AbortError)$/u.test(error.name)) {
    return 'it did not answer in time';
  }
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    return 'its certificate is for another name; declare the name that clients use';
  }
  if (code === 'CERT_HAS_EXPIRED') return 'its certificate has expired';
  if (code === 'CERT_NOT_YET_VALID') return 'its certificate is not valid yet';
  if (/CERT|SELF_SIGNED|UNABLE_TO_VERIFY|UNABLE_TO_GET/u.test(code)) {
    return 'its certificate is not trusted by this computer';
  }
  if (/^(EPROTO|ERR_SSL_|ERR_TLS_)/u.test(code)) return 'it does not speak TLS as expected';
  if (code === 'ECONNREFUSED') return 'it refuses connections';
  if (code === 'ECONNRESET' || code === 'EPIPE') return 'it broke the connection off';
  if (code === 'ETIMEDOUT') return 'it did not answer in time';
  if (/^HPE_/u.test(code)) return 'what it answers is no HTTP';
  return 'no request got through to it';
}
