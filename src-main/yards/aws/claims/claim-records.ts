/**
 * Who may change a fleet, as parameters in the account itself, where every panel finds them:
 * `/blockyard/FLEET/rollout/NUMBER` is created and never overwritten by anybody else, so that of two
 * panels one wins; a takeover creates the next number, and so does the end of a rollout, with a record that says
 * so and stays until the next one. So no number is used twice: a write or a removal of a rollout that is over, however
 * late it comes, meets nobody else's claim. (A parameter also must not be made anew under its name within 30 s of its
 * removal, says SSM's DeleteParameter.) What is said to it stands beside it (control-records.ts). Pure: from what
 * reads to what may be done.
 */
import * as z from 'zod';
import { intentSchema, rolloutSchema, type Rollout } from '../../../../src-shared/fleet.ts';
import {
  fleetIdSchema,
  generationIdSchema,
  rolloutIdSchema,
} from '../../../../src-shared/id-schemas.ts';
import type { BlockId, FleetId, RolloutId } from '../../../../src-shared/ids.ts';
import { isGivenTo } from '../../../../src-shared/handover.ts';
import { releaseMemorySchema } from '../../../../src-shared/release-schema.ts';
import type { Fault } from '../../../../src-shared/result.ts';
import { ownerText } from '../../../../src-shared/wording.ts';
import type { ClaimOrder } from '../../port.ts';
import { controlRecordSchema, controlsOf, type Said } from './control-records.ts';
import { dataRecordSchema, type DataRecord } from './data-records.ts';
import { notePageSchema, type ReadNotePage } from './note-records.ts';
import { rehearsalsRecordSchema, type RehearsalsRecord } from './rehearsal-records.ts';
import { turnedRecordSchema, type TurnedRecord } from './turned-records.ts';
import { workRecordSchema, type WorkWord } from './work-records.ts';

const recordSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('held'),
    schema: z.literal(1),
    fleet: fleetIdSchema,
    rollout: rolloutIdSchema,
    intent: intentSchema,
    owner: rolloutSchema.shape.owner,
    leaseMs: z.number().int().positive(),
    /** By AWS's clock, epoch milliseconds. */
    startedAtMs: z.number(),
    /** The fleet's numbers up to this one were used before its first epoch. */
    before: z.number().int().nonnegative().default(0),
    /** Of a release, as its owner last told; a panel that knows no releases leaves it out. */
    memory: releaseMemorySchema.optional(),
    /** What its owner is at, as it last told. */
    step: rolloutSchema.shape.step,
  }),
  /** Nobody is at work any more: what stands below is over. */
  z.object({ kind: z.literal('ended'), schema: z.literal(1), fleet: fleetIdSchema }),
]);

const previousSchema = z.object({
  schema: z.literal(1),
  fleet: fleetIdSchema,
  /** Holds while this one serves alone... */
  current: generationIdSchema,
  /** ... because it took over from this one. */
  previous: generationIdSchema,
  /** Blocks that each of the two had then. */
  sizes: z.record(generationIdSchema, z.number().int().nonnegative()),
});

export type ClaimRecord = z.infer<typeof recordSchema>;
export type HeldRecord = Extract<ClaimRecord, { kind: 'held' }>;
export type PreviousRecord = z.infer<typeof previousSchema>;

/** Its name says which one; the rest is for people who look into the account. */
export interface EndingRecord {
  readonly schema: 1;
  readonly fleet: FleetId;
  readonly block: BlockId;
}

/** A parameter as SSM gives it. */
export interface ReadParameter {
  readonly name: string;
  readonly value: string;
  /** By AWS's clock, epoch milliseconds. */
  readonly modifiedAtMs: number;
}

export interface Claim {
  /** Of the fleet, never used twice; that of a rollout's epoch is `before` and the epoch together. */
  readonly number: number;
  /** Null: written by a Blockyard that we do not understand, or by hand. */
  readonly record: ClaimRecord | null;
  readonly modifiedAtMs: number;
}

