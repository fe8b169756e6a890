/**
 * Where a panel kills itself: right before or right after its N-th write to the journal. A release of two
 * shares has 8 of them when nothing disturbs it: begun, then intended and answered for the launch and each
 * share, ended. A panel that takes one up writes first that it has claimed it.
 */
import type { Death } from '../../src-main/rollouts/dying-journal.fixture.ts';

/** Of the panels of one change, in their order. The one after the last of them carries it on. */
export type Deaths = readonly Death[];

const releaseWrites = 8;
const retireWrites = 4;
const replaceWrites = 6;
const takeUpWrites = 2;

function bothSides(writes: number): readonly Death[] {
  return Array.from({ length: writes }, (_, index) => index + 1).flatMap((write): Death[] => [
    { side: 'before', write },
    { side: 'after', write },
  ]);
}

const alone = (writes: number): readonly Deaths[] => bothSides(writes).map((death) => [death]);

/** After its launch is intended and before it is sent: the next one has everything before it. */
const early: Death = { side: 'after', write: 2 };

/** The next release takes the next one, and after the last the first. */
export const releasePoints: readonly Deaths[] = [
  ...alone(releaseWrites),
  ...bothSides(takeUpWrites).map((death) => [early, death]),
];
export const retirePoints: readonly Deaths[] = alone(retireWrites);
export const replacePoints: readonly Deaths[] = alone(replaceWrites);

/** @param index may be any: they are gone through round and round. */
export function pointAt(points: readonly Deaths[], index: number): Deaths {
  return points[index % points.length] ?? [];
}
