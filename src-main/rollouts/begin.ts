/**
 * From a press to a running rollout: look, guard, then record and claim at the same time. A claim changes
 * nothing in the world, so it may come before its record; the first order waits for both.
 */
import { attempt } from '../../src-shared/attempt.ts';
import type { Fleet, Intent, Rollout } from '../../src-shared/fleet.ts';
import type { FleetId, RolloutId } from '../../src-shared/ids.ts';
import type { Wish } from '../../src-shared/wish-schema.ts';
import type { Plan } from '../../src-shared/plan.ts';
import { planOf } from '../../src-shared/plan-of.ts';
import { fail, succeed, type Fault, type Result } from '../../src-shared/result.ts';
import type { SessionEnd } from '../../src-shared/session-end.ts';
import { describeSplit } from '../../src-shared/split.ts';
import { ownerText, plain } from '../../src-shared/wording.ts';
import { marked } from '../clock/age.ts';
import type { Clock } from '../clock/clock.ts';
import { within } from '../clock/within.ts';
import type { Observations } from '../fleets/observations.ts';
import { withoutSecrets, type BegunEntry } from '../journal/entries.ts';
import type { Journal } from '../journal/journal.ts';
import { timelineEventsOf } from '../journal/timeline-of.ts';
import type { Yard } from '../yards/port.ts';
import { changedSince } from './changed-since.ts';
import { keepDiary, type Diary } from './diary.ts';
import { freshFacts } from './decide/facts.ts';
import { pinIntent } from './pin-intent.ts';
import { begunAt } from '../fleets/look-age.ts';
import { isFinal, isRefusal } from './refusal.ts';
import type { RunningRollouts } from './running.ts';

export interface BeginPorts {
  readonly yard: Yard;
  readonly observations: Pick<Observations, 'fresh'>;
  readonly clock: Clock;
  readonly journal: Journal;
  readonly owner: Rollout['owner'];
  readonly leaseMs: number;
  readonly newRolloutId: () => RolloutId;
  readonly running: RunningRollouts;
  readonly signal: AbortSignal;
}

export type BegunWish = Exclude<Wish, { kind: 'revert' }>;

const claimAttempts = 3;
const claimPauseMs = 300;

export async function beginRollout(
  ports: BeginPorts,
  id: FleetId,
  wish: BegunWish,
  pressedAtMs: number,
): Promise<Result<RolloutId>> {
  const pressed = ports.running.pressed(id, wish);
  if (pressed !== undefined) return pressed;
  const begun = begin(ports, id, wish, pressedAtMs);
  ports.running.remember(id, wish, begun);
  return begun;
}

async function begin(
  ports: BeginPorts,
  id: FleetId,
  wish: BegunWish,
  pressedAtMs: number,
): Promise<Result<RolloutId>> {
  const { observations, clock, journal, owner, newRolloutId, running } = ports;
  const asked = marked(clock);
  const pressed = { nowMs: asked.atMs, monotonicMs: asked.monotonicMs };
  const reverts = running.revertsOf(id);
  const look = await observations.fresh();
  if (!look.ok) return look;
  const fleet = look.value.fleets.find((one) => one.id === id);
  if (fleet === undefined) {
    return fail({ code: 'not-found', message: `There is no fleet ${plain(id, 80)} in this yard.` });
  }
  const plan = planOf(
    {
      capabilities: ports.yard.capabilities,
      fleet,
      images: look.value.images,
      switchMs: null,
      changed: changedSince(ports.yard, fleet, wish),
      ...sessionOf(ports),
    },
    wish,
  );
  if (plan.refusedBecause !== null) {
    return fail({ code: 'refused', message: plan.refusedBecause });
  }
  const rollout = newRolloutId();
  const { capabilities } = ports.yard;
  const intent = pinIntent(fleet, wish, { by: ownerText(owner), pressedAtMs, capabilities });
  const entry = begunEntry(fleet, { rollout, intent, owner, pressedAtMs, plan, wish });
  // Neither rejects: when one fails, the other has to be undone.
  const [record, { claimed, mayHold }] = await Promise.all([
    attempt(() => journal.begin(entry)),
    claim(ports, fleet, rollout, intent),
  ]);
  if (!record.ok) {
    if (mayHold) await letGo(ports, fleet, rollout);
    return record;
  }
  running.tell(timelineEventsOf(entry, record.value.entries()));
  const diary = keepDiary(record.value, entry, running.tell);
  if (!claimed.ok) {
    // Whoever sees it held would carry it out once the lease is over, long after it was said not to begin.
    const isFree = !mayHold || (await letGo(ports, fleet, rollout));
    const fault = isFree ? claimed.fault : perhapsHeld(claimed.fault);
    await giveUp(diary, fault);
    return fail(fault);
  }
  if (running.revertsOf(id) !== reverts) {
    const message = 'A revert was pressed meanwhile, and it goes before.';
    const fault: Fault = { code: 'conflict', message, todo: 'Look at the fleet again.' };
    await Promise.all([letGo(ports, fleet, rollout), giveUp(diary, fault)]);
    return fail(fault);
  }
  const { epoch } = claimed.value;
  const taken = { takenUpAtMs: clock.monotonicMs() };
  const facts = { ...freshFacts(pressed, describeSplit(fleet)), ...taken };
  const firstLook = {
    fleet: { ...fleet, rollout: claimed.value },
    lookedAt: begunAt(look, asked),
  };
  running.carry({ rollout, fleet: id, intent, epoch, facts, diary, pressedAtMs, firstLook });
  return succeed(rollout);
}

