/** The claims in SSM parameters. Each write is sent once; what became of it is read, not assumed. */
import { DeleteParameterCommand, PutParameterCommand } from '@aws-sdk/client-ssm';
import type { BlockId, FleetId, GenerationId, RolloutId } from '../../../../src-shared/ids.ts';
import type { Rollout } from '../../../../src-shared/fleet.ts';
import { fail, succeed, type Result } from '../../../../src-shared/result.ts';
import type { Clock } from '../../../clock/clock.ts';
import { isHandoverWord, whyNotSaid } from '../../../../src-shared/handover.ts';
import type { Note, NoteOrder } from '../../../../src-shared/note-schema.ts';
import type { ClaimOrder, ControlOrder, OwnersWord } from '../../port.ts';
import { attempt, type AwsClients } from '../session/clients.ts';
import {
  canHoldClaims,
  claimingOf,
  claimName,
  claimsPath,
  conflict,
  controlName,
  endingName,
  fleetPath,
  holderOf,
  nextNumber,
  noClaims,
  noteName,
  previousName,
  readClaims,
  rolloutOf,
  roomToKeep,
  unreadable,
  valueLimitBytes,
  whyNotHeld,
  type ClaimRecord,
  type Claiming,
  type EndingRecord,
  type FleetClaims,
  type HeldRecord,
  type PreviousRecord,
} from './claim-records.ts';
import { nextWord, type ControlRecord, type Said } from './control-records.ts';
import { nextNotePage, type NotePage } from './note-records.ts';
import { parametersBelow } from './parameters-below.ts';
import { parameterText } from './parameter-text.ts';
import { createServerClock } from './server-clock.ts';

export interface SsmClaims {
  /** Of all fleets, by fleet id; one call for ten parameters, as SSM pages them. */
  readonly readAll: () => Promise<Result<ReadonlyMap<string, FleetClaims>>>;
  readonly rolloutIn: (claims: FleetClaims) => Rollout | null;
  /** By AWS's clock, epoch milliseconds. */
  readonly awsNowMs: () => number;
  readonly claim: (order: ClaimOrder) => Promise<Result<Rollout>>;
  readonly renew: (
    fleet: FleetId,
    rollout: RolloutId,
    epoch: number,
    leaseMs: number,
    told?: OwnersWord,
  ) => Promise<Result<null>>;
  /** Whoever owns the rollout. Answered when it stands, after all that was said before. */
  readonly control: (order: ControlOrder) => Promise<Result<null>>;
  /** Added to what people wrote, below nobody's claim. */
  readonly annotate: (order: NoteOrder) => Promise<Result<Note>>;
  /** @param wayBack recorded before the claim is let go, when its cutover took effect. */
  readonly finish: (
    fleet: FleetId,
    rollout: RolloutId,
    epoch: number,
    wayBack: (held: HeldRecord) => PreviousRecord | null,
  ) => Promise<Result<null>>;
  /** Asked again before each write. */
  readonly holds: (fleet: FleetId, rollout: RolloutId) => Promise<Result<null>>;
  /** Of a generation whose servers are about to end: it is no way back any more, and has no size to keep. */
  readonly forgetWayBack: (fleet: FleetId, generation: GenerationId) => Promise<Result<null>>;
  /** How many servers it was recorded with when it served last; null: it was not. */
  readonly meantSize: (fleet: FleetId, generation: GenerationId) => Promise<Result<number | null>>;
  /** Where one is recorded: another one from now on. */
  readonly setMeantSize: (
    fleet: FleetId,
    generation: GenerationId,
    size: number,
  ) => Promise<Result<null>>;
  readonly noteEnding: (fleet: FleetId, block: BlockId) => Promise<Result<null>>;
  readonly forgetEnding: (fleet: FleetId, block: BlockId) => Promise<Result<null>>;
  /** Ends the rollout that holds the fleet, unless it is `by` or began after this call. */
  readonly release: (fleet: FleetId, by: RolloutId) => Promise<Result<null>>;
}

