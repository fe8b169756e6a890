/** How a rollout ended, in one or two words, the same on the timeline, in the record and on the command line. */
import type { Outcome } from './panel.ts';

const words: Readonly<Record<Outcome['kind'], string>> = {
  verified: 'Verified',
  accepted: 'Accepted, not verified',
  done: 'Done',
  stopped: 'Stopped',
  failed: 'Failed',
  overtaken: 'Overtaken',
  'handed-over': 'Handed over',
};

export function outcomeWord({ kind, takenBack }: Pick<Outcome, 'kind' | 'takenBack'>): string {
  return takenBack === true ? 'Taken back by a revert' : words[kind];
}
