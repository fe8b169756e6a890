/**
 * A revert goes whatever the split has become (rule 5), once. Sent again after that, it could undo what
 * somebody decided later: then it is not repeated, and its operator is told.
 */
import type { YardCapabilities } from '../../src-shared/capabilities-schema.ts';
import type { Fleet, Intent } from '../../src-shared/fleet.ts';
import { generationIdOf, type GenerationId } from '../../src-shared/ids.ts';
import type { Wish } from '../../src-shared/wish-schema.ts';
import { sendsAllTo } from '../../src-shared/split.ts';

/** What the cutovers do that ran when a revert was pressed: it takes these back. */
export interface Moves {
  /** Where they send the traffic, or leave it. */
  readonly expected: readonly GenerationId[];
  /** A release moves part of it at a time, so that its splits are of these two, and are several. */
  readonly shared: readonly (readonly [GenerationId, GenerationId])[];
  /** One of them attaches first: then its writes are two, and the first one leaves the traffic alone. */
  readonly isAttaching: boolean;
}

/** What was known when it was pressed. */
export interface PressGround extends Moves {
  /** Of the split; null when nothing was seen. */
  readonly revision: number | null;
  /** Whether revisions can be counted, or only told apart. */
  readonly revisions: YardCapabilities['revisions'];
}

/** Whether the split was changed by someone else since, to something else than `to`. */
export function isDecidedOtherwise(fleet: Fleet, to: GenerationId, ground: PressGround): boolean {
  if (ground.revision === null || sendsAllTo(fleet, to)) return false;
  if (ground.shared.some((two) => isBetween(fleet, two))) return false;
  if (ground.revisions === 'fingerprint') {
    if (fleet.split.revision === ground.revision) return false;
    // A split between several may be our own write half done: it has to be finished.
    const sole = fleet.generations.find(({ id }) => sendsAllTo(fleet, id));
    return sole !== undefined && !ground.expected.includes(sole.id);
  }
  const moves = fleet.split.revision - ground.revision;
  const isExpected = ground.expected.some((generation) => sendsAllTo(fleet, generation));
  return moves > (ground.isAttaching ? 2 : 1) || (moves > 0 && !isExpected);
}

/** All traffic goes to the two, however it is shared. */
function isBetween({ split }: Fleet, two: readonly GenerationId[]): boolean {
  return split.weights.every(({ generation, weight }) => weight === 0 || two.includes(generation));
}

/** @param running wishes and intents of cutovers; a wish does not say yet that it attaches. */
export function movesOf(running: readonly (Wish | Intent)[]): Moves {
  const cutOvers = running.filter((one) => one.kind === 'cut-over');
  const attaching = cutOvers.flatMap((one) => ('attaches' in one && one.attaches ? [one] : []));
  return {
    expected: [...cutOvers.map(({ to }) => to), ...attaching.map(({ from }) => from)],
    shared: running.flatMap((one) => releasedBetween(one)),
    isAttaching: attaching.length > 0,
  };
}

/** A wish does not name its generations yet, and has moved nothing. */
function releasedBetween(one: Wish | Intent): (readonly [GenerationId, GenerationId])[] {
  if (one.kind !== 'release' || !('candidate' in one)) return [];
  const { candidate, from } = one;
  if (candidate.kind === 'existing') return [[from, candidate.generation]];
  return [[from, launchedId(from, candidate.number)]];
}

/** Of the same fleet, whose name stands before the number of each of its generations. */
function launchedId(sibling: GenerationId, number: number): GenerationId {
  return generationIdOf(sibling.replace(/-v\d{1,9}$/u, ''), number);
}
