/** The claims in SSM parameters. Each write is sent once; what became of it is read, not assumed. */
import {
  DeleteParameterCommand,
  paginateGetParametersByPath,
  PutParameterCommand,
} from '@aws-sdk/client-ssm';
import type { FleetId, GenerationId, RolloutId } from '../../../../src-shared/ids.ts';
import type { Rollout } from '../../../../src-shared/fleet.ts';
import { fail, succeed, type Result } from '../../../../src-shared/result.ts';
import type { Clock } from '../../../clock/clock.ts';
import { isHandoverWord, whyNotSaid } from '../../../../src-shared/handover.ts';
import type { ClaimOrder, ControlOrder, OwnersWord } from '../../port.ts';
import { attempt, type AwsClients } from '../session/clients.ts';
import {
  canHoldClaims,
  claimingOf,
  claimName,
  claimsPath,
  conflict,
  controlName,
  fleetPath,
  holderOf,
  noClaims,
  previousName,
  readClaims,
  rolloutOf,
  unreadable,
  valueLimitBytes,
  whyNotHeld,
  type ClaimRecord,
  type FleetClaims,
  type HeldRecord,
  type PreviousRecord,
  type ReadParameter,
} from './claim-records.ts';
import { nextWord, type ControlRecord, type Said } from './control-records.ts';
import { createServerClock } from './server-clock.ts';

export interface SsmClaims {
  /** Of all fleets, by fleet id; one call for ten parameters, as SSM pages them. */
  readonly readAll: () => Promise<Result<ReadonlyMap<string, FleetClaims>>>;
  readonly rolloutIn: (claims: FleetClaims) => Rollout | null;
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
  /** Ends the rollout that holds the fleet, unless it is `by` or began after this call. */
  readonly release: (fleet: FleetId, by: RolloutId) => Promise<Result<null>>;
}

