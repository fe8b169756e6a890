/** What broke between us and AWS before or without an answer, and whether the request can have arrived. */

export interface NetworkTrouble {
  /** True only when it is certain: no connection was made, so nothing was done. */
  readonly isNeverSent: boolean;
  readonly message: string;
  readonly todo: string;
}

interface RawError {
  readonly name: string;
  readonly code: string;
  readonly syscall: string;
  readonly message: string;
}

const checkNetwork = 'Check the network of this computer, then try again.';

/** Node names a refused certificate with a code of its own; any of these ends the handshake. */
const certificateCodes =
  /^(CERT_|ERR_TLS_|DEPTH_ZERO_SELF_SIGNED_CERT$|SELF_SIGNED_CERT|UNABLE_TO_(GET|VERIFY|DECODE)|HOSTNAME_MISMATCH$|INVALID_CA$)/;
/** Of the TLS library: something that does not speak TLS, or another version of it. */
const handshakeCodes = /^(EPROTO|ERR_SSL_)/;

/** Follows `cause` and the inner errors of Node's AggregateError (one per address tried). */
function rawErrors(error: unknown, depth = 0): readonly RawError[] {
  if (!(error instanceof Error) || depth > 4) return [];
  const read = (key: string): string => {
    const value: unknown = Reflect.get(error, key);
    return typeof value === 'string' ? value : '';
  };
  const own = {
    name: error.name,
    code: read('code'),
    syscall: read('syscall'),
    message: error.message,
  };
  const inner: readonly unknown[] =
    error instanceof AggregateError ? (error.errors as readonly unknown[]) : [];
  return [own, ...[error.cause, ...inner].flatMap((each) => rawErrors(each, depth + 1))];
}

function troubleOf({ name, code, syscall, message }: RawError): NetworkTrouble | null {
  const before = (text: string, todo = checkNetwork): NetworkTrouble => ({
    isNeverSent: true,
    message: text,
    todo,
  });
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return before(
      'The address of AWS cannot be looked up.',
      'Check the network, the region and the endpoint of the profile, then try again.',
    );
  if (certificateCodes.test(code))
    return before(
      'Something on the way answers with a certificate that is not trusted, as proxies that open TLS do.',
      'Use a network that reaches AWS directly, then try again.',
    );
  if (handshakeCodes.test(code))
    return before(
      'What answers does not speak TLS as AWS does; it may be a proxy.',
      'Check the endpoint of the profile and the network, then try again.',
    );
  if (code === 'ECONNREFUSED') return before('The connection was refused.');
  if (code === 'EHOSTUNREACH' || code === 'ENETUNREACH' || code === 'ENETDOWN')
    return before('There is no way to AWS from this network.');
  if (syscall === 'connect') return before('No connection could be made.');
  if (name === 'TimeoutError' && message.includes('without establishing a connection'))
    return before('No connection was made in time.');
  if (code === 'ECONNRESET' && message.includes('before secure TLS connection'))
    return before('The connection broke before it was secure.');
  const perhaps = (text: string): NetworkTrouble => ({
    isNeverSent: false,
    message: text,
    todo: checkNetwork,
  });
  if (code === 'ECONNRESET' || code === 'EPIPE' || code === 'ECONNABORTED' || message === 'aborted')
    return perhaps('The connection broke before an answer came.');
  if (name === 'TimeoutError' || code === 'ETIMEDOUT') return perhaps('No answer came in time.');
  if (name === 'AbortError') return perhaps('The wait for an answer was ended.');
  return null;
}

/** Null when this is not about the network. Its texts are ours alone: no address, no header. */
export function networkTrouble(error: unknown): NetworkTrouble | null {
  const found = rawErrors(error)
    .map(troubleOf)
    .filter((trouble) => trouble !== null);
  // One that may have been sent outweighs one that was not: never claim that nothing was done.
  return found.find((trouble) => !trouble.isNeverSent) ?? found[0] ?? null;
}
