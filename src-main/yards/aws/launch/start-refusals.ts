/** What AWS said to an order for servers, as the operator reads it: where, why, and what to do. Pure. */
import type { Fault } from '../../../../src-shared/result.ts';
import { plain } from '../../../../src-shared/wording.ts';

/** A refusal and the subnet that it was for. */
export interface StartRefusal {
  readonly subnet: string;
  readonly fault: Fault;
}

/** By AWS's own name of the error. */
function kindOf({ where = '' }: Fault): 'lost' | 'no-room' | 'quota' | 'image' | 'other' {
  if (where === 'IdempotentInstanceTerminated') return 'lost';
  if (/^Insufficient/u.test(where)) return 'no-room';
  if (/LimitExceeded$|^MaxSpotInstanceCountExceeded$/u.test(where)) return 'quota';
  return where.startsWith('InvalidAMIID.') ? 'image' : 'other';
}

/**
 * The same token with other words: started before, and to be found by its tags at the next try. So is
 * whatever had no answer.
 */
export function isOpen({ code, where }: Fault): boolean {
  return code === 'unknown-outcome' || where === 'IdempotentParameterMismatch';
}

/** @param refusals at least one, all of one launch; what the first says counts. */
export function faultOfStart(first: StartRefusal, refusals: readonly StartRefusal[]): Fault {
  const { fault } = first;
  if (isOpen(fault)) return { ...fault, code: 'unknown-outcome' };
  const where = refusals.map(({ subnet }) => plain(subnet, 40)).join(', ');
  const said = { ...fault, message: `No server was started in ${where}: ${fault.message}` };
  switch (kindOf(fault)) {
    case 'lost':
      // Started by this very order and gone since: to start others silently would hide what ends them.
      return {
        ...fault,
        message: `Launched and lost: the servers that this order started in ${where} have ended since, and AWS starts no others by it.`,
        todo: 'Look in AWS why they ended, then launch anew.',
      };
    case 'no-room':
      return {
        ...fault,
        message: `AWS has no room for the servers in ${where}: ${fault.message}`,
        todo: 'Try again later, or with another type or zone.',
      };
    case 'quota':
      return {
        ...said,
        todo: 'Retire what is no longer needed, or ask AWS for a higher quota of running servers.',
      };
    case 'image':
      return { ...said, todo: 'Launch from an image that is still there.' };
    case 'other':
      return said;
  }
}
