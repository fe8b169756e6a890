/** Answers the entry makes itself, when no block can or may: plain text, one reason, one way on. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { STATUS_CODES } from 'node:http';
import { plain } from '../../../src-shared/wording.ts';
import { isOwnHost } from './host-check.ts';
import type { RequestHead } from './request-head.ts';
import { entryHeader } from './response-head.ts';

export interface OwnAnswer {
  readonly status: number;
  /** kebab-case, in the header `x-blockyard-entry`: tells it from an answer of a block. */
  readonly reason: string;
  readonly sentence: string;
  readonly retryAfterSeconds?: number;
}

/** Why this request is not passed on at all, or undefined. Absolute targets count by their host. */
export function refusalOf(
  { url = '', httpVersion }: IncomingMessage,
  head: RequestHead,
): OwnAnswer | undefined {
  if (head.hosts.length === 0 && httpVersion === '1.1') {
    return badRequest('The request has no Host header; send one.');
  }
  if (head.hosts.length > 1) {
    return badRequest('The request has more than one Host header; send one.');
  }
  const target = targetHost(url);
  if (target === null) {
    return badRequest('The request target is neither a path nor an http:// address.');
  }
  for (const host of [target, head.hosts[0]]) {
    if (host === undefined || isOwnHost(host)) continue;
    return {
      status: 421,
      reason: 'foreign-host',
      sentence: `This fleet does not answer to the name "${plain(host, 80)}". Use 127.0.0.1 or localhost.`,
    };
  }
  if (head.unknownCoding !== undefined) {
    return {
      status: 501,
      reason: 'unknown-coding',
      sentence: `The transfer coding "${plain(head.unknownCoding, 80)}" is not known here; send the body as it is or chunked.`,
    };
  }
  return undefined;
}

/** The path to ask the block for; an absolute target loses its scheme and host. */
export function pathOf(url: string): string {
  if (url.startsWith('/') || url === '*') return url;
  return url.replace(/^http:\/\/[^/?#]*/iu, '').replace(/^(?!\/)/u, '/');
}

/** Host of an absolute target; undefined for a plain path, null for something that is neither. */
function targetHost(url: string): string | undefined | null {
  if (url.startsWith('/') || url === '*') return undefined;
  return /^http:\/\/([^/?#@]+)(?:[/?#]|$)/iu.exec(url)?.[1] ?? null;
}

export const noTunnels: OwnAnswer = {
  status: 501,
  reason: 'no-tunnels',
  sentence: 'CONNECT is for proxies to elsewhere; this entry only leads to its own fleet.',
};

export const unknownExpectation: OwnAnswer = {
  status: 417,
  reason: 'unknown-expectation',
  sentence: 'The only expectation known here is "100-continue"; leave the Expect header out.',
};

export function badRequest(sentence: string): OwnAnswer {
  return { status: 400, reason: 'bad-request', sentence };
}

/**
 * Sends it, unless a head went out before: then the connection is simply ended, and also when it cannot
 * be sent. Nothing stays unanswered.
 */
export function sendOwnAnswer(
  response: ServerResponse,
  answer: OwnAnswer,
  request?: IncomingMessage,
): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const body = Buffer.from(`${answer.sentence}\n`, 'utf8');
  try {
    // With the phrase: an attempt to send a block's answer may have left that one's behind.
    response.writeHead(answer.status, STATUS_CODES[answer.status] ?? '', {
      'Content-Type': 'text/plain; charset=utf-8',
      'Content-Length': body.length,
      'X-Content-Type-Options': 'nosniff',
      'Cache-Control': 'no-store',
      [entryHeader]: answer.reason,
      ...(answer.retryAfterSeconds === undefined
        ? {}
        : { 'Retry-After': answer.retryAfterSeconds }),
    });
    response.end(body);
  } catch {
    response.destroy();
  }
  // What is left of an upload is read and dropped, so that the client gets to see the answer.
  request?.resume();
}

/** The same as raw bytes, for sockets that have no response object. */
export function rawAnswer(answer: OwnAnswer): string {
  const body = `${answer.sentence}\n`;
  return [
    `HTTP/1.1 ${String(answer.status)} ${STATUS_CODES[answer.status] ?? ''}`,
    'Content-Type: text/plain; charset=utf-8',
    `Content-Length: ${String(Buffer.byteLength(body))}`,
    'Connection: close',
    `${entryHeader}: ${answer.reason}`,
    ...(answer.retryAfterSeconds === undefined
      ? []
      : [`Retry-After: ${String(answer.retryAfterSeconds)}`]),
    '',
    body,
  ].join('\r\n');
}
