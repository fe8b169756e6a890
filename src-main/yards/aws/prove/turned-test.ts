/**
 * The operator's own test rule, turned to the candidate for the time of a proof and put back to exactly what it was.
 * What it was is recorded in the account before it is written, so that whoever comes after a crash puts it back. What
 * somebody else has made of it meanwhile is told and never written over. ELBv2 has no conditional write: between our
 * read and our write lies one round trip, as with every other write here.
 */
import type { FleetId, RolloutId } from '../../../../src-shared/ids.ts';
import { fail, succeed, type Fault, type Result } from '../../../../src-shared/result.ts';
import type { Clock } from '../../../clock/clock.ts';
import type { SsmTurned } from '../claims/ssm-turned.ts';
import type { TurnedRecord } from '../claims/turned-records.ts';
import { haveSameMeaning } from '../discover/fingerprint.ts';
import { forwardOf } from '../discover/forward.ts';
import type { AwsReading, EntryRule, JsonObject } from '../discover/reading.ts';
import { ruleText } from '../discover/rule-address.ts';
import { withExistingSecret, writeOfForward } from '../route/plan-writes.ts';
import type { RuleReader } from '../route/read-entry.ts';
import type { SendWrite } from '../route/write-rules.ts';
import { attempt } from '../session/clients.ts';
import { oneAfterTheOther } from './one-after-the-other.ts';

export interface TurnedTestPorts {
  readonly records: SsmTurned;
  readonly reader: RuleReader;
  /** On connections that repeat nothing. */
  readonly send: SendWrite;
  /** `conflict` when the rollout does not hold the fleet any more. */
  readonly holds: (fleet: FleetId, rollout: RolloutId) => Promise<Result<null>>;
  readonly clock: Pick<Clock, 'monotonicMs' | 'delay'>;
  /** From the last look; null before one. */
  readonly reading: () => AwsReading | null;
  /** A sentence for the timeline. */
  readonly note: (text: string, fleet: FleetId) => void;
}

export interface TurnOrder {
  readonly fleet: FleetId;
  readonly rollout: RolloutId;
  /** The declared one, as it reads now. */
  readonly rule: EntryRule;
  /** ARN of the candidate's group. */
  readonly group: string;
}

export interface TurnedTest {
  /** Written and answered by AWS, when it succeeds. `waits` where somebody else has it in hand. */
  readonly turn: (order: TurnOrder) => Promise<Result<null>>;
  /** Puts back what was turned for any proof of the fleet. @param except whose proof goes on. */
  readonly putBack: (
    fleet: FleetId,
    recorded: readonly TurnedRecord[],
    except?: RolloutId,
  ) => Promise<Result<null>>;
}

/** Reads may be older than a write; after that what reads otherwise is somebody's. */
const olderReadsMs = 3000;
const rereadPausesMs = [0, 500, 1000];

/** What it is while it is turned: its forward action leads to the candidate alone, and the rest is as it was. */
function turnedActions({
  rule,
  before,
  group,
}: Pick<TurnedRecord, 'rule' | 'before' | 'group'>): readonly JsonObject[] {
  const forward = forwardOf(before);
  if (forward === null) return before;
  const listed = [{ group, weight: 1 }];
  return writeOfForward({ ...rule, actions: before }, forward.index, listed).actions;
}

