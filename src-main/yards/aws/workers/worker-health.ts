/**
 * What is known of the health of a server that no load balancer checks: EC2's status checks, and whether its
 * hook answers. Neither alone says that it can work, and where one is missing that is said. Pure.
 */
import type { BlockState } from '../../../../src-shared/fleet.ts';
import type { BlockWork } from '../../../../src-shared/work-schema.ts';
import { plain } from '../../../../src-shared/wording.ts';
import type { Belief } from '../discover/health-of.ts';
import { stateOfInstance } from '../discover/health-of.ts';
import type { Instance } from '../discover/reading.ts';
import type { ScalingMember } from '../discover/scaling-group.ts';
import type { StatusChecks } from './worker-reading.ts';

export interface WorkerHealthQuestion {
  readonly instance: Instance;
  /** `unread`: AWS was not asked, or did not answer. Null: it tells nothing of this server yet. */
  readonly checks: StatusChecks | null | 'unread';
  readonly work: BlockWork | undefined;
  readonly hasHook: boolean;
  /** As its auto scaling group lists it; null: it belongs to none, or that could not be read. */
  readonly member: ScalingMember | null;
}

/** Before what was seen in a row counts. */
export function workerState(question: WorkerHealthQuestion): BlockState {
  const { instance, checks, work, hasHook, member } = question;
  const over = stateOfInstance(instance);
  if (over !== null) return over;
  if (instance.state === 'pending') {
    return { kind: 'starting', detail: 'EC2 starts it.' };
  }
  if (instance.state !== 'running') {
    return { kind: 'unknown', reason: `EC2 calls it ${plain(instance.state, 40)}.` };
  }
  if (checks !== null && checks !== 'unread') {
    const failing = failingOf(checks);
    if (failing !== null) return { kind: 'unhealthy', reason: failing };
  }
  const outside = member === null ? null : outOfService(member);
  if (outside !== null) return outside;
  const isWorking = work?.kind === 'seen';
  if (checks === 'unread') {
    const reason = isWorking
      ? 'Its hook answers. EC2\u2019s status checks could not be read, so its health cannot be told.'
      : 'Neither EC2\u2019s status checks nor its hook could be asked: its health cannot be told.';
    return { kind: 'unavailable', reason };
  }
  if (checks === null || !isPassed(checks)) {
    return { kind: 'starting', detail: 'EC2 has not ended its status checks yet.' };
  }
  if (!hasHook) {
    const reason =
      'EC2\u2019s status checks pass. No hook is declared, so whether it can work cannot be told.';
    return { kind: 'unavailable', reason };
  }
  if (isWorking) return { kind: 'healthy' };
  const why = work?.kind === 'unknown' ? plain(work.reason, 200) : 'It was not asked yet.';
  return {
    kind: 'unavailable',
    reason: `EC2\u2019s status checks pass, but its hook does not answer: whether it can work cannot be told. ${why}`,
  };
}

/** Its auto scaling group starts it, ends it, or does not count on it; null: it is in service there. */
function outOfService({ lifecycle, health }: ScalingMember): BlockState | null {
  const said = plain(lifecycle, 40);
  if (lifecycle.startsWith('Pending')) {
    return { kind: 'starting', detail: `Its auto scaling group starts it (${said}).` };
  }
  if (lifecycle.startsWith('Terminat')) return { kind: 'stopping' };
  if (lifecycle !== 'InService') {
    const reason = `Its auto scaling group does not have it in service (${said}).`;
    return { kind: 'unavailable', reason };
  }
  return health === 'Unhealthy'
    ? { kind: 'unhealthy', reason: 'Its auto scaling group calls it unhealthy and replaces it.' }
    : null;
}

/** Healthy is what was seen several times in a row, as everywhere in an account. */
export function believedState(state: BlockState, belief: Belief): BlockState {
  if (state.kind !== 'healthy' || belief.kind === 'believed') return state;
  const seen = `${String(belief.seen)} of ${String(belief.needed)} times`;
  return { kind: 'starting', detail: `EC2\u2019s checks pass and its hook answers, seen ${seen}.` };
}

function isPassed({ instance, system }: StatusChecks): boolean {
  const passes = (word: string): boolean => word === 'ok' || word === 'not-applicable';
  return passes(instance) && passes(system);
}

function failingOf({ instance, system }: StatusChecks): string | null {
  if (system === 'impaired') return 'EC2\u2019s check of the host that it runs on fails.';
  return instance === 'impaired' ? 'EC2\u2019s check of the instance fails.' : null;
}