export interface FleetClaims {
  /** Highest number first: it alone counts. */
  readonly claims: readonly Claim[];
  /** Newest first; of rollouts that ended, too. */
  readonly said: readonly Said[];
  readonly previous: PreviousRecord | null;
  /** Servers that were to be ended, and whose end is not noted yet. */
  readonly ending: readonly string[];
  /** Test rules of the operator's that are turned to a candidate. */
  readonly turned: readonly TurnedRecord[];
  /** Who takes work, where servers fetch it; newest first. */
  readonly work: readonly WorkWord[];
  /** What generations do to shared data. */
  readonly data: readonly DataRecord[];
  /** What people wrote; newest first. */
  readonly notes: readonly ReadNotePage[];
  /** Null: none was ever tried, or it cannot be read. */
  readonly rehearsals: RehearsalsRecord | null;
}

export const noClaims: FleetClaims = {
  ...{
    claims: [],
    said: [],
    previous: null,
    ending: [],
    turned: [],
    work: [],
    data: [],
    notes: [],
    rehearsals: null,
  },
};

/** SSM's limit for a standard parameter. */
export const valueLimitBytes = 4096;
/** What a release comes to remember, with what it is at: without room for it a renewal would end it midway. */
const memoryBytes = 1200;

export function roomToKeep(record: object): number {
  const held = recordSchema.safeParse(record).data;
  const isBegun = held?.kind === 'held' && held.intent.kind === 'release' && held.memory === undefined; // prettier-ignore
  return isBegun ? memoryBytes : 0;
}

export const claimsPath = '/blockyard';

export const fleetPath = (fleet: FleetId): string => `${claimsPath}/${fleet}`;
export const claimName = (fleet: FleetId, number: number): string =>
  `${fleetPath(fleet)}/rollout/${number}`;
export const controlName = (fleet: FleetId, number: number): string =>
  `${fleetPath(fleet)}/control/${number}`;
export const endingName = (fleet: FleetId, block: string): string =>
  `${fleetPath(fleet)}/ending/${block}`;
export const workName = (fleet: FleetId, revision: number): string =>
  `${fleetPath(fleet)}/taker/${revision}`;
export const noteName = (fleet: FleetId, number: number): string =>
  `${fleetPath(fleet)}/note/${number}`;
export const turnedName = (fleet: FleetId, rollout: RolloutId): string =>
  `${fleetPath(fleet)}/turned/${rollout}`;
export const rehearsalsName = (fleet: FleetId): string => `${fleetPath(fleet)}/rehearsal/kept`;
export const previousName = (fleet: FleetId): string => `${fleetPath(fleet)}/previous`;

/** Whether the fleet's id can be part of a parameter's name. */
export function canHoldClaims(fleet: FleetId): boolean {
  return /^[A-Za-z0-9_.-]{1,300}$/u.test(fleet);
}