/** Each of those who speak at once costs the others one. */
const sayAttempts = 6;

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
    attempt(async () => {
      const found: ReadParameter[] = [];
      const pages = paginateGetParametersByPath({ client: ssm }, { Path: path, Recursive: true });
      for await (const { Parameters = [] } of pages) {
        for (const { Name = '', Value = '', LastModifiedDate } of Parameters) {
          found.push({ name: Name, value: Value, modifiedAtMs: LastModifiedDate?.getTime() ?? 0 });
        }
      }
      return readClaims(found);
    });

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
    record: ClaimRecord | ControlRecord | PreviousRecord,
    isNew: boolean,
  ): Promise<Result<number>> => {
    const Value = JSON.stringify(record);
    if (Buffer.byteLength(Value) > valueLimitBytes) {
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

  /** The highest first: as long as a lower one stands nobody else can begin. */
  const removeAll = async (fleet: FleetId, epochs: readonly number[]): Promise<Result<null>> => {
    for (const epoch of [...epochs].sort((a, b) => b - a)) {
      const removed = await remove(claimName(fleet, epoch));
      if (!removed.ok) return removed;
    }
    return succeed(null);
  };

  /** Of no rollout that holds the fleet, or said again in a newer one: left over it would mean nothing. */
  const forget = async (fleet: FleetId, said: readonly Said[]): Promise<void> => {
    for (const { number } of said) await remove(controlName(fleet, number));
  };

  /** The claims first: without its words a rollout that is still held would go on as if nothing were said. */
  const letGo = async (fleet: FleetId, { claims, said }: FleetClaims): Promise<Result<null>> => {
    const removed = await removeAll(
      fleet,
      claims.map((claim) => claim.epoch),
    );
    if (removed.ok) await forget(fleet, said);
    return removed;
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
    const word = nextWord(now.value.said, order, serverClock.nowMs());
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
  const confirmed = async (order: ClaimOrder): Promise<Result<Rollout>> => {
    const after = await read(order.fleet);
    if (!after.ok) return after;
    const fault = whyNotHeld(after.value, order.rollout, order.epoch);
    const rollout = rolloutOf(after.value, serverClock.skewMs());
    if (fault !== null || rollout === null) {
      await remove(claimName(order.fleet, order.epoch));
      return fail(fault ?? conflict('The claim is gone.'));
    }
    own.set(order.rollout, order.epoch);
    return succeed(rollout);
  };

  const create = async (
    order: ClaimOrder,
    record: HeldRecord,
    left: readonly number[],
  ): Promise<Result<Rollout>> => {
    const { fleet, epoch } = order;
    const cleared = await removeAll(fleet, left);
    if (!cleared.ok) return cleared;
    const made = await put(claimName(fleet, epoch), record, true);
    if (made.ok) {
      // A claim of an owner who is gone must not come back to life when the new one lets go.
      if (epoch > 1) {
        const superseded = { kind: 'superseded', schema: 1, fleet } as const;
        await put(claimName(fleet, epoch - 1), superseded, false);
      }
      return confirmed(order);
    }
    if (made.fault.code !== 'conflict') return made;
    // Somebody was quicker, or we were and the answer was lost.
    const after = await read(fleet);
    if (!after.ok) return after;
    const again = claimingOf(order, after.value, serverClock.nowMs());
    if (again.kind === 'renew') return confirmed(order);
    return fail(again.kind === 'no' ? again.fault : conflict('Somebody else was quicker.'));
  };

  return {
    readAll: () => readPath(claimsPath),
    rolloutIn: (claims) => rolloutOf(claims, serverClock.skewMs()),
    async claim(order) {
      const before = await read(order.fleet);
      if (!before.ok) return before;
      const claiming = claimingOf(order, before.value, serverClock.nowMs());
      if (claiming.kind === 'no') return fail(claiming.fault);
      if (claiming.kind === 'create') return create(order, claiming.record, claiming.left);
      const renewed = await put(claimName(order.fleet, order.epoch), claiming.record, false);
      return renewed.ok ? confirmed(order) : renewed;
    },
    async renew(fleet, rollout, epoch, leaseMs, told) {
      const now = await read(fleet);
      if (!now.ok) return now;
      const fault = whyNotHeld(now.value, rollout, epoch);
      const holder = holderOf(now.value);
      if (fault !== null || holder === null) return fail(fault ?? conflict('The claim is gone.'));
      const name = claimName(fleet, epoch);
      const written = await put(name, { ...holder.record, leaseMs, ...told }, false);
      if (!written.ok) return written;
      if (written.value !== 1) return succeed(null);
      // A revert removed it between our read and our write, which brought it back.
      await remove(name);
      return fail(conflict('This rollout does not hold the fleet any more: it was overtaken.'));
    },
    async finish(fleet, rollout, epoch, wayBack) {
      const now = await read(fleet);
      if (!now.ok) return now;
      const holder = holderOf(now.value);
      if (holder?.record.rollout !== rollout) return succeed(null);
      const fault = whyNotHeld(now.value, rollout, epoch);
      if (fault !== null) return fail(fault);
      const record = wayBack(holder.record);
      const kept = record === null ? succeed(0) : await put(previousName(fleet), record, false);
      if (!kept.ok) return kept;
      own.delete(rollout);
      return letGo(fleet, now.value);
    },
    async control(order) {
      for (let attempt = 0; attempt < sayAttempts; attempt += 1) {
        const answer = await trySay(order);
        if (answer !== null) return answer;
      }
      return fail(conflict('Others speak to this change at the same time.'));
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
    async release(fleet, by) {
      const pressedAtMs = serverClock.nowMs();
      const now = await read(fleet);
      if (!now.ok) return now;
      const holder = holderOf(now.value);
      if (holder === null || holder.record.rollout === by) return succeed(null);
      if (serverClock.isKnown() && holder.record.startedAtMs > pressedAtMs + 1000)
        return succeed(null);
      return letGo(fleet, now.value);
    },
  };
}
