/** Which of the rollouts of a fleet came last, and which of them a revert found running: the last one speaks. */
import type { FleetId, RolloutId } from '../../src-shared/ids.ts';
import type { Outcome, Progress } from '../../src-shared/panel.ts';

export interface RolloutOrder {
  /** Newest first; what began to be told at the same time, the revert first. */
  readonly newestFirst: (progress: readonly Progress[]) => readonly Progress[];
  /**
   * The end of a rollout that was running when a revert was pressed is no news beside that revert,
   * however late it is told. One that was pressed after it is, whoever overtook it.
   */
  readonly isOldNews: (outcome: Outcome) => boolean;
}

export function createRolloutOrder(): RolloutOrder {
  const numbers = new Map<RolloutId, number>();
  const foundByRevert = new Set<RolloutId>();
  /** Told of and not ended: a revert takes what it finds off the progress before its own is told. */
  const unended = new Map<RolloutId, FleetId>();
  let last = 0;

  const isRevert = ({ intent }: Pick<Progress, 'intent'>): boolean => intent.kind === 'revert';
  const findBeside = (revert: Pick<Progress, 'fleet' | 'rollout'>): void => {
    for (const [rollout, fleet] of unended) {
      if (fleet === revert.fleet && rollout !== revert.rollout) foundByRevert.add(rollout);
    }
  };

  return {
    newestFirst: (progress) => {
      const fresh = progress.filter(({ rollout }) => !numbers.has(rollout));
      for (const item of fresh.filter(isRevert)) findBeside(item);
      // What is first told together has no order of its own but this.
      for (const item of fresh.toSorted((a, b) => Number(isRevert(a)) - Number(isRevert(b)))) {
        last += 1;
        numbers.set(item.rollout, last);
      }
      for (const { rollout, fleet } of progress) unended.set(rollout, fleet);
      return progress.toSorted(
        (a, b) => (numbers.get(b.rollout) ?? 0) - (numbers.get(a.rollout) ?? 0),
      );
    },
    isOldNews: (outcome) => {
      // A revert so quick that its progress was never told.
      if (isRevert(outcome) && !numbers.has(outcome.rollout)) findBeside(outcome);
      unended.delete(outcome.rollout);
      return outcome.kind === 'overtaken' && foundByRevert.has(outcome.rollout);
    },
  };
}
