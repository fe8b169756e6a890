/**
 * How long each block took to start. Told when it is healthy for the first time of a launch, and once more with its first
 * answer; one that never becomes healthy has no start that could be compared. On the monotonic clock: a set clock is no start.
 */
import type { BlockStart } from '../../src-shared/block-start-schema.ts';
import type { BlockId } from '../../src-shared/ids.ts';
import type { Clock } from '../clock/clock.ts';

export interface StartWatch {
  readonly launching: (block: BlockId) => void;
  /** Its process runs; said again after another launch for a port that was taken. */
  readonly running: (block: BlockId) => void;
  readonly healthy: (block: BlockId) => void;
  readonly answered: (block: BlockId) => void;
  readonly ended: (block: BlockId) => void;
}

interface Watched {
  readonly launchedAtMs: number;
  readonly beganMs: number;
  runningMs: number | null;
  told: BlockStart | null;
}

export function createStartWatch(
  clock: Pick<Clock, 'now' | 'monotonicMs'>,
  onStart: (start: BlockStart) => void,
): StartWatch {
  const watched = new Map<BlockId, Watched>();
  const since = ({ beganMs }: Watched): number => Math.max(0, Math.round(clock.monotonicMs() - beganMs)); // prettier-ignore
  const tell = (one: Watched, start: BlockStart): void => {
    one.told = start;
    onStart(start);
  };
  return {
    launching: (block) => {
      watched.set(block, {
        ...{ launchedAtMs: clock.now(), beganMs: clock.monotonicMs() },
        ...{ runningMs: null, told: null },
      });
    },
    running: (block) => {
      const one = watched.get(block);
      if (one !== undefined) one.runningMs = since(one);
    },
    healthy: (block) => {
      const one = watched.get(block);
      if (one === undefined || one.told !== null) return;
      const { launchedAtMs, runningMs } = one;
      tell(one, { block, launchedAtMs, runningMs, healthyMs: since(one), firstResponseMs: null });
    },
    answered: (block) => {
      const one = watched.get(block);
      if (one?.told?.firstResponseMs !== null) return;
      tell(one, { ...one.told, firstResponseMs: since(one) });
    },
    ended: (block) => void watched.delete(block),
  };
}
