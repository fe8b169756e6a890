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

/** The oldest are left out where a parameter has no room for all. */
function fitted(record: RehearsalsRecord, fits: Fits): RehearsalsRecord {
  let ended = record.ended.slice(-keptRehearsals);
  while (ended.length > 0 && !fits({ ...record, ended })) ended = ended.slice(1);
  return { ...record, ended };
}

type Fits = (record: RehearsalsRecord) => boolean;

export function withRunning(
  record: RehearsalsRecord,
  running: RunningRehearsal,
  fits: Fits,
): RehearsalsRecord {
  return fitted({ ...record, running }, fits);
}

/**
 * The record once this one is over; another one that runs meanwhile goes on. Told again it is the same end.
 * @param over `ended` null: nothing was tried, and there is nothing to tell. `isLeft`: its rule may stand still.
 */
export function withEnded(
  record: RehearsalsRecord,
  over: { readonly id: RolloutId; readonly ended: Rehearsal | null; readonly isLeft: boolean },
  fits: Fits,
): RehearsalsRecord {
  const { id, ended, isLeft } = over;
  const running = record.running?.id === id ? null : record.running;
  const left = [...record.left.filter((one) => one !== id), ...(isLeft ? [id] : [])];
  const isTold = record.ended.some(({ atMs, by }) => atMs === ended?.atMs && by === ended.by);
  const all = ended === null || isTold ? record.ended : [...record.ended, ended];
  return fitted({ ...record, running, left, ended: all }, fits);
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
