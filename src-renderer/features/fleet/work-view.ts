/** Who takes work and how many pieces are in hand, in words and shares: as the blocks were seen. Pure. */
import { firstOf, workCounts, workSwitch } from '../../../src-shared/block-work.ts';
import type { Block, Fleet, Generation } from '../../../src-shared/fleet.ts';
import { labelOfGeneration } from '../../../src-shared/ids.ts';
import { currentOf } from '../../../src-shared/roles.ts';
import { plain } from '../../../src-shared/wording.ts';
import { count, plural } from '../../ui/format.ts';

export interface WorkSide {
  readonly id: Generation['id'];
  readonly label: string;
  /** Blocks that were seen taking work. */
  readonly taking: number;
  /** `3 of 3 take work` */
  readonly words: string;
  readonly facts: readonly string[];
  /** Some of its blocks could not be asked. */
  readonly isUnclear: boolean;
}

export interface WorkView {
  readonly sides: readonly WorkSide[];
  /** Nobody was seen taking work. */
  readonly isStill: boolean;
  /** `v002 takes the work`, or that none does. */
  readonly wanted: string;
  /** What is not seen as the split says it, with the block; null while all is. */
  readonly difference: string | null;
}

export function workView(fleet: Fleet, lanes: readonly Generation[]): WorkView {
  const sides = lanes.map((generation): WorkSide => {
    const { taking, busy, unknown, alive } = workCounts(generation);
    const none = alive === 0 ? 'no blocks' : unknown === 0 ? 'takes none' : 'none seen at work';
    return {
      id: generation.id,
      label: labelOfGeneration(generation),
      taking,
      words:
        taking === 0
          ? none
          : `${count(taking)} of ${count(alive)} ${taking === 1 ? 'takes' : 'take'} work`,
      facts: [
        `${count(busy)} busy`,
        ...(unknown === 0 ? [] : [`${plural(unknown, 'block')} not known`]),
      ],
      isUnclear: unknown > 0,
    };
  });
  const current = currentOf(fleet);
  const seen = current === undefined ? null : workSwitch(fleet, current.id);
  const troubles = seen === null ? [] : [...seen.notTaking, ...seen.notStopped];
  return {
    sides,
    isStill: sides.every(({ taking }) => taking === 0),
    wanted:
      current === undefined
        ? 'no generation takes work'
        : `${labelOfGeneration(current)} takes the work`,
    difference: troubles.length === 0 ? null : firstOf(troubles),
  };
}

/** Of one block, for its details. */
export function workSentence({ work }: Pick<Block, 'work'>): string {
  if (work === undefined) return 'none: it does not run';
  if (work.kind === 'unknown') return `not known. ${plain(work.reason, 300)}`;
  const busy = work.busy === 0 ? 'nothing in hand' : `${count(work.busy)} in hand`;
  return `${work.taking ? 'takes work' : 'takes none'}, ${busy}`;
}
