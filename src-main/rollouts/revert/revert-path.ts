/**
 * The way back, apart from everything else: no queue, no lease, no guard, no other rollout. From the
 * press to the write there are at most two short waits: 200 ms for a read when the last look is old,
 * and 4 ms for the record to be handed over. Verification comes afterwards and holds nothing up.
 */
import type { Fleet, Intent, Rollout } from '../../../src-shared/fleet.ts';
import type { FleetId, GenerationId, RolloutId } from '../../../src-shared/ids.ts';
import type { Wish } from '../../../src-shared/wish-schema.ts';
import type { Outcome, Progress } from '../../../src-shared/panel.ts';
import { canRevert } from '../../../src-shared/plan-of.ts';
import { fail, faultOf, succeed, type Fault, type Result } from '../../../src-shared/result.ts';
import { leftByRevert } from '../../../src-shared/roles.ts';
import { allTo, describeSplit, labelOf, sendsAllTo } from '../../../src-shared/split.ts';
import { plain } from '../../../src-shared/wording.ts';
import { ageMs, marked, type Marked } from '../../clock/age.ts';
import type { Clock } from '../../clock/clock.ts';
import type { Observations } from '../../fleets/observations.ts';
import type { BegunEntry } from '../../journal/entries.ts';
import type { RouteOrder } from '../../yards/port.ts';
import type { Diary } from '../diary.ts';
import {
  entryOf,
  freshFacts,
  momentOf,
  stepOf,
  withObservation,
  type Facts,
  type Moment,
  type StepFact,
} from '../decide/facts.ts';
import { isDecidedOtherwise, movesOf, type PressGround } from '../newer-decision.ts';
import { isFinalForRevert, isRefusal } from '../refusal.ts';
import { groundOf, groundText, type Ground } from './revert-ground.ts';
import {
  handedOver,
  handOver,
  keepRevertDiary,
  settledDiary,
  type Handing,
  type RevertEntries,
  type RevertRecordPorts,
} from './revert-record.ts';
import { sendRevert } from './send-revert.ts';
import type { TokenOf } from '../tokens.ts';
import { watchRevert, type WatchedRevert, type WatchPorts } from './watch-revert.ts';

export interface RevertPorts extends WatchPorts, RevertRecordPorts {
  readonly clock: Clock;
  readonly observations: Pick<Observations, 'fresh' | 'sight'>;
  readonly owner: Rollout['owner'];
  readonly newRolloutId: () => RolloutId;
  readonly tokenOf: TokenOf;
  readonly signal: AbortSignal;
  readonly show: (progress: Progress) => void;
  readonly ended: (outcome: Outcome) => void;
  /** What of ours is pressed or runs. */
  readonly movesOf: (fleet: FleetId) => readonly (Wish | Intent)[];
  /** Told with each press, before anything is waited for. */
  readonly pressed: (fleet: FleetId) => void;
  /** Told at once, when the answer to the write says that it ended this rollout. */
  readonly overtook: (rollout: RolloutId) => void;
}

/** Two presses closer than this are one, whatever is seen in between. */
const doublePressMs = 1000;

/** Replaced at once; a value so that the entry can be made before its promise. */
const neverBegun: Promise<Result<RolloutId>> = Promise.resolve(
  fail({ code: 'internal', message: 'The revert has not begun.' }),
);

interface Running {
  readonly to: GenerationId;
  /** Of the last answer to its write. */
  answered: Marked | null;
  /** Aborted by a newer press: two of them must not send against each other. */
  readonly superseded: AbortController;
  begun: Promise<Result<RolloutId>>;
}

interface Press {
  readonly order: RouteOrder;
  readonly intent: RevertIntent;
  readonly ground: Ground;
  readonly entries: RevertEntries;
  readonly handing: Handing;
  readonly pressedAtMs: number;
  readonly running: Running;
  readonly moves: readonly (Wish | Intent)[];
}

type RevertIntent = Extract<Intent, { kind: 'revert' }>;

export class RevertPath {
  readonly #ports: RevertPorts;
  readonly #running = new Map<FleetId, Running>();

  constructor(ports: RevertPorts) {
    this.#ports = ports;
  }