export function createTurnedTest(ports: TurnedTestPorts): TurnedTest {
  const { records, reader, send, holds, clock, reading, note } = ports;
  /** Of each fleet: this process has recorded one, or has asked to and got no answer. */
  const perhaps = new Map<FleetId, RolloutId>();
  /** When AWS answered our own turn. */
  const answered = new Map<RolloutId, number>();
  const inTurn = oneAfterTheOther();

  const now = (rule: TurnedRecord['rule']): Promise<Result<EntryRule | null>> =>
    attempt(async () => {
      const { listeners, defaults } = await reader.listeners(rule.loadBalancerArn);
      if (rule.kind === 'default') return defaults.find(({ arn }) => arn === rule.arn) ?? null;
      const listener = listeners.find(({ arn }) => arn === rule.listenerArn);
      if (listener === undefined) return null;
      return (await reader.rules(listener)).find(({ arn }) => arn === rule.arn) ?? null;
    });

  const forget = async ({ fleet, rollout }: TurnedRecord): Promise<Result<null>> => {
    const gone = await records.forget(fleet, rollout);
    if (gone.ok) answered.delete(rollout);
    return gone;
  };

  const putOneBack = async (record: TurnedRecord): Promise<Result<null>> => {
    const { rule, before, fleet } = record;
    const turned = turnedActions(record);
    for (const pauseMs of rereadPausesMs) {
      await clock.delay(pauseMs);
      const read = await now(rule);
      if (!read.ok) return read;
      if (read.value === null) continue;
      const { actions } = read.value;
      // Written also where it reads as before: such a read may be older than our own turn.
      if (!haveSameMeaning(actions, turned) && !haveSameMeaning(actions, before)) continue;
      const written = await send({
        ...{ kind: rule.kind, arn: rule.arn, name: rule.name, isAsRead: false },
        actions: before.map(withExistingSecret),
      });
      if (!written.ok && written.fault.code !== 'not-found') return written;
      return forget(record);
    }
    note(
      `The ${rule.name} was turned by Blockyard for a proof, and somebody else has changed or removed it since: it was left as it is. It was not put back to what it was before.`,
      fleet,
    );
    return forget(record);
  };

  /** What stands of this rollout, or is recorded now; a fault where it is not to be written. */
  const recorded = async (order: TurnOrder): Promise<Result<TurnedRecord>> => {
    const { fleet, rollout, rule, group } = order;
    const all = await records.read(fleet);
    if (!all.ok) return all;
    const own = all.value.find((one) => one.rollout === rollout);
    const isSame = own?.rule.arn === rule.arn && own.group === group;
    // We hold the fleet: whatever else stands there is of a proof that is over.
    for (const one of all.value) {
      if (one === own && isSame) continue;
      const back = await putOneBack(one);
      // It was read while it was turned still: what it is now is read again before anything is recorded of it.
      return back.ok ? fail(putBackFirst) : back;
    }
    if (own !== undefined && isSame) return succeed(own);
    const listener = reading()?.listeners.find(({ arn }) => arn === rule.listenerArn);
    const { kind, arn, listenerArn, loadBalancerArn, actions } = rule;
    const look = reading();
    const name = look === null ? 'test rule' : ruleText(rule, look);
    const record: TurnedRecord = {
      ...{ schema: 1, fleet, rollout, before: actions, group },
      rule: { kind, arn, listenerArn, loadBalancerArn, protocol: listener?.protocol ?? '', name },
    };
    perhaps.set(fleet, rollout);
    const noted = await records.note(record);
    return noted.ok ? succeed(record) : noted;
  };

  const turn = async (order: TurnOrder): Promise<Result<null>> => {
    const { fleet, rollout, rule } = order;
    // What clients meet is never turned, whatever was declared.
    if (reading()?.rules.some(({ arn }) => arn === rule.arn) !== false) return fail(itServes);
    const record = await recorded(order);
    if (!record.ok) return record;
    const turned = turnedActions(record.value);
    if (haveSameMeaning(rule.actions, turned)) return succeed(null);
    const atMs = answered.get(rollout);
    const isAsBefore = haveSameMeaning(rule.actions, record.value.before);
    if (isAsBefore && atMs !== undefined && clock.monotonicMs() - atMs < olderReadsMs) {
      return succeed(null);
    }
    if (!isAsBefore || atMs !== undefined) return fail(inOtherHands(record.value.rule.name));
    const held = await holds(fleet, rollout);
    if (!held.ok) return held;
    const { kind, arn, name } = record.value.rule;
    const written = await send({ kind, arn, name, actions: turned, isAsRead: false });
    if (!written.ok) return written;
    answered.set(rollout, clock.monotonicMs());
    return succeed(null);
  };

  const putBack: TurnedTest['putBack'] = async (fleet, seen, except) => {
    const own = perhaps.get(fleet);
    const isOver = own !== undefined && own !== except;
    if (!isOver && seen.every(({ rollout }) => rollout === except)) return succeed(null);
    const all = await records.read(fleet);
    if (!all.ok) return all;
    for (const one of all.value.filter(({ rollout }) => rollout !== except)) {
      const back = await putOneBack(one);
      if (!back.ok) return back;
    }
    if (isOver) perhaps.delete(fleet);
    return succeed(null);
  };

  return {
    turn: (order) => inTurn(order.fleet, () => turn(order)),
    putBack: (fleet, seen, except) => inTurn(fleet, () => putBack(fleet, seen, except)),
  };
}

const itServes: Fault = {
  code: 'refused',
  message:
    'The declared test rule counts as the entry of a fleet, which clients meet: it is not turned.',
  waits: true,
};

const putBackFirst: Fault = {
  code: 'refused',
  message: 'The declared test rule was put back first, after a proof that is over.',
  waits: true,
};

function inOtherHands(name: string): Fault {
  const message = `The ${name} was turned for this proof, and somebody else has changed it since: Blockyard leaves it as it is. Turn it yourself, or stop the release.`; // prettier-ignore
  return { code: 'refused', message, waits: true };
}
