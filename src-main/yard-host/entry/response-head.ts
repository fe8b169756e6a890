/** The head of a block's answer on its way to the client. */
import { connectionTokens, withoutNames } from './request-head.ts';

/** Says which generation answered; a block's own header of this name is overwritten. */
export const generationHeader = 'x-blockyard-generation';
/** On answers made by the entry itself: why no block answered. */
export const entryHeader = 'x-blockyard-entry';

export interface ResponseHead {
  /** Flat name, value list for the client. */
  readonly headers: string[];
  readonly chunked: boolean;
  /** A transfer coding beside chunked: Node takes off the chunks only, so it cannot be passed on. */
  readonly hasUnknownCoding: boolean;
  /** -1 without one. */
  readonly contentLength: number;
}

/**
 * Filters a block's response head: hop-by-hop headers go, the generation's name comes.
 * @param canCarryTrailers false for HTTP/1.0 clients and answers without a body, where Node
 *   refuses a Trailer header.
 */
export function responseHead(
  raw: readonly string[],
  generation: string,
  canCarryTrailers: boolean,
): ResponseHead {
  let headers: string[] = [];
  let connection = '';
  let trailer: string | undefined;
  let chunked = false;
  let hasUnknownCoding = false;
  let contentLength = -1;
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const name = raw[index] ?? '';
    const value = raw[index + 1] ?? '';
    switch (name.toLowerCase()) {
      case 'connection':
        connection = connection === '' ? value : `${connection},${value}`;
        break;
      case 'transfer-encoding':
        chunked = true;
        hasUnknownCoding ||= value.trim().toLowerCase() !== 'chunked';
        break;
      case 'trailer':
        trailer = value;
        break;
      case 'keep-alive':
      case 'proxy-connection':
      case 'proxy-authenticate':
      case 'proxy-authorization':
      case 'te':
      case 'upgrade':
      case generationHeader:
        break;
      case 'content-length':
        contentLength = Number(value);
        headers.push(name, value);
        break;
      default:
        headers.push(name, value);
    }
  }
  const named = connectionTokens(connection);
  if (named !== undefined) headers = withoutNames(headers, named);
  if (trailer !== undefined && chunked && contentLength < 0 && canCarryTrailers) {
    headers.push('Trailer', trailer);
  }
  headers.push(generationHeader, generation);
  return { headers, chunked, hasUnknownCoding, contentLength };
}

/** Trailers as the pairs that `addTrailers` wants. */
export function trailerPairs(raw: readonly string[]): [string, string][] {
  const pairs: [string, string][] = [];
  for (let index = 0; index + 1 < raw.length; index += 2) {
    pairs.push([raw[index] ?? '', raw[index + 1] ?? '']);
  }
  return pairs;
}
