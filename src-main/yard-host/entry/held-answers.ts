/** What the entry answers to requests that it will not let wait, or not any longer. */
import { noHealthyBlock } from './block-answers.ts';
import type { Holding } from './holding.ts';
import type { OwnAnswer } from './own-answer.ts';

function pausedAnswer(holding: Holding, reason: string, why: string): OwnAnswer {
  return {
    status: 503,
    reason,
    sentence: `The entry is paused for a moment, and ${why}. It was not carried out; Blockyard counted it as lost.`,
    retryAfterSeconds: holding.pausedForSeconds() ?? 1,
  };
}

export const queueFull = (holding: Holding): OwnAnswer =>
  holding.pausedForSeconds() === null
    ? {
        ...noHealthyBlock,
        reason: 'queue-full',
        sentence:
          'No generation with traffic has a healthy block at this moment, and every place to wait for one is taken. Blockyard counted this request as lost.',
      }
    : pausedAnswer(holding, 'queue-full', 'every place to wait for its end is taken');

export const waitedTooLong = (holding: Holding): OwnAnswer =>
  holding.pausedForSeconds() === null
    ? {
        ...noHealthyBlock,
        reason: 'waited-too-long',
        sentence:
          'No generation with traffic had a healthy block in the time for which a request may wait. Blockyard counted this one as lost.',
      }
    : pausedAnswer(holding, 'waited-too-long', 'this request has waited as long as it may');

export const noUpgradeInPause = (holding: Holding): OwnAnswer =>
  pausedAnswer(holding, 'paused', 'a WebSocket cannot wait for its end');
