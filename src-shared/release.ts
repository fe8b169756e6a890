/** A release without its schemas: what is usual, and what its controls come to. Pure. */
import type { Fleet, Intent } from './fleet.ts';
import { generationLabel } from './ids.ts';
import { labelOf } from './split.ts';
import { afterWord } from './handover.ts';
import type { OpinionTerms } from './opinion-schema.ts';
import type { ReleaseMemory, ReleaseTerms, RolloutControls, Word } from './release-schema.ts';

export type ReleaseIntent = Extract<Intent, { kind: 'release' }>;

/** Heard where the yard has one; it holds nothing up. */
export const usualOpinion: OpinionTerms = { isRequired: false, waitMs: 600_000, alarms: [] };

/** A short watch, so that a rehearsal is not a test of patience; production wants longer ones. */
export const usualTerms: ReleaseTerms = {
  checks: { path: '/', status: 200, text: null, withinMs: 1000, inARow: 5 },
  waitsForPress: true,
  steps: [],
  bakeMs: 60_000,
  guards: { errorShare: 0.02, latencyTimes: 3 },
  opinion: usualOpinion,
};

export const noControls: RolloutControls = {
  isHeld: false,
  isAborted: false,
  passed: 0,
  passedAtMs: null,
  by: '',
};

export const noMemory: ReleaseMemory = { baseline: null, sent: 0, revision: null, bakedMs: 0 };

/** What a yard says to a share of a release that was held or aborted a moment before. */
export const heldText = 'The release was held or aborted meanwhile.';

/** The same change twice is the same. @param nowMs the yard's, epoch milliseconds. */
export function controlled(
  before: RolloutControls,
  change: Word,
  by: string,
  nowMs: number,
): RolloutControls {
  switch (change.kind) {
    case 'hold':
      return { ...before, isHeld: true, by };
    case 'resume':
      return { ...before, isHeld: false, by };
    case 'abort':
      return { ...before, isAborted: true, by };
    case 'pass':
      // Of a place behind us nothing is renewed: an old press must not speak for a later place.
      if (change.place < before.passed) return before;
      return {
        ...before,
        ...{ passed: change.place, passedAtMs: nowMs, by },
        ...(change.accepts && { accepted: { ...change.accepts, by, atMs: nowMs } }),
      };
    case 'ask':
    case 'hand-over':
    case 'decline': {
      const handover = afterWord(before.handover, change);
      return { ...before, by, ...(handover && { handover }) };
    }
  }
}

/** `v003` */
export function releasedLabel(fleet: Fleet, { candidate }: ReleaseIntent): string {
  return candidate.kind === 'launch'
    ? generationLabel(candidate.number)
    : labelOf(fleet, candidate.generation);
}

/** Before which of its shares it waits for a person, from the first. */
export function waitsBefore({
  waitsForPress,
  findings,
  steps,
}: Pick<ReleaseTerms, 'waitsForPress' | 'findings' | 'steps'>): readonly boolean[] {
  const isFirst = waitsForPress || findings === 'strict';
  return [isFirst, ...steps.map(({ pauseMs }) => pauseMs === null)];
}

/** At that place, from 1, findings have to be accepted with the press. */
export function acceptsAt({ findings }: Pick<ReleaseTerms, 'findings'>, place: number): boolean {
  return findings === 'strict' && place === 1;
}

/** How the traffic is moved, in percent: the steps and then all of it. */
export function sharesOf(terms: Pick<ReleaseTerms, 'steps'>): readonly number[] {
  return [...terms.steps.map(({ percent }) => percent), 100];
}
