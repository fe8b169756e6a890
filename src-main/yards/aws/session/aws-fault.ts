/**
 * Every error of the SDK as a Fault. The SDK's errors hold the whole request: keys, session token, user
 * data. So nothing of them is passed on but a name, a status, a request id, and texts read by pattern.
 */
import { FaultError, type Fault, type FaultCode } from '../../../../src-shared/result.ts';
import { plain } from '../../../../src-shared/wording.ts';
import type { AwsOperation } from '../preflight/operations.ts';
import { BadAnswerError } from './bad-answer.ts';
import { faultOfDenial, isDenial } from './denial.ts';
import { networkTrouble } from './network-trouble.ts';

/** What was asked, for the sentence; never its parameters. */
export interface Asked {
  readonly operation: AwsOperation;
  readonly profile: string;
}

/** The only error that leaves a client. */
export class AwsError extends FaultError {
  /**
   * AWS's own name of the error, without the SDK's suffixes `Exception` and `Fault`: `RuleNotFound`,
   * `DryRunOperation`, `ParameterAlreadyExists`; null when AWS did not answer.
   */
  readonly awsName: string | null;
  readonly requestId: string | null;
  /** A second word of AWS's for the same: `UNRELATED_SNAPSHOTS`; EBS alone has one. */
  readonly reason: string | null;
  constructor(
    fault: Fault,
    awsName: string | null,
    requestId: string | null,
    reason: string | null = null,
  ) {
    super(fault);
    this.name = 'AwsError';
    this.awsName = awsName;
    this.requestId = requestId;
    this.reason = reason;
  }
}

interface Answered {
  readonly awsName: string;
  readonly text: string;
  readonly status: number;
  readonly requestId: string | null;
  readonly reason: string | null;
}

const throttledNames =
  /^(Throttling|Throttled|RequestLimitExceeded|RequestThrottled|TooManyRequests|TooManyUpdates|SlowDown|EC2Throttled|BandwidthLimitExceeded|PriorRequestNotComplete|ResourceContention|Client\.RequestLimitExceeded)$/;
/** `RequestExpired` is how EC2 words it. It has that name for a late clock too, which signatures tell first. */
const expiredNames = /^(ExpiredToken|RequestExpired|TokenRefreshRequired|InvalidGrant)$/;
const unknownKeyNames =
  /^(InvalidClientTokenId|UnrecognizedClient|AuthFailure|InvalidAccessKeyId|MissingAuthenticationToken|IncompleteSignature|InvalidToken|NotSignedUp)$/;
const clockNames = /^(RequestTimeTooSkewed|RequestInTheFuture)$/;
const signatureNames = /^(SignatureDoesNotMatch|InvalidSignature)$/;
const notFoundNames = /(NotFound|DoesNotExist)$/;
const conflictNames =
  /^(ResourceInUse|PriorityInUse|ParameterAlreadyExists|IdempotentParameterMismatch|OperationNotPermitted|IncorrectState|IncorrectInstanceState|ScalingActivityInProgress)$|^Duplicate|AlreadyExists$/;

/** A refusal with the status of a failure: EC2 answers 500 when it has no room, and has done nothing. */
const refusedAs500 = /^Insufficient[A-Za-z]*Capacity$/;

/** `eu-central-1a`, and local zones: `us-west-2-lax-1a`. */
const zoneName = /\b[a-z]{2}(?:-[a-z]+)+-\d(?:-[a-z]{3}-\d)?[a-z]\b/g;
/** Of what an account may have. */
const quotaNames = /^TooMany|LimitExceeded$|QuotaExceeded$/;

/** Sentences of these services about a bad parameter name rules and groups; those of EC2 may echo more. */
const mayQuote = new Set(['elb', 'ebs', 'ssm', 'autoscaling']);
/** Looks like a key, a token or base64 of one: cut out of any quoted sentence. */
const secretLooking = /\bA[A-Z]{3}[A-Z0-9]{12,}\b|[A-Za-z0-9+/=_-]{32,}|https?:\/\/\S+/g;

/** @param error whatever a client threw. Never throws, never quotes what it was not made to quote. */
export function awsErrorOf(error: unknown, asked: Asked): AwsError {
  if (error instanceof AwsError) return error;
  if (error instanceof FaultError) return new AwsError(error.fault, null, null);
  const answered = answeredOf(error);
  if (answered !== null && isFromAws(answered)) {
    const { awsName, requestId, reason } = answered;
    return new AwsError(faultOfAnswer(answered, asked), awsName, requestId, reason);
  }
  return new AwsError(faultOfSilence(error, asked), null, null);
}

/** The SDK calls what it cannot read `Unknown`; without a request id it is some proxy's error page. */
function isFromAws({ awsName, requestId }: Answered): boolean {
  return awsName !== 'Unknown' || requestId !== null;
}

function faultOfSilence(error: unknown, { operation, profile }: Asked): Fault {
  const { action } = operation;
  const network = networkTrouble(error);
  if (network !== null) {
    const isUnknown = operation.isMutation && !network.isNeverSent;
    return {
      code: isUnknown ? 'unknown-outcome' : 'unreachable',
      message: `${action}: ${network.message}${isUnknown ? ' AWS may have done it.' : ''}`,
      todo: isUnknown ? 'Look at what AWS shows now before repeating it.' : network.todo,
    };
  }
  if (
    error instanceof BadAnswerError ||
    error instanceof SyntaxError ||
    answeredOf(error)?.awsName === 'Unknown'
  )
    return {
      code: operation.isMutation ? 'unknown-outcome' : 'unreachable',
      message: `${action}: something else than AWS answered, such as a sign-in page of the network or a proxy.`,
      todo: 'Open a web page to see whether the network asks for something, then try again.',
    };
  const name = error instanceof Error ? error.name : '';
  if (name === 'CredentialsProviderError' || name === 'TokenProviderError')
    return signedOut(`Profile ${profile} gives no credentials.`);
  // Not its message: a serialiser's complaint may quote the value it complains about.
  const shown = /^[A-Za-z]{3,40}$/.test(name) ? ` (${name})` : '';
  return { code: 'internal', message: `${action} failed inside Blockyard${shown}.` };
}

