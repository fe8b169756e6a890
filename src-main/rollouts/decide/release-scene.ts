/** How far a release has come, read off the split and the generations: no memory is needed for it. */
import type { Generation } from '../../../src-shared/fleet.ts';
import type { GenerationId } from '../../../src-shared/ids.ts';
import {
  noControls,
  releasedLabel,
  sharesOf,
  waitsBefore,
  type ReleaseIntent,
} from '../../../src-shared/release.ts';
import { releasedId } from '../../../src-shared/released-id.ts';
import type { RolloutControls } from '../../../src-shared/release-schema.ts';
import { generationOf, weightOf } from '../../../src-shared/roles.ts';
import { labelOf, sendsAllTo, shareOf } from '../../../src-shared/split.ts';
import type { DecideInput } from './decision.ts';
import { stepsOf, type StepKey } from './facts.ts';

export type ReleaseInput = DecideInput<'release'>;

export interface ReleaseScene {
  readonly candidate: GenerationId;
  /** Undefined before it was launched, and in a poor read. */
  readonly generation: Generation | undefined;
  readonly label: string;
  readonly fromLabel: string;
  /** In percent, the last is 100. */
  readonly shares: readonly number[];
  /**
   * Which of the shares the split has: -1 none of it yet; null: a split that this release never writes.
   */
  readonly at: number | null;
  readonly controls: RolloutControls;
}

export function sceneOf(input: ReleaseInput): ReleaseScene {
  const { fleet, intent, rollout } = input;
  const candidate = releasedId(fleet, intent);
  const generation = generationOf(fleet, candidate);
  const label = releasedLabel(fleet, intent);
  const shares = sharesOf(intent.terms);
  const running = fleet.rollout?.id === rollout ? fleet.rollout : null;
  return {
    candidate,
    generation,
    label,
    fromLabel: labelOf(fleet, intent.from),
    shares,
    at: placeIn(input, candidate, shares),
    controls: running?.controls ?? noControls,
  };
}

function placeIn(
  input: ReleaseInput,
  candidate: GenerationId,
  shares: readonly number[],
): number | null {
  const { fleet, intent } = input;
  const { from } = intent;
  if (sendsAllTo(fleet, from)) return -1;

  const isOfTheTwo = fleet.split.weights.every(
    ({ generation, weight }) => weight === 0 || generation === from || generation === candidate,
  );
  if (!isOfTheTwo || weightOf(fleet, candidate) === 0) return null;
  // A load balancer may keep other sums than ours.
  const percent = Math.round(shareOf(fleet, candidate) * 100);
  const at = shares.indexOf(percent);
  return at === -1 || !mayBeOurs(input, at) ? null : at;
}

/**
 * A share of ours that was never sent is somebody else's, who may have meant it. Where writes are counted
 * ours follow one upon the other.
 */
function mayBeOurs({ fleet, intent, facts, revisions }: ReleaseInput, at: number): boolean {
  const { memory } = facts.release;
  if (memory.sent <= at && facts.steps[shiftKey(at)] === undefined) return false;
  const known = Math.max(memory.revision ?? intent.expectedRevision, ...receiptsIn(facts));
  return revisions === 'fingerprint' || fleet.split.revision <= known + 1;
}

function receiptsIn(facts: ReleaseInput['facts']): number[] {
  return stepsOf(facts).flatMap(([, step]) =>
    step.kind === 'done' && step.receipt.kind === 'routed' ? [step.receipt.revision] : [],
  );
}

/** Names the write that leads to a share. */
export function shiftKey(at: number): StepKey {
  return `shift-${at + 1}`;
}

/**
 * Which of the places where it waits for a person comes before the share, from 1; null: none does.
 * A step without a time of its own is such a place for the share after it.
 */
export function placeBefore({ terms }: ReleaseIntent, at: number): number | null {
  const waits = waitsBefore(terms);
  if (waits[at] !== true) return null;
  return waits.slice(0, at + 1).filter(Boolean).length;
}
