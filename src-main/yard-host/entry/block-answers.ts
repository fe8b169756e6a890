/** What the entry answers itself when no block answers, or none that can be passed on. */
import type { OwnAnswer } from './own-answer.ts';
import type { BlockRecord } from './roster.ts';

/** Hints are a handful in practice. Each may be 16 KB, and a block can send them for ever. */
export const interimPassed = 16;
export const interimRead = 256;

export const noHealthyBlock: OwnAnswer = {
  status: 503,
  reason: 'no-healthy-block',
  sentence:
    'No generation with traffic has a healthy block at this moment, so nobody could answer. Blockyard counted this request as lost.',
  retryAfterSeconds: 1,
};

export const noBlockAccepted: OwnAnswer = {
  status: 503,
  reason: 'no-block-accepted',
  sentence:
    'No block accepted the connection, so the request was not carried out. Blockyard counted it as lost.',
  retryAfterSeconds: 1,
};

export function brokenOff(block: BlockRecord, method: string): OwnAnswer {
  return {
    status: 502,
    reason: 'block-broke-off',
    sentence: `Block ${block.id} closed the connection before it had answered. The request may have been carried out; it was not repeated, because a repeated ${method} may not be harmless. Blockyard counted it as lost.`,
  };
}

export function unreadable(block: BlockRecord): OwnAnswer {
  return {
    status: 502,
    reason: 'answer-unreadable',
    sentence: `Block ${block.id} answered something that is not valid HTTP. Blockyard counted this request as lost.`,
  };
}

export function endlessInterim(block: BlockRecord): OwnAnswer {
  return {
    status: 502,
    reason: 'no-final-answer',
    sentence: `Block ${block.id} sent more than ${String(interimRead)} interim answers and no final one, so the request was given up. It may have been carried out. Blockyard counted it as lost.`,
  };
}
