/** The head of a request on its way to a block: what is stripped, what is added, what it says of itself. */

/** On probes that the yard host sends through its own entry; no block ever gets to see it. */
export const probeHeader = 'x-blockyard-probe';

export interface RequestHead {
  /** Flat name, value list for the block, framing included. */
  readonly headers: string[];
  /** Every Host header as received. */
  readonly hosts: readonly string[];
  readonly chunked: boolean;
  readonly hasBody: boolean;
  /** A transfer coding other than chunked: we could not pass it on truthfully. */
  readonly unknownCoding: string | undefined;
  readonly expectsContinue: boolean;
  /** Lower-case protocol of an Upgrade that Connection announces. */
  readonly upgrade: string | undefined;
  /** What it says to be a probe by; several such headers joined, which is nobody's key. */
  readonly probe: string | undefined;
}

/**
 * Reads and filters a request's head. Hop-by-hop headers go (RFC 9110 7.6.1, those that Connection
 * names too), X-Forwarded-* come, Host and everything else stays as it came.
 * @param raw flat name, value list as Node gives it.
 * @param peer address of the client.
 */
export function readRequestHead(method: string, raw: readonly string[], peer: string): RequestHead {
  let headers: string[] = [];
  const hosts: string[] = [];
  const forwardedFor: string[] = [];
  let connection = '';
  let contentLength: string | undefined;
  let transferEncoding: string | undefined;
  let trailer: string | undefined;
  let upgrade: string | undefined;
  let expectsContinue = false;
  let probe: string | undefined;
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const name = raw[index] ?? '';
    const value = raw[index + 1] ?? '';
    switch (name.toLowerCase()) {
      case 'host':
        hosts.push(value);
        break;
      case 'connection':
        connection = connection === '' ? value : `${connection},${value}`;
        break;
      case 'content-length':
        contentLength = value.trim();
        break;
      case 'transfer-encoding':
        transferEncoding = transferEncoding === undefined ? value : `${transferEncoding},${value}`;
        break;
      case 'upgrade':
        upgrade = value.trim().toLowerCase();
        break;
      case 'trailer':
        trailer = value;
        break;
      case 'x-forwarded-for':
        forwardedFor.push(value);
        break;
      case probeHeader:
        probe = probe === undefined ? value : `${probe},${value}`;
        break;
      case 'keep-alive':
      case 'proxy-connection':
      case 'proxy-authorization':
      case 'proxy-authenticate':
      case 'te':
      case 'http2-settings':
      // Ours to say: a client's own claim would be believed by the block.
      case 'x-forwarded-host':
      case 'x-forwarded-proto':
        break;
      case 'expect':
        if (value.trim().toLowerCase() === '100-continue') expectsContinue = true;
        headers.push(name, value);
        break;
      default:
        headers.push(name, value);
    }
  }
  const named = connectionTokens(connection);
  if (named !== undefined) {
    headers = withoutNames(headers, named);
    if (named.has('x-forwarded-for')) forwardedFor.length = 0;
  }
  const coding = transferEncoding?.trim().toLowerCase();
  const chunked = coding === 'chunked';
  headers.push('Host', hosts[0] ?? '');
  headers.push('X-Forwarded-For', [...forwardedFor, peer].join(', '));
  headers.push('X-Forwarded-Host', hosts[0] ?? '', 'X-Forwarded-Proto', 'http');
  // Also on sockets that serve one request only: a block that was told `close` resets the connection
  // when it answers before an upload is over, and its answer is lost with it.
  headers.push('Connection', 'keep-alive');
  if (chunked) {
    headers.push('Transfer-Encoding', 'chunked');
    if (trailer !== undefined) headers.push('Trailer', trailer);
  } else if (contentLength !== undefined) {
    headers.push('Content-Length', contentLength);
  } else if (method !== 'GET' && method !== 'HEAD') {
    // Without this Node would frame an absent body as an empty chunked one.
    headers.push('Content-Length', '0');
  }
  return {
    headers,
    hosts,
    chunked,
    hasBody: chunked || (contentLength !== undefined && Number(contentLength) > 0),
    unknownCoding: coding === undefined || chunked ? undefined : coding,
    expectsContinue,
    probe,
    upgrade:
      upgrade !== undefined && tokensOf(connection).includes('upgrade') ? upgrade : undefined,
  };
}

/** Header names that a Connection header strips beside the well-known ones; undefined when none. */
export function connectionTokens(connection: string): ReadonlySet<string> | undefined {
  let named: Set<string> | undefined;
  for (const token of tokensOf(connection)) {
    // Framing and Host are never negotiable: naming them here is a known way to desynchronise proxies.
    if (harmlessTokens.has(token) || token === 'content-length' || token === 'host') continue;
    named ??= new Set();
    named.add(token);
  }
  return named;
}

const harmlessTokens: ReadonlySet<string> = new Set(['', 'keep-alive', 'close', 'upgrade']);

function tokensOf(connection: string): readonly string[] {
  if (connection === '') return [];
  return connection.split(',').map((token) => token.trim().toLowerCase());
}

/** A flat header list without those names (lower-case). */
export function withoutNames(headers: readonly string[], names: ReadonlySet<string>): string[] {
  const kept: string[] = [];
  for (let index = 0; index + 1 < headers.length; index += 2) {
    const name = headers[index] ?? '';
    if (!names.has(name.toLowerCase())) kept.push(name, headers[index + 1] ?? '');
  }
  return kept;
}