function fitsParameter(record: object): boolean {
  return Buffer.byteLength(parameterText(record)) <= valueLimitBytes;
}

/** Each of those who speak, take over or end at once costs the others one. */
const attempts = 6;

export function createSsmClaims(
  { ssm, ssmWrites }: Pick<AwsClients, 'ssm' | 'ssmWrites'>,
  clock: Clock,
): SsmClaims {
  const serverClock = createServerClock(clock);
  ssm.middlewareStack.use(serverClock.plugin);
  ssmWrites.middlewareStack.use(serverClock.plugin);
  /** Epochs that we won in this process. */
  const own = new Map<RolloutId, number>();

  const readPath = (path: string): Promise<Result<ReadonlyMap<string, FleetClaims>>> =>
    attempt(async () => readClaims(await parametersBelow(ssm, path)));

  const read = async (fleet: FleetId): Promise<Result<FleetClaims>> => {
    if (!canHoldClaims(fleet)) {
      return fail({ code: 'bad-input', message: 'This fleet has no name that can be claimed.' });
    }
    const claims = await readPath(fleetPath(fleet));
    return claims.ok ? succeed(claims.value.get(fleet) ?? noClaims) : claims;
  };

  /** @returns the parameter's version: 1 when the write created it. */
  const put = (
    name: string,
    record: ClaimRecord | ControlRecord | PreviousRecord | EndingRecord | NotePage,
    isNew: boolean,
  ): Promise<Result<number>> => {
    const Value = parameterText(record);
    if (Buffer.byteLength(Value) > valueLimitBytes - roomToKeep(record)) {
      const message = 'What this change wants is too long to be recorded in the parameter store.';
      return Promise.resolve(fail({ code: 'bad-input', message }));
    }
    const input = { Name: name, Value, Type: 'String' as const, Overwrite: !isNew };
    return attempt(async () => (await ssmWrites.send(new PutParameterCommand(input))).Version ?? 0);
  };

  /** What is gone already is as good. */
  const remove = async (name: string): Promise<Result<null>> => {
    const answer = await attempt(() => ssmWrites.send(new DeleteParameterCommand({ Name: name })));
    return answer.ok || answer.fault.code === 'not-found' ? succeed(null) : answer;
  };

  /** Of no rollout that holds the fleet, or said again in a newer one: left over it would mean nothing. */
  const forget = async (fleet: FleetId, said: readonly Said[]): Promise<void> => {
    await Promise.all(said.map(({ number }) => remove(controlName(fleet, number))));
  };

  /** Below what counts they mean nothing: what cannot be removed goes with the next claim or end. */
  const removeAll = async (fleet: FleetId, numbers: readonly number[]): Promise<void> => {
    await Promise.all(numbers.map((number) => remove(claimName(fleet, number))));
  };

  /** @returns null when somebody took it over, or ended it, between our read and our write. */
  const tryEnd = async (fleet: FleetId, now: FleetClaims): Promise<Result<null> | null> => {
    const ended = { kind: 'ended', schema: 1, fleet } as const;
    const made = await put(claimName(fleet, nextNumber(now)), ended, true);
    if (!made.ok) return made.fault.code === 'conflict' ? null : made;
    const numbers = now.claims.map(({ number }) => number);
    await Promise.all([removeAll(fleet, numbers), forget(fleet, now.said)]);
    return succeed(null);
  };

  /** @param isOver what is to be answered without ending anything; null: it is to end. */
  const end = async (
    fleet: FleetId,
    isOver: (now: FleetClaims) => Promise<Result<null> | null>,
  ): Promise<Result<null>> => {
    for (let turn = 0; turn < attempts; turn += 1) {
      const now = await read(fleet);
      if (!now.ok) return now;
      const answer = (await isOver(now.value)) ?? (await tryEnd(fleet, now.value));
      if (answer !== null) return answer;
    }
    return fail(conflict('Others change who is at work on this fleet at the same time.'));
  };

  /** @returns null when others were quicker: all of it is said anew. */
  const trySay = async (order: ControlOrder): Promise<Result<null> | null> => {
    const { fleet, rollout } = order;
    const now = await read(fleet);
    if (!now.ok) return now;
    const fault = whyNotHeld(now.value, rollout, null);
    if (fault !== null) return fail(fault);
    const running = rolloutOf(now.value, serverClock.skewMs());
    const why =
      running !== null && isHandoverWord(order.change) ? whyNotSaid(running, order.change) : null;
    if (why !== null) return fail(conflict(why));
    const claimed = now.value.claims[0]?.number ?? 0;
    const word = nextWord(now.value.said, order, claimed, serverClock.nowMs());
    if (word === null) return fail(unreadable);
    const name = controlName(fleet, word.number);
    const made = await put(name, word.record, true);
    if (!made.ok) return made.fault.code === 'conflict' ? null : made;
    const after = await read(fleet);
    if (!after.ok) return fail({ ...after.fault, code: 'unknown-outcome' });
    const late = whyNotHeld(after.value, rollout, null);
    if (late !== null) {
      await remove(name);
      return fail(late);
    }
    // One that was removed as old can be made anew, below what counts.
    if (after.value.said[0]?.number !== word.number) return null;
    await forget(fleet, after.value.said.slice(1));
    return succeed(null);
  };

  /** What stands now: two panels that created different epochs at once must not both go on. */
  const confirmed = async (order: ClaimOrder, number: number): Promise<Result<Rollout>> => {
    const after = await read(order.fleet);
    if (!after.ok) return after;
    const fault = whyNotHeld(after.value, order.rollout, order.epoch);
    const rollout = rolloutOf(after.value, serverClock.skewMs());
    if (fault !== null || rollout === null) {
      await remove(claimName(order.fleet, number));
      return fail(fault ?? conflict('The claim is gone.'));
    }
    own.set(order.rollout, order.epoch);
    return succeed(rollout);
  };

  const create = async (
    order: ClaimOrder,
    { number, record, left }: Extract<Claiming, { kind: 'create' }>,
  ): Promise<Result<Rollout>> => {
    const { fleet } = order;
    const made = await put(claimName(fleet, number), record, true);
    if (made.ok) {
      const claimed = await confirmed(order, number);
      if (claimed.ok) await removeAll(fleet, left);
      return claimed;
    }
    if (made.fault.code !== 'conflict') return made;
    // Somebody was quicker, or we were and the answer was lost.
    const after = await read(fleet);
    if (!after.ok) return after;
    const again = claimingOf(order, after.value, serverClock.nowMs());
    if (again.kind === 'renew') return confirmed(order, again.number);
    return fail(again.kind === 'no' ? again.fault : conflict('Somebody else was quicker.'));
  };

  return {
    readAll: () => readPath(claimsPath),
    rolloutIn: (claims) => rolloutOf(claims, serverClock.skewMs()),
    awsNowMs: serverClock.nowMs,
    async claim(order) {
      const before = await read(order.fleet);
      if (!before.ok) return before;
      const claiming = claimingOf(order, before.value, serverClock.nowMs());
      if (claiming.kind === 'no') return fail(claiming.fault);
      if (claiming.kind === 'create') return create(order, claiming);
      const { number, record } = claiming;
      const renewed = await put(claimName(order.fleet, number), record, false);
      return renewed.ok ? confirmed(order, number) : renewed;
    },
    async renew(fleet, rollout, epoch, leaseMs, told) {
      const now = await read(fleet);
      if (!now.ok) return now;
      const fault = whyNotHeld(now.value, rollout, epoch);
      const holder = holderOf(now.value);
      if (fault !== null || holder === null) return fail(fault ?? conflict('The claim is gone.'));
      const name = claimName(fleet, holder.number);
      const written = await put(name, { ...holder.record, leaseMs, ...told }, false);
      if (!written.ok) return written;
      if (written.value !== 1) return succeed(null);
      // A revert removed it between our read and our write, which brought it back.
      await remove(name);
      return fail(conflict('This rollout does not hold the fleet any more: it was overtaken.'));
    },
    finish: (fleet, rollout, epoch, wayBack) =>
      end(fleet, async (now) => {
        const holder = holderOf(now);
        if (holder?.record.rollout !== rollout) return succeed(null);
        const fault = whyNotHeld(now, rollout, epoch);
        if (fault !== null) return fail(fault);
        const record = wayBack(holder.record);
        const kept = record === null ? succeed(0) : await put(previousName(fleet), record, false);
        if (!kept.ok) return kept;
        own.delete(rollout);
        return null;
      }),
    async control(order) {
      for (let turn = 0; turn < attempts; turn += 1) {
        const answer = await trySay(order);
        if (answer !== null) return answer;
      }
      return fail(conflict('Others speak to this change at the same time.'));
    },
    async annotate(order) {
      const note = { ...order, atMs: Math.round(serverClock.nowMs()) };
      const made: number[] = [];
      for (let attempt = 0; attempt < attempts; attempt += 1) {
        const now = await read(order.fleet);
        if (!now.ok) return made.length === 0 ? now : fail({ ...now.fault, code: 'unknown-outcome' }); // prettier-ignore
        const pages = now.value.notes;
        // On top it stays; a number that was given out before can be made anew below, and then it is said once more.
        const stands = pages.find(
          ({ number, page }, at) =>
            (at === 0 || !made.includes(number)) && page?.notes.some(({ id }) => id === note.id),
        );
        if (stands !== undefined) {
          return succeed(stands.page?.notes.find(({ id }) => id === note.id) ?? note);
        }
        const next = nextNotePage(pages, note, fitsParameter);
        const answer = await put(noteName(order.fleet, next.number), next.page, true);
        if (answer.ok) {
          made.push(next.number);
          if (next.superfluous !== null) await remove(noteName(order.fleet, next.superfluous));
        } else if (answer.fault.code !== 'conflict') return answer;
      }
      return fail(conflict('Others write notes at the same time.'));
    },
    async holds(fleet, rollout) {
      const now = await read(fleet);
      if (!now.ok) return now;
      const fault = whyNotHeld(now.value, rollout, own.get(rollout) ?? null);
      return fault === null ? succeed(null) : fail(fault);
    },
    async forgetWayBack(fleet, generation) {
      const now = await read(fleet);
      if (!now.ok) return now;
      const { previous } = now.value;
      if (previous === null) return succeed(null);
      if (previous.previous === generation || previous.current === generation) {
        return remove(previousName(fleet));
      }
      const { [generation]: size, ...sizes } = previous.sizes;
      if (size === undefined) return succeed(null);
      const kept = await put(previousName(fleet), { ...previous, sizes }, false);
      return kept.ok ? succeed(null) : kept;
    },
    async meantSize(fleet, generation) {
      const now = await read(fleet);
      return now.ok ? succeed(now.value.previous?.sizes[generation] ?? null) : now;
    },
    async setMeantSize(fleet, generation, size) {
      const now = await read(fleet);
      if (!now.ok) return now;
      const { previous } = now.value;
      const recorded = previous?.sizes[generation];
      if (previous === null || recorded === undefined || recorded === size) return succeed(null);
      const sizes = { ...previous.sizes, [generation]: size };
      const kept = await put(previousName(fleet), { ...previous, sizes }, false);
      return kept.ok ? succeed(null) : kept;
    },
    async noteEnding(fleet, block) {
      const made = await put(endingName(fleet, block), { schema: 1, fleet, block }, true);
      return made.ok || made.fault.code === 'conflict' ? succeed(null) : made;
    },
    forgetEnding: (fleet, block) => remove(endingName(fleet, block)),
    release(fleet, by) {
      const pressedAtMs = serverClock.nowMs();
      return end(fleet, (now) => {
        const holder = holderOf(now);
        const began = holder?.record.startedAtMs ?? 0;
        const isLater = serverClock.isKnown() && began > pressedAtMs + 1000;
        const stays = holder === null || holder.record.rollout === by || isLater;
        return Promise.resolve(stays ? succeed(null) : null);
      });
    },
  };
}