export function readClaims(parameters: readonly ReadParameter[]): ReadonlyMap<string, FleetClaims> {
  const fleets = new Map<string, FleetClaims>();
  for (const { name, value, modifiedAtMs } of parameters) {
    const [, fleet, kind, number, block, data, turner, kept] =
      /^\/blockyard\/([^/]+)\/(?:(rollout|control|taker|note)\/([1-9]\d{0,8})|ending\/(i-[0-9a-f]{1,40})|data\/([0-9a-f]{32})|turned\/([A-Za-z0-9_.-]{1,100})|(rehearsal\/kept)|previous)$/u.exec(
        name,
      ) ?? [];
    if (fleet === undefined) continue;
    const known = fleets.get(fleet) ?? noClaims;
    if (turner !== undefined) {
      const record = parsed(turnedRecordSchema, value);
      const isWhole = record?.fleet === fleet && record.rollout === turner;
      fleets.set(fleet, { ...known, turned: isWhole ? [...known.turned, record] : known.turned });
      continue;
    }
    if (kept !== undefined) {
      const record = parsed(rehearsalsRecordSchema, value);
      fleets.set(fleet, { ...known, rehearsals: record?.fleet === fleet ? record : null });
      continue;
    }
    if (block !== undefined) {
      fleets.set(fleet, { ...known, ending: [...known.ending, block].sort() });
      continue;
    }
    if (data !== undefined) {
      const record = parsed(dataRecordSchema, value);
      // Not to be read it says nothing; a newer panel wrote it, and that one reads it.
      if (record?.fleet === fleet) fleets.set(fleet, { ...known, data: [...known.data, record] });
      continue;
    }
    if (kind === 'control') {
      const record = parsed(controlRecordSchema, value);
      const word = { number: Number(number), record: record?.fleet === fleet ? record : null };
      const said = [...known.said, word].sort((a, b) => b.number - a.number);
      fleets.set(fleet, { ...known, said });
      continue;
    }
    if (kind === 'note') {
      const page = parsed(notePageSchema, value);
      const read = { number: Number(number), page: page?.fleet === fleet ? page : null };
      const notes = [...known.notes, read].sort((a, b) => b.number - a.number);
      fleets.set(fleet, { ...known, notes });
      continue;
    }
    if (kind === 'taker') {
      const record = parsed(workRecordSchema, value);
      const word = { revision: Number(number), record: record?.fleet === fleet ? record : null };
      const work = [...known.work, word].sort((a, b) => b.revision - a.revision);
      fleets.set(fleet, { ...known, work });
      continue;
    }
    if (kind === undefined) {
      const record = parsed(previousSchema, value);
      fleets.set(fleet, { ...known, previous: record?.fleet === fleet ? record : null });
      continue;
    }
    const record = parsed(recordSchema, value);
    const claim = {
      number: Number(number),
      record: record?.fleet === fleet ? record : null,
      modifiedAtMs,
    };
    const claims = [...known.claims, claim].sort((a, b) => b.number - a.number);
    fleets.set(fleet, { ...known, claims });
  }
  return fleets;
}

function parsed<Schema extends z.ZodType>(schema: Schema, value: string): z.infer<Schema> | null {
  try {
    return schema.safeParse(JSON.parse(value)).data ?? null;
  } catch {
    return null;
  }
}

export interface Holder extends Claim {
  readonly record: HeldRecord;
  /** Of its rollout, from 1, rising by one with each takeover. */
  readonly epoch: number;
}

/** Whoever holds the fleet, or null. */
export function holderOf({ claims }: FleetClaims): Holder | null {
  const [highest] = claims;
  if (highest?.record?.kind !== 'held') return null;
  const { record, number } = highest;
  return { ...highest, record, epoch: number - record.before };
}

/** The first one that nobody has used. */
export function nextNumber({ claims }: FleetClaims): number {
  return (claims[0]?.number ?? 0) + 1;
}

/**
 * In the panel's words. The lease counts from when AWS last wrote the claim, by AWS's clock; only then it
 * is put on ours: two computers whose clocks differ by an hour see the same seconds left.
 * @param skewMs AWS's clock minus ours.
 */
export function rolloutOf(claims: FleetClaims, skewMs: number): Rollout | null {
  const holder = holderOf(claims);
  if (holder === null) return null;
  const { rollout, intent, owner, leaseMs, startedAtMs, memory, step } = holder.record;
  const controls = controlsOf(claims.said, rollout);
  const passedAtMs = controls?.passedAtMs ?? null;
  return {
    id: rollout,
    intent,
    owner,
    epoch: holder.epoch,
    leaseEndsAtMs: holder.modifiedAtMs + leaseMs - skewMs,
    startedAtMs: startedAtMs - skewMs,
    launched: [],
    ...(controls === null
      ? {}
      : {
          controls: { ...controls, passedAtMs: passedAtMs === null ? null : passedAtMs - skewMs },
        }),
    ...(memory === undefined ? {} : { memory }),
    ...(step === undefined ? {} : { step }),
  };
}

