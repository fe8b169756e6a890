import { describe, expect, it } from 'vitest';
import { aFleet, aRollout, aSplit, v1, v2 } from '../../src-shared/fleet.fixture.ts';
import type { Fleet } from '../../src-shared/fleet.ts';
import { asFleetId, asRolloutId } from '../../src-shared/ids.ts';
import type { Outcome } from '../../src-shared/panel.ts';
import { ownMovesOf, watchSplit, type OwnMoves, type SplitWatch } from './split-watch.ts';

const idle: OwnMoves = { isMoving: false, wanted: null };
const at1 = aFleet({ split: aSplit(v1, 1) });
const at2 = aFleet({ split: aSplit(v2, 2) });

/** What is told at each look. */
const told = (looks: readonly (readonly [Fleet, OwnMoves])[]): (string | null)[] => {
  let watch: SplitWatch | undefined;
  return looks.map(([fleet, own]) => {
    const next = watchSplit(watch, fleet, own);
    watch = next.watch;
    return next.moved;
  });
};

describe('a watch on the split', () => {
  it('tells at the second look that traffic was moved by somebody else, and once', () => {
    expect(told([[at1, idle], [at2, idle], [at2, idle], [at2, idle]])).toEqual([
      null,
      null,
      'It was v001 100 %, it is v002 100 %, and no change that runs here did that: somebody else, or a late write of an earlier change.',
      null,
    ]); // prettier-ignore
  });

  it('says nothing of one poor look, of a change that runs here, or of what one wanted', () => {
    expect(told([[at1, idle], [at2, idle], [at1, idle], [at2, idle]])).toEqual([null, null, null, null]); // prettier-ignore
    const moving = { isMoving: true, wanted: null };
    expect(
      told([
        [at1, idle],
        [at2, moving],
        [at2, idle],
      ]),
    ).toEqual([null, null, null]);
    const wanted = { isMoving: false, wanted: v2 };
    expect(
      told([
        [at1, idle],
        [at2, wanted],
        [at2, wanted],
      ]),
    ).toEqual([null, null, null]);
  });

  it('tells of a late write that undoes a revert, though the revert has just ended', () => {
    const reverted = { isMoving: false, wanted: v1 };
    expect(
      told([
        [at1, reverted],
        [at2, reverted],
        [at2, reverted],
      ])[2],
    ).toContain('it is v002');
  });

  it('names who is at work there', () => {
    const rollout = aRollout({ kind: 'revert', from: v1, to: v2 }, {});
    const theirs = { ...at2, rollout };
    expect(
      told([
        [at1, idle],
        [theirs, idle],
        [theirs, idle],
      ])[2],
    ).toContain(`${rollout.owner.name} on ${rollout.owner.host} is at work there`);
  });
});

describe('our own moves', () => {
  const outcome: Outcome = {
    fleet: at1.id,
    rollout: asRolloutId('rollout-1'),
    intent: { kind: 'revert', from: v2, to: v1 },
    atMs: 100_000,
    kind: 'verified',
    text: '',
    firstResponseMs: null,
  };

  it('are what ended lately, and nothing of other fleets', () => {
    expect(ownMovesOf(at1.id, [], [outcome], 150_000)).toEqual({ isMoving: false, wanted: v1 });
    expect(ownMovesOf(at1.id, [], [outcome], 170_000)).toEqual(idle);
    expect(ownMovesOf(asFleetId('checkout'), [], [outcome], 150_000)).toEqual(idle);
  });
});
