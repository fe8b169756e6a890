/**
 * The rehearsals of a fleet in one parameter of the account, `/blockyard/FLEET/rehearsal/kept`: the one that runs, noted
 * before anything is made for it, and the last that have ended. Pure.
 */
import * as z from 'zod';
import {
  fleetIdSchema,
  generationIdSchema,
  rolloutIdSchema,
} from '../../../../src-shared/id-schemas.ts';
import { asRolloutId, type FleetId, type RolloutId } from '../../../../src-shared/ids.ts';
import {
  keptRehearsals,
  rehearsalSchema,
  type Rehearsal,
} from '../../../../src-shared/rehearsal-schema.ts';

const runningSchema = z.object({
  /** What its test rule is known by, in the place of a rollout. */
  id: rolloutIdSchema,
  /** By AWS's clock, epoch milliseconds. */
  atMs: z.number(),
  by: z.string().max(300),
  away: generationIdSchema,
  back: generationIdSchema,
});

export const rehearsalsRecordSchema = z.object({
  schema: z.literal(1),
  fleet: fleetIdSchema,
  running: runningSchema.nullable(),
  /** Of rehearsals whose rule could not be removed at their end. */
  left: z.array(rolloutIdSchema).default([]),
  /** Newest last. */
  ended: z.array(rehearsalSchema),
});

export type RunningRehearsal = z.infer<typeof runningSchema>;
export type RehearsalsRecord = z.infer<typeof rehearsalsRecordSchema>;

export const noRehearsals = (fleet: FleetId): RehearsalsRecord => ({
  ...{ schema: 1, fleet, running: null, left: [], ended: [] },
});

/**
 * The record once this one is over; another one that runs meanwhile goes on.
 * @param over `ended` null: nothing was tried, and there is nothing to tell. `isLeft`: its rule may stand still.
 * @param fits whether a parameter has room for it.
 */
export function withEnded(
  record: RehearsalsRecord,
  over: { readonly id: RolloutId; readonly ended: Rehearsal | null; readonly isLeft: boolean },
  fits: (record: RehearsalsRecord) => boolean,
): RehearsalsRecord {
  const { id, ended, isLeft } = over;
  const running = record.running?.id === id ? null : record.running;
  const left = [...record.left.filter((one) => one !== id), ...(isLeft ? [id] : [])];
  let kept = [...record.ended, ...(ended === null ? [] : [ended])].slice(-keptRehearsals);
  while (kept.length > 1 && !fits({ ...record, running, left, ended: kept })) kept = kept.slice(1);
  return { ...record, running, left, ended: kept };
}

/** Longer none takes: whoever ran it is gone. */
export const longestRehearsalMs = 5 * 60_000;

/** Of this one nobody will ever hear. @param awsNowMs by AWS's clock, as its time is. */
export function isAbandoned({ atMs }: RunningRehearsal, awsNowMs: number): boolean {
  return Math.abs(awsNowMs - atMs) > longestRehearsalMs;
}

const idPattern = /^rehearsal-[0-9a-f]{12}$/u;

export function rehearsalIdOf(secret: string): RolloutId {
  return asRolloutId(`rehearsal-${secret.slice(0, 12)}`);
}

/** Whether a test rule was made for a rehearsal, by what it is known by. */
export function isRehearsalId(rollout: string): boolean {
  return idPattern.test(rollout);
}