export type Claiming =
  /** `left`: numbers of claims that mean nothing once this one stands. */
  | {
      readonly kind: 'create';
      readonly number: number;
      readonly record: HeldRecord;
      readonly left: readonly number[];
    }
  /** The same claim again, whose answer was lost. */
  | { readonly kind: 'renew'; readonly number: number; readonly record: HeldRecord }
  | { readonly kind: 'no'; readonly fault: Fault };

/** @param awsNowMs by AWS's clock. */
export function claimingOf(order: ClaimOrder, now: FleetClaims, awsNowMs: number): Claiming {
  const { fleet, rollout, intent, owner, leaseMs, epoch } = order;
  const record: HeldRecord = {
    kind: 'held',
    schema: 1,
    fleet,
    rollout,
    intent,
    owner,
    leaseMs,
    startedAtMs: Math.round(awsNowMs),
    before: now.claims[0]?.number ?? 0,
  };
  const [highest] = now.claims;
  const created = { number: nextNumber(now), left: now.claims.map((claim) => claim.number) };
  if (highest !== undefined && highest.record === null) return { kind: 'no', fault: unreadable };
  const holder = holderOf(now);
  if (holder === null) {
    if (epoch !== 1)
      return no('The rollout to be taken over is finished, or was ended by a revert.');
    return { kind: 'create', ...created, record };
  }
  const held = holder.record;
  if (held.rollout !== rollout) return no(anotherRuns(held));
  const isOwner = held.owner.panel === owner.panel;
  if (epoch === holder.epoch && isOwner) {
    return { kind: 'renew', number: holder.number, record: { ...held, leaseMs } };
  }
  if (epoch !== holder.epoch + 1) {
    return no(
      `The rollout is at epoch ${holder.epoch}; it can only be taken over with the next one.`,
    );
  }
  const controls = controlsOf(now.said, rollout) ?? undefined;
  const isGiven = isGivenTo({ owner: held.owner, epoch: holder.epoch, controls }, owner.panel);
  if (!isOwner && !isGiven && awsNowMs < holder.modifiedAtMs + held.leaseMs + clockSlackMs) {
    return no(`The rollout is in the hands of ${ownerText(held.owner)}.`);
  }
  // What the rollout wants was decided at its beginning; a new owner carries on with that.
  const { intent: first, startedAtMs, before, memory, step } = held;
  const told = { ...(memory && { memory }), ...(step !== undefined && { step }) };
  const kept = { intent: first, startedAtMs, before, ...told };
  return { kind: 'create', ...created, record: { ...record, ...kept } };
}

/** AWS tells its time in whole seconds. */
const clockSlackMs = 1000;

export const unreadable: Fault = {
  code: 'version-mismatch',
  message: 'A change of this fleet is running that this Blockyard cannot read.',
  todo: 'Use the newest panel, or remove what stands below /blockyard in the parameter store.',
};

/** @returns why the rollout does not hold the fleet, or null. @param epoch as far as the caller knows its own. */
export function whyNotHeld(
  now: FleetClaims,
  rollout: RolloutId,
  epoch: number | null,
): Fault | null {
  const holder = holderOf(now);
  if (holder === null) {
    const message =
      'This rollout does not hold the fleet any more: it is finished or was overtaken.';
    return conflict(now.claims[0]?.record === null ? unreadable.message : message);
  }
  if (holder.record.rollout !== rollout) return conflict(anotherRuns(holder.record));
  if (epoch === null || holder.epoch === epoch) return null;
  return conflict(
    `This rollout was taken over by ${ownerText(holder.record.owner)} (epoch ${holder.epoch}).`,
  );
}

function anotherRuns(held: HeldRecord): string {
  return `Another change of this fleet is running (${held.intent.kind}, by ${ownerText(held.owner)}).`;
}

function no(message: string): Claiming {
  return { kind: 'no', fault: conflict(message) };
}

export function conflict(message: string): Fault {
  return { code: 'conflict', message, todo: 'Look at the fleet again before you go on.' };
}