/**
 * Claimed, or perhaps claimed, and not begun: nothing of it may be carried out. When this gets no answer,
 * this process lets it go when it sees it.
 * @returns whether the yard has said that it is let go.
 */
async function letGo(
  { yard, clock, leaseMs, running }: BeginPorts,
  fleet: Fleet,
  rollout: RolloutId,
): Promise<boolean> {
  running.giveUp(rollout);
  const answer = await within(clock, leaseMs / 3, yard.finish(fleet.id, rollout, 1));
  return answer.ok;
}

function perhapsHeld(fault: Fault): Fault {
  const message = `${fault.message} Whether the yard holds this change is not known: another panel may go on with it.`;
  return { ...fault, message, todo: 'Look at the fleet before you press again.' };
}

/** Where a person signs in: when, asked at this moment. */
export function sessionOf({ yard, clock }: Pick<BeginPorts, 'yard' | 'clock'>): {
  readonly session?: SessionEnd;
} {
  const { signInByMs } = yard;
  return signInByMs === undefined
    ? {}
    : { session: { signInByMs: signInByMs(), nowMs: clock.now() } };
}

interface Claiming {
  /** The last answer. */
  readonly claimed: Result<Rollout>;
  /** The yard may hold it: taken, or one asking got no answer, whatever was answered later. */
  readonly mayHold: boolean;
}

/**
 * The same claim again while nobody knows what became of it: a yard takes a repeat for the same one.
 * Never rejects.
 */
async function claim(
  { yard, clock, owner, leaseMs, signal }: BeginPorts,
  fleet: Fleet,
  rollout: RolloutId,
  intent: Intent,
): Promise<Claiming> {
  const order = { fleet: fleet.id, rollout, intent, owner, leaseMs, epoch: 1 };
  let mayHold = false;
  const ask = async (): Promise<Result<Rollout>> => {
    const asked = (async () => yard.claim(order))();
    const answer = await within(clock, leaseMs / 3, asked);
    mayHold ||= answer.ok || !isRefusal(answer.fault.code);
    return answer;
  };
  let claimed = await ask();
  for (let attempts = 2; attempts <= claimAttempts && !signal.aborted; attempts += 1) {
    // Whoever presses is there to sign in and press again: nothing is begun that would wait for it.
    if (claimed.ok || isFinal(claimed.fault.code) || claimed.fault.code === 'signed-out') break;
    await clock.delay(claimPauseMs, signal);
    claimed = await ask();
  }
  return { claimed, mayHold };
}

/** Recorded as ended, so that a claim which did arrive is let go and not carried out later. */
async function giveUp(diary: Diary, fault: Fault): Promise<void> {
  const text = `Nothing was changed. ${fault.message}`;
  await diary.write({ type: 'ended', kind: 'stopped', text, firstResponseMs: null });
  await diary.close();
}

function begunEntry(
  fleet: Fleet,
  begun: Pick<BegunEntry, 'rollout' | 'intent' | 'owner' | 'pressedAtMs'> & {
    readonly plan: Plan;
    readonly wish: BegunWish;
  },
): BegunEntry {
  const { rollout, intent, owner, pressedAtMs, plan, wish } = begun;
  const accepted = 'accepted' in wish ? wish.accepted : undefined;
  return {
    type: 'begun',
    rollout,
    fleet: fleet.id,
    intent: withoutSecrets(intent),
    owner,
    pressedAtMs,
    label: plan.label,
    split: describeSplit(fleet),
    revision: fleet.split.revision,
    ...(accepted !== undefined && { weighed: accepted.weighed }),
  };
}