  /**
   * Sends the traffic back to `to`. A second press during the run answers the same rollout.
   * @param pressedAtMs epoch milliseconds of the press.
   * @returns when the write has been sent; what became of it comes as an outcome.
   */
  revert(fleet: FleetId, to: GenerationId, pressedAtMs: number): Promise<Result<RolloutId>> {
    const moves = this.#ports.movesOf(fleet);
    this.#ports.pressed(fleet);
    const running = this.#running.get(fleet);
    if (running?.to === to && this.#stillHolds(fleet, running)) return running.begun;
    running?.superseded.abort();
    const superseded = new AbortController();
    const own: Running = { to, answered: null, superseded, begun: neverBegun };
    const forget = (): void => {
      if (this.#running.get(fleet) === own) this.#running.delete(fleet);
    };
    this.#running.set(fleet, own);
    own.begun = this.#begin(fleet, own, { pressedAtMs, moves }, forget).catch(notBegun);
    void own.begun.then((result) => (result.ok ? undefined : forget()));
    return own.begun;
  }

  /**
   * A revert whose write was answered and that somebody has changed since is no longer the answer to
   * a press: what counts is that the press goes (rule 5).
   */
  #stillHolds(fleet: FleetId, { to, answered }: Running): boolean {
    const { clock, observations } = this.#ports;
    if (answered === null || ageMs(clock, answered) < doublePressMs) return true;
    const sight = observations.sight();
    if (sight.kind !== 'live' || ageMs(clock, sight.look) > doublePressMs) return false;
    const shown = sight.look.observation.fleets.find((one) => one.id === fleet);
    return shown !== undefined && sendsAllTo(shown, to);
  }

  async #begin(
    id: FleetId,
    running: Running,
    { pressedAtMs, moves }: Pick<Press, 'pressedAtMs' | 'moves'>,
    forget: () => void,
  ): Promise<Result<RolloutId>> {
    const { clock, tokenOf, newRolloutId } = this.#ports;
    const { to } = running;
    const ground = await groundOf(this.#ports, id, to);
    const { fleet } = ground;
    const verdict = fleet === undefined ? null : canRevert(fleet, to);
    if (ground.mayForbid && verdict?.kind === 'refused') {
      return fail({
        code: 'refused',
        message: verdict.because,
        todo: 'Choose another generation.',
      });
    }
    const rollout = newRolloutId();
    const from = (fleet === undefined ? undefined : leftByRevert(fleet, to)?.id) ?? to;
    const intent: RevertIntent = { kind: 'revert', to, from };
    const token = tokenOf(rollout, 'route');
    const weights = fleet === undefined ? [{ generation: to, weight: 100 }] : allTo(fleet, to);
    const order: RouteOrder = {
      fleet: id,
      weights,
      expectedRevision: 'any',
      previous: null,
      rollout,
      overtake: true,
      token,
    };
    const begun = this.#begunEntry(id, rollout, intent, ground, pressedAtMs);
    const title = `Send 100 % of the traffic back to ${nameIn(fleet, to)}`;
    const reason = groundText(ground, this.#ports.yard.capabilities.revisions);
    const attempt = { key: 'route', token, attempt: 1, epoch: 1 } as const;
    const entries = { begun, intended: { type: 'intended', ...attempt, title, reason } } as const;
    const handing = handOver(this.#ports.journal, entries);
    // Whatever becomes of the record, even a mistake of ours in writing it: the write goes.
    await handedOver(clock, handing);
    const press = { order, intent, ground, entries, handing, pressedAtMs, running, moves };
    void this.#carryOut(press)
      .catch((error: unknown) => this.#ports.ended(this.#broken(press, error)))
      .finally(forget);
    return succeed(rollout);
  }

  #begunEntry(
    fleet: FleetId,
    rollout: RolloutId,
    intent: RevertIntent,
    ground: Ground,
    pressedAtMs: number,
  ): BegunEntry {
    const known = ground.fleet;
    return {
      type: 'begun',
      rollout,
      fleet,
      intent,
      owner: this.#ports.owner,
      pressedAtMs,
      // Not the button's label: how ready it was is no part of what was done.
      label: `Revert to ${nameIn(known, intent.to)}`,
      split: known === undefined ? 'nothing could be seen' : describeSplit(known),
      revision: known?.split.revision ?? 0,
    };
  }

  async #carryOut(press: Press): Promise<void> {
    const { order, intent, ground, entries, handing, pressedAtMs, running } = press;
    const { clock, signal, show, overtook } = this.#ports;
    const moment = momentOf(clock);
    const sentAtMs = moment.monotonicMs;
    const over = new AbortController();
    const stop = (): void => over.abort();
    signal.addEventListener('abort', stop, { once: true });
    const { signal: superseded } = running.superseded;
    superseded.addEventListener('abort', stop, { once: true });
    if (superseded.aborted) stop();
    const override = this.#overrideOf(press);
    const base = {
      firstSentAtMs: sentAtMs,
      attempt: 1,
      reason: groundText(ground, this.#ports.yard.capabilities.revisions),
    };
    let step: StepFact = { ...base, kind: 'sent', atMs: sentAtMs };
    let wasUnanswered = false;
    const sent = new AbortController();
    // Started before the first await: the write leaves in this turn of the event loop.
    const sending = sendRevert(this.#ports, {
      order,
      over: over.signal,
      mayRepeat: () => this.#seenSince(moment, order.fleet).every((one) => override(one) === null),
      learn: (answer, sending) => {
        step = stepOf(answer, { ...base, atMs: clock.monotonicMs() }, isFinalForRevert);
        wasUnanswered ||= !answer.ok && !isRefusal(answer.fault.code);
        running.answered = marked(clock);
        const entry = entryOf(
          { key: 'route', token: order.token, ...sending },
          answer,
          isFinalForRevert,
        );
        void diary.then((kept) => ('write' in kept ? kept.write(entry) : undefined));
        if (answer.ok && answer.value.kind === 'routed' && answer.value.overtook !== null) {
          overtook(answer.value.overtook);
        }
      },
    }).finally(() => sent.abort());
    // Telling takes time, too: after the write has left.
    const diary = keepRevertDiary(this.#ports, entries, handing);
    const see = (fleet: Fleet, at: Marked): void => {
      void diary.then((kept) => ('see' in kept ? kept.see(fleet, at) : undefined));
    };
    if (ground.fleet !== undefined) see(ground.fleet, lookOf(ground, moment));
    const watched = watchRevert(this.#ports, {
      rollout: order.rollout,
      fleet: order.fleet,
      intent,
      facts: factsOn(ground, intent.to, freshFacts(moment, 'not known')),
      write: () => ({ step, wasUnanswered, isSent: sent.signal.aborted }),
      sent: sent.signal,
      override,
      pressedAtMs,
      signal,
      show,
      see,
    });
    const outcome = await watched.catch((error: unknown) => this.#broken(press, error));
    over.abort();
    await Promise.allSettled([sending]);
    if (outcome !== null) {
      await this.#tellEnd(outcome, ground, await settledDiary(clock, diary));
    }
    // A disk that hangs must not keep the next press from being a new one.
    void diary.then((kept) => ('write' in kept ? kept.close() : undefined));
  }

  /**
   * Without a recent look before the press, the first one after it is the ground: what others changed
   * before the press is what the revert is pressed against.
   */
  #overrideOf({ intent, ground, running, moves }: Press): WatchedRevert['override'] {
    let known: PressGround = {
      revision: ground.isRecent ? (ground.fleet?.split.revision ?? null) : null,
      ...movesOf([...moves, ...runningIn(ground.fleet)]),
      revisions: this.#ports.yard.capabilities.revisions,
    };
    return (fleet) => {
      if (running.superseded.signal.aborted) return 'pressed-again';
      if (fleet === undefined) return null;
      if (known.revision === null) known = { ...known, revision: fleet.split.revision };
      return isDecidedOtherwise(fleet, intent.to, known) ? 'changed-by-other' : null;
    };
  }

  #seenSince({ monotonicMs }: Moment, id: FleetId): readonly Fleet[] {
    const sight = this.#ports.observations.sight();
    if (sight.kind === 'none' || sight.look.monotonicMs < monotonicMs) return [];
    const { fleets } = sight.look.observation;
    return fleets.filter((fleet) => fleet.id === id);
  }

  /** A mistake of ours ends it where it stands, instead of leaving it under way for ever. */
  #broken({ order, intent }: Press, error: unknown): Outcome {
    const { fleet, rollout } = order;
    const text = `Blockyard itself failed: ${plain(faultOf(error).message).replace(/\.$/, '')}. It does not know whether the revert took effect. Look at the fleet, and press again if you still want it.`;
    const end = { kind: 'failed', text, firstResponseMs: null } as const;
    return { fleet, rollout, intent, atMs: this.#ports.clock.now(), ...end };
  }

  async #tellEnd(outcome: Outcome, ground: Ground, diary: Diary | Fault): Promise<void> {
    const old = ground.isRecent
      ? ''
      : ` ${groundText(ground, this.#ports.yard.capabilities.revisions)}`;
    const { kind, firstResponseMs } = outcome;
    const text = `${outcome.text}${old}`;
    if (!('write' in diary)) {
      this.#ports.ended({ ...outcome, text: `${text} It is not recorded: ${diary.message}` });
      return;
    }
    const written = await diary.write({ type: 'ended', kind, text, firstResponseMs });
    const unrecorded = written.ok ? '' : ` Its end is not recorded: ${written.fault.message}`;
    this.#ports.ended({ ...outcome, text: `${text}${unrecorded}` });
  }
}

/** The counters before the switch tell whether there is traffic to wait for after it. */
function factsOn({ fleet }: Ground, to: GenerationId, facts: Facts): Facts {
  return fleet === undefined ? facts : withObservation(facts, fleet, to, facts.takenUpAtMs);
}

function lookOf({ ageMs: age }: Ground, { nowMs, monotonicMs }: Moment): Marked {
  return { atMs: nowMs - (age ?? 0), monotonicMs: monotonicMs - (age ?? 0) };
}

function runningIn(fleet: Fleet | undefined): readonly Intent[] {
  const rollout = fleet?.rollout ?? null;
  return rollout === null ? [] : [rollout.intent];
}

function nameIn(fleet: Fleet | undefined, id: GenerationId): string {
  return fleet === undefined ? plain(id, 80) : labelOf(fleet, id);
}

/** A mistake of ours before the write: the next press must not get the same answer. */
function notBegun(error: unknown): Result<never> {
  const message = `Blockyard itself failed: ${plain(faultOf(error).message).replace(/\.$/, '')}. Nothing was sent.`;
  return fail({ code: 'internal', message, todo: 'Press again.' });
}