function faultOfAnswer(answered: Answered, { operation, profile }: Asked): Fault {
  const { awsName, text, status } = answered;
  const { action } = operation;
  if (throttledNames.test(awsName) || status === 429)
    return {
      code: 'throttled',
      message: `AWS takes no more calls of ${action} for the moment.`,
      todo: 'Wait a few seconds; nothing was changed by this call.',
    };
  if (clockNames.test(awsName) || (signatureNames.test(awsName) && /expired|not yet/i.test(text)))
    return {
      code: 'refused',
      message: `AWS refused ${action} because the clock of this computer is wrong.`,
      todo: 'Set the clock of this computer, then try again.',
    };
  if (expiredNames.test(awsName)) return signedOut(`The session of profile ${profile} has ended.`);
  if (unknownKeyNames.test(awsName) || signatureNames.test(awsName))
    return signedOut(`AWS does not accept the credentials of profile ${profile}.`);
  if (isDenial(awsName)) return withReason(faultOfDenial(text, operation, profile), answered);
  if (status >= 500 && !refusedAs500.test(awsName))
    return {
      code: operation.isMutation ? 'unknown-outcome' : 'unreachable',
      message: `AWS failed at ${action} (status ${status}).${operation.isMutation ? ' It may have done it.' : ''}`,
      todo: operation.isMutation
        ? 'Look at what AWS shows now before repeating it.'
        : 'Wait a few seconds, then try again.',
    };
  return {
    code: codeOfRefusal(awsName),
    message: `AWS refused ${action}: ${wordsOf(awsName)}.${quoted(text, operation)}${roomElsewhere(awsName, text)}`,
    where: awsName,
    ...(quotaNames.test(awsName)
      ? { todo: 'Remove there what is no longer needed, or ask AWS for a higher quota.' }
      : {}),
  };
}

/** Why a snapshot may not be read is not always a right of whoever asks: its key, its owner. */
function withReason(fault: Fault, { reason }: Answered): Fault {
  if (reason === null) return fault;
  const words = reason.toLowerCase().replaceAll('_', ' ');
  return { ...fault, message: `${fault.message} AWS gives as its reason: ${words}.` };
}

/** ` AWS has room in eu-west-1b, eu-west-1c.`: of its sentence the names of zones alone are kept. */
function roomElsewhere(awsName: string, text: string): string {
  if (!refusedAs500.test(awsName)) return '';
  const offered = /\bchoosing\b(.*)/su.exec(text)?.[1] ?? '';
  const zones = [...new Set(offered.match(zoneName) ?? [])].slice(0, 8);
  return zones.length === 0 ? '' : ` AWS has room in ${zones.join(', ')}.`;
}

function codeOfRefusal(awsName: string): FaultCode {
  if (notFoundNames.test(awsName)) return 'not-found';
  if (conflictNames.test(awsName)) return 'conflict';
  return 'refused';
}

/** `RuleNotFound` -> `rule not found`, `InvalidAMIID.NotFound` -> `AMI not found`. */
function wordsOf(awsName: string): string {
  const words = awsName
    .replace(/^Invalid([A-Za-z]+)ID\.NotFound$/, '$1 not found')
    .replace(/[._]/g, ' ')
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2');
  if (words === '') return 'no reason given';
  return words
    .toLowerCase()
    .replace(/\b(?:ami|arn|ebs|iam|kms|vpc)\b/gu, (short) => short.toUpperCase())
    .replace(/\bvcpu\b/gu, 'vCPU');
}

function quoted(text: string, { service }: AwsOperation): string {
  if (!mayQuote.has(service) || text === '') return '';
  return ` AWS says: "${plain(text.replace(secretLooking, '\u2026'), 160)}"`;
}

function signedOut(message: string): Fault {
  return { code: 'signed-out', message, todo: 'Sign in again.' };
}

/** Null when no answer of AWS is behind the error. Only own, plain fields are read; `$response` never is. */
function answeredOf(error: unknown): Answered | null {
  if (!(error instanceof Error)) return null;
  const metadata: unknown = Reflect.get(error, '$metadata');
  if (typeof metadata !== 'object' || metadata === null) return null;
  const status: unknown = Reflect.get(metadata, 'httpStatusCode');
  if (typeof status !== 'number' || Reflect.get(error, '$fault') === undefined) return null;
  const requestId: unknown = Reflect.get(metadata, 'requestId');
  const reason: unknown = Reflect.get(error, 'Reason');
  return {
    // The SDK's classes add `Exception` or `Fault` to some of AWS's names and not to others: never kept.
    awsName: /^[A-Za-z0-9._]{1,100}$/.test(error.name)
      ? error.name.replace(/(?<=.)(?:Exception|Fault)$/, '')
      : 'Unnamed',
    text: error.message,
    status,
    requestId: typeof requestId === 'string' ? plain(requestId, 80) : null,
    reason: typeof reason === 'string' && /^[A-Z_]{1,60}$/.test(reason) ? reason : null,
  };
}
