/** What AWS says of one target, as the state of a block. Pure; what was seen before is passed in. */
import { assertNever } from '../../../../src-shared/assert-never.ts';
import type { BlockState } from '../../../../src-shared/fleet.ts';
import { plain } from '../../../../src-shared/wording.ts';
import { reasonText } from './health-reasons.ts';
import type { Instance, ReadTarget } from './reading.ts';

/** What our own observations say of a target that AWS calls healthy. */
export type Belief =
  | { readonly kind: 'believed' }
  | { readonly kind: 'waiting'; readonly seen: number; readonly needed: number };

export interface HealthQuestion {
  /** Null: the group's health was read and the target is not in it. */
  readonly target: ReadTarget | null;
  /** False: no rule names the group, so AWS checks nothing whatever it says. */
  readonly isGroupInUse: boolean;
  /** Undefined: AWS did not find it this time, which does not mean that it is gone. */
  readonly instance: Instance | undefined;
  readonly belief: Belief;
}

export function healthOf(question: HealthQuestion): BlockState {
  const { target, instance } = question;
  if (instance === undefined) {
    return { kind: 'unknown', reason: 'AWS does not find this instance just now; looking again.' };
  }
  const over = stateOfInstance(instance);
  if (over !== null) return over;
  if (target === null) {
    return { kind: 'unknown', reason: 'It is not in the last answer of AWS; looking again.' };
  }
  return stateOfTarget(target, question);
}

/** The machine's own state where that outweighs its health: a stopped one serves nobody. */
export function stateOfInstance(instance: Instance): BlockState | null {
  const why = instance.stateReason === null ? '' : ` (${plain(instance.stateReason, 160)})`;
  switch (instance.state) {
    case 'stopping':
    case 'shutting-down':
      return { kind: 'stopping' };
    case 'stopped':
    case 'terminated':
      return {
        kind: 'exited',
        code: null,
        signal: null,
        reason: `the instance is ${instance.state}${why}`,
      };
    default:
      return null;
  }
}

function stateOfTarget(target: ReadTarget, { isGroupInUse, belief }: HealthQuestion): BlockState {
  const reason = sentence(reasonText(target.reason, target.description));
  if (!isGroupInUse) {
    // What it answered otherwise is older than the last rule that named the group.
    const said = target.state === 'unused' ? target : unnamed;
    return { kind: 'unused', reason: sentence(reasonText(said.reason, said.description)) };
  }
  switch (target.state) {
    case 'initial':
      return { kind: 'starting', detail: reason };
    case 'healthy':
      return stateByBelief(belief);
    case 'unhealthy':
      return { kind: 'unhealthy', reason };
    case 'draining':
      // ELBv2 does not count what is in flight; its deregistration delay began at an unknown time.
      return { kind: 'draining', inFlight: null, endsAtMs: null, reason };
    case 'unhealthy.draining':
      return { kind: 'unhealthy-draining', reason };
    case 'unused':
      return { kind: 'unused', reason };
    case 'unavailable':
      return { kind: 'unavailable', reason };
    default:
      return { kind: 'unknown', reason: `AWS calls it ${plain(target.state, 40)}: ${reason}` };
  }
}

const unnamed = { reason: 'Target.NotInUse', description: null } as const;

function stateByBelief(belief: Belief): BlockState {
  switch (belief.kind) {
    case 'believed':
      return { kind: 'healthy' };
    case 'waiting': {
      const seen = `${String(belief.seen)} of ${String(belief.needed)} times`;
      return { kind: 'starting', detail: `Healthy for AWS, seen ${seen} by this panel.` };
    }
    default:
      return assertNever(belief, 'belief');
  }
}

function sentence(clause: string): string {
  return `${clause.charAt(0).toUpperCase()}${clause.slice(1)}.`;
}
