/** What a run of `blockyard` ends with; documented in docs/cli.md and in its help. */
import { assertNever } from '../../src-shared/assert-never.ts';
import type { Outcome } from '../../src-shared/panel.ts';
import type { Fault } from '../../src-shared/result.ts';

export const exitCodes = {
  done: 0,
  /** It was tried and failed, or Blockyard itself did. */
  failed: 1,
  /** The command line or a file is wrong; nothing was begun. */
  usage: 2,
  /** A guard or the yard does not allow it; nothing was begun. */
  refused: 3,
  /** The yard cannot be reached, or nobody is signed in. */
  unreachable: 4,
  /** It was stopped, taken back or overtaken: the traffic is not where it was wanted. */
  stopped: 5,
  /** The yard took it, and nothing proved it. */
  accepted: 6,
  /** Ctrl-C, or the end of the terminal: it goes on in the yard with whoever takes it up. */
  left: 130,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

export function exitCodeOf(kind: Outcome['kind']): ExitCode {
  switch (kind) {
    case 'verified':
    case 'done':
    // It goes on, in other hands.
    case 'handed-over':
      return exitCodes.done;
    case 'accepted':
      return exitCodes.accepted;
    case 'stopped':
    case 'overtaken':
      return exitCodes.stopped;
    case 'failed':
      return exitCodes.failed;
    default:
      return assertNever(kind, 'outcome');
  }
}

export function exitCodeFor({ code }: Pick<Fault, 'code'>): ExitCode {
  switch (code) {
    case 'bad-input':
    case 'not-found':
      return exitCodes.usage;
    case 'refused':
    case 'conflict':
    case 'denied':
      return exitCodes.refused;
    case 'unreachable':
    case 'signed-out':
    case 'throttled':
    case 'version-mismatch':
      return exitCodes.unreachable;
    default:
      return exitCodes.failed;
  }
}
