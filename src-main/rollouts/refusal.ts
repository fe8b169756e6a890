import { assertNever } from '../../src-shared/assert-never.ts';
import type { FaultCode } from '../../src-shared/result.ts';

/** True when the yard said no and did nothing; false when nobody knows what was done (rule 7). */
export function isRefusal(code: FaultCode): boolean {
  switch (code) {
    case 'bad-input':
    case 'not-found':
    case 'refused':
    case 'conflict':
    case 'damaged':
    case 'no-space':
    case 'port-taken':
    case 'version-mismatch':
    // An adapter uses these three only when the yard answered so or nothing was sent.
    case 'signed-out':
    case 'denied':
    case 'throttled':
      return true;
    case 'unreachable':
    case 'unknown-outcome':
    case 'internal':
      return false;
    default:
      return assertNever(code, 'fault code');
  }
}

/**
 * A refusal of the moment: nothing was done, and the same order may be taken later. It says nothing
 * about the rollout, so it neither ends a lease nor proves that the fleet is held by somebody else.
 */
export function isPassing(code: FaultCode): boolean {
  return code === 'throttled' || code === 'signed-out';
}

/**
 * A no that stays one. Being throttled or signed out is not: the same order is sent again after a look,
 * and a revert above all (rule 5).
 */
export function isFinal(code: FaultCode): boolean {
  return isRefusal(code) && !isPassing(code);
}

/**
 * Signed out, a revert ends and is pressed again: one that goes by itself minutes later, because somebody
 * signed in, could meet another world than the one it was pressed in.
 */
export function isFinalForRevert(code: FaultCode): boolean {
  return isFinal(code) || code === 'signed-out';
}
