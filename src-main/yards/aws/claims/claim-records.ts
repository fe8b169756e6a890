/**
 * Who may change a fleet, as parameters in the account itself, where every panel finds them:
 * `/blockyard/FLEET/rollout/EPOCH` is created and never overwritten by anybody else, so that of two
 * panels one wins; a takeover creates the next epoch. What is said to it stands beside it
 * (control-records.ts). Pure: from what reads to what may be done.
 */
import * as z from 'zod';
import { intentSchema, rolloutSchema, type Rollout } from '../../../../src-shared/fleet.ts';
import {
  fleetIdSchema,
  generationIdSchema,
  rolloutIdSchema,
} from '../../../../src-shared/id-schemas.ts';
import type { FleetId, RolloutId } from '../../../../src-shared/ids.ts';
import { isGivenTo } from '../../../../src-shared/handover.ts';
import { releaseMemorySchema } from '../../../../src-shared/release-schema.ts';
import type { Fault } from '../../../../src-shared/result.ts';
import { ownerText } from '../../../../src-shared/wording.ts';
import type { ClaimOrder } from '../../port.ts';
import { controlRecordSchema, controlsOf, type Said } from './control-records.ts';

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
    /** Of a release, as its owner last told; a panel that knows no releases leaves it out. */
    memory: releaseMemorySchema.optional(),
    /** What its owner is at, as it last told. */
    step: rolloutSchema.shape.step,
  }),
  /** A higher epoch took over; when that is gone, this one means nothing. */
  z.object({ kind: z.literal('superseded'), schema: z.literal(1), fleet: fleetIdSchema }),
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

/** A parameter as SSM gives it. */
export interface ReadParameter {
  readonly name: string;
  readonly value: string;
  /** By AWS's clock, epoch milliseconds. */
  readonly modifiedAtMs: number;
}

export interface Claim {
  readonly epoch: number;
  /** Null: written by a Blockyard that we do not understand, or by hand. */
  readonly record: ClaimRecord | null;
  readonly modifiedAtMs: number;
}

export interface FleetClaims {
  /** Highest epoch first. */
  readonly claims: readonly Claim[];
  /** Newest first; of rollouts that ended, too. */
  readonly said: readonly Said[];
  readonly previous: PreviousRecord | null;
}

export const noClaims: FleetClaims = { claims: [], said: [], previous: null };

/** SSM's limit for a standard parameter. */
export const valueLimitBytes = 4096;
export const claimsPath = '/blockyard';

export const fleetPath = (fleet: FleetId): string => `${claimsPath}/${fleet}`;
export const claimName = (fleet: FleetId, epoch: number): string =>
  `${fleetPath(fleet)}/rollout/${epoch}`;
export const controlName = (fleet: FleetId, number: number): string =>
  `${fleetPath(fleet)}/control/${number}`;
export const previousName = (fleet: FleetId): string => `${fleetPath(fleet)}/previous`;

/** Whether the fleet's id can be part of a parameter's name. */
export function canHoldClaims(fleet: FleetId): boolean {
  return /^[A-Za-z0-9_.-]{1,300}$/u.test(fleet);
}

export function readClaims(parameters: readonly ReadParameter[]): ReadonlyMap<string, FleetClaims> {
  const fleets = new Map<string, FleetClaims>();
  for (const { name, value, modifiedAtMs } of parameters) {
    const [, fleet, kind, number] =
      /^\/blockyard\/([^/]+)\/(?:(rollout|control)\/([1-9]\d{0,8})|previous)$/u.exec(name) ?? [];
    if (fleet === undefined) continue;
    const known = fleets.get(fleet) ?? noClaims;
    if (kind === 'control') {
      const record = parsed(controlRecordSchema, value);
      const word = { number: Number(number), record: record?.fleet === fleet ? record : null };
      const said = [...known.said, word].sort((a, b) => b.number - a.number);
      fleets.set(fleet, { ...known, said });
      continue;
    }
    if (kind === undefined) {
      const record = parsed(previousSchema, value);
      fleets.set(fleet, { ...known, previous: record?.fleet === fleet ? record : null });
      continue;
    }
    const record = parsed(recordSchema, value);
    const claim = {
      epoch: Number(number),
      record: record?.fleet === fleet ? record : null,
      modifiedAtMs,
    };
    const claims = [...known.claims, claim].sort((a, b) => b.epoch - a.epoch);
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

/** Whoever holds the fleet, or null. */
export function holderOf({ claims }: FleetClaims): (Claim & { record: HeldRecord }) | null {
  const [highest] = claims;
  return highest?.record?.kind === 'held' ? { ...highest, record: highest.record } : null;
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
  /** `left`: superseded claims that stand in the way and mean nothing any more. */
  | { readonly kind: 'create'; readonly record: HeldRecord; readonly left: readonly number[] }
  /** The same claim again, whose answer was lost. */
  | { readonly kind: 'renew'; readonly record: HeldRecord }
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
  };
  const [highest] = now.claims;
  if (highest !== undefined && highest.record === null) return { kind: 'no', fault: unreadable };
  const holder = holderOf(now);
  if (holder === null) {
    if (epoch !== 1)
      return no('The rollout to be taken over is finished, or was ended by a revert.');
    return { kind: 'create', record, left: now.claims.map((claim) => claim.epoch) };
  }
  const held = holder.record;
  if (held.rollout !== rollout) return no(anotherRuns(held));
  const isOwner = held.owner.panel === owner.panel;
  if (epoch === holder.epoch && isOwner) return { kind: 'renew', record: { ...held, leaseMs } };
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
  const { intent: first, startedAtMs, memory, step } = held;
  const told = { ...(memory && { memory }), ...(step !== undefined && { step }) };
  const kept = { intent: first, startedAtMs, ...told };
  return { kind: 'create', record: { ...record, ...kept }, left: [] };
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
