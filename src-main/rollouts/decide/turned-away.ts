/** A yard that is asked too often does nothing and says so: then nobody has to wonder what became of an order. */
import type { Fault } from '../../../src-shared/result.ts';
import { plain } from '../../../src-shared/wording.ts';
import { isRefusal } from '../refusal.ts';

/** As much of a step as is asked here. */
interface Sent {
  readonly kind: 'sent' | 'unknown' | 'refused' | 'done';
  readonly fault?: Fault;
  readonly mayBeDone?: boolean;
}

/** What was sent up to this may have been carried out. */
export function mayBeDone(step: Sent | undefined): boolean {
  if (step === undefined) return false;
  if (step.mayBeDone === true || step.kind === 'sent') return true;
  return step.kind === 'unknown' && step.fault !== undefined && !isRefusal(step.fault.code);
}

/** What the yard said, where all that it ever said to this order was "not now". */
export function turnedAway(step: Sent | undefined): string | null {
  if (step?.kind !== 'unknown' || mayBeDone(step)) return null;
  return step.fault?.message ?? null;
}

/** Half a sentence, or null where that is not so. */
export function notTakenText(step: Sent | undefined): string | null {
  const said = turnedAway(step);
  if (said === null) return null;
  return `Nothing was changed by us: the yard did not take our own write (${plain(said, 300).replace(/\.$/u, '')})`;
}

export function noOrderText(said: string): string {
  return `the yard took no order for too long after the press. ${plain(said, 300)}`;
}

/** Why nothing came of an order in its time, as sentences. */
export function neverTakenText(step: Sent | undefined): string {
  const away = turnedAway(step);
  if (away !== null)
    return `${noOrderText(away).replace(/^t/u, 'T')} Press again if you still want it.`;
  return mayBeDone(step)
    ? 'It is not known whether the yard has begun with it: look at the fleet before you press again.'
    : 'The yard could not be reached for too long after the press.';
}
