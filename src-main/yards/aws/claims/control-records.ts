/**
 * What is said to a running rollout, from any panel: `/blockyard/FLEET/control/NUMBER`. The claim is its
 * owner's to write, so this stands beside it, and it counts only while its rollout holds the fleet. Each
 * word is a parameter of its own that is created and never overwritten, and holds all that was said before
 * as well: a parameter cannot be written on condition, and of two who speak at once into the same one the
 * first, told that a release is held, would have held nothing. Pure.
 */
import * as z from 'zod';
import { fleetIdSchema, rolloutIdSchema } from '../../../../src-shared/id-schemas.ts';
import type { RolloutId } from '../../../../src-shared/ids.ts';
import { controlled, noControls } from '../../../../src-shared/release.ts';
import {
  rolloutControlsSchema,
  type RolloutControls,
} from '../../../../src-shared/release-schema.ts';
import type { ControlOrder } from '../../port.ts';

export const controlRecordSchema = z.object({
  schema: z.literal(1),
  fleet: fleetIdSchema,
  rollout: rolloutIdSchema,
  /** Its time by AWS's clock. */
  controls: rolloutControlsSchema,
});

export type ControlRecord = z.infer<typeof controlRecordSchema>;

export interface Said {
  readonly number: number;
  /** Null: written by a Blockyard that we do not understand, or by hand. */
  readonly record: ControlRecord | null;
}

/** @param said newest first. @returns null when nothing was said to this rollout. */
export function controlsOf(said: readonly Said[], rollout: RolloutId): RolloutControls | null {
  return said.find(({ record }) => record?.rollout === rollout)?.record?.controls ?? null;
}

/** Of words to one claim: more than anybody says to it. */
const wordsPerClaim = 1000;

/**
 * Above all that was said to claims of before: what is removed late of theirs is never a word of this one.
 * @param claimNumber of whoever holds the fleet.
 * @returns null when the newest word cannot be read: what comes after it would take it back unseen.
 */
export function nextWord(
  said: readonly Said[],
  { fleet, rollout, change, by }: ControlOrder,
  claimNumber: number,
  awsNowMs: number,
): { readonly number: number; readonly record: ControlRecord } | null {
  const [newest] = said;
  if (newest !== undefined && newest.record === null) return null;
  const before = controlsOf(said, rollout) ?? noControls;
  const controls = controlled(before, change, by, Math.round(awsNowMs));
  return {
    number: Math.max(newest?.number ?? 0, claimNumber * wordsPerClaim) + 1,
    record: { schema: 1, fleet, rollout, controls },
  };
}
