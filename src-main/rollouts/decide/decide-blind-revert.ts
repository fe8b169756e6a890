/**
 * What is left of a revert while the fleet cannot be seen. Nobody is kept waiting for more than can still
 * come: once nothing more is sent and nothing was accepted, only another press helps.
 */
import type { Outcome } from '../../../src-shared/panel.ts';
import { plain } from '../../../src-shared/wording.ts';
import { notAgain, notTakenText, refusedText, sentBefore } from './decide-revert.ts';
import type { StepFact } from './facts.ts';
import { isRefusal } from '../refusal.ts';

/** What is known of the one write of a revert. */
export interface WriteStanding {
  readonly step: StepFact;
  /** Nothing more is sent of it. */
  readonly isSent: boolean;
  /** At least one sending got no answer: it may have taken effect, whatever was answered later. */
  readonly wasUnanswered: boolean;
}

export type BlindEnd = Pick<Outcome, 'kind' | 'text' | 'denial'>;

/**
 * @param unseen why the fleet is not seen.
 * @param nowMs monotonic.
 * @returns null while an answer or a look may still tell more.
 */
export function decideBlindRevert(
  { step, isSent, wasUnanswered }: WriteStanding,
  unseen: string,
  nowMs: number,
  verifyMs: number,
): BlindEnd | null {
  const because = plain(unseen, 300).replace(/\.$/, '');
  if (step.kind === 'refused') {
    const before = wasUnanswered ? sentBefore : 'Nothing was changed by it.';
    return {
      kind: 'failed',
      text: `${refusedText(step.fault)} ${before} Where the traffic goes cannot be seen: ${because}.`,
      ...(step.fault.denial && { denial: step.fault.denial }),
    };
  }
  if (step.kind === 'done') {
    if (nowMs - step.atMs <= verifyMs) return null;
    return {
      kind: 'failed',
      text: `The yard accepted the write, but it was not verified: the fleet cannot be seen, ${because}. Press again if you want it sent again.`,
    };
  }
  if (!isSent) return null;
  if (step.kind === 'unknown' && !wasUnanswered && isRefusal(step.fault.code)) {
    const text = `${notTakenText(step.fault)} Where the traffic goes cannot be seen: ${because}. ${notAgain}`;
    return { kind: 'failed', text };
  }
  return {
    kind: 'failed',
    text: `The write was not answered, and the fleet cannot be seen: ${because}. Whether it took effect is not known. It is not sent again. Press again if you still want it.`,
  };
}
