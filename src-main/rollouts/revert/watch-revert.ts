/** After the write: has the revert been seen? Reads and probes only; the press waits for none of it. */
import type { Fleet, Intent } from '../../../src-shared/fleet.ts';
import type { FleetId, RolloutId } from '../../../src-shared/ids.ts';
import type { Outcome, Progress } from '../../../src-shared/panel.ts';
import { whyNotAlone } from '../../../src-shared/proof-alone.ts';
import { marked, type Marked } from '../../clock/age.ts';
import { begunAt } from '../../fleets/look-age.ts';
import type { Observations } from '../../fleets/observations.ts';
import type { Yard } from '../../yards/port.ts';
import type { Limits } from '../../yards/yard-pace.ts';
import {
  decideBlindRevert,
  type BlindEnd,
  type WriteStanding,
} from '../decide/decide-blind-revert.ts';
import { decideRevert, type Override } from '../decide/decide-revert.ts';
import { momentOf, sinceBegunMs, withObservation, withStep, type Facts } from '../decide/facts.ts';
import { firstResponseMs } from '../first-response.ts';
import { Parking, parkedText, withoutParked } from '../parked.ts';
import { probeSwitch, type ProbePorts } from '../probe-switch.ts';

export interface WatchPorts extends ProbePorts {
  readonly yard: Yard;
  readonly observations: Pick<Observations, 'fresh'>;
  readonly limits: Limits;
}

export interface WatchedRevert {
  readonly rollout: RolloutId;
  readonly fleet: FleetId;
  readonly intent: Extract<Intent, { kind: 'revert' }>;
  readonly facts: Facts;
  /** What is known of the write by now. */
  readonly write: () => WriteStanding;
  /** Aborted when nothing more is sent: then nobody waits out a pause in the dark. */
  readonly sent: AbortSignal;
  /** Asked with each look, with what it shows of the fleet. */
  readonly override: (fleet: Fleet | undefined) => Override | null;
  readonly pressedAtMs: number | null;
  readonly signal: AbortSignal;
  readonly show: (progress: Progress) => void;
  /** Each look at the fleet, for the record. */
  readonly see: (fleet: Fleet, at: Marked) => void;
}

const pauseMs = 40;
const blindMs = 500;

const pressedAgain = {
  kind: 'overtaken',
  text: 'Another revert was pressed after this one.',
} as const;

/** @returns null when the panel ended first. */
export async function watchRevert(
  ports: WatchPorts,
  revert: WatchedRevert,
): Promise<Outcome | null> {
  const { clock, observations, limits } = ports;
  const { rollout, intent, signal } = revert;
  const common = { fleet: revert.fleet, rollout, intent };
  let facts = revert.facts;
  const parking = new Parking();
  let last = { value: 0.2, title: 'Reverting' };
  const wakening = AbortSignal.any([signal, revert.sent]);
  const isStopped = (): boolean => signal.aborted;
  const endInTheDark = (
    write: WriteStanding,
    unseen: string,
    isParked: boolean,
  ): BlindEnd | null => {
    if (revert.override(undefined) !== null) return pressedAgain;
    if (isParked) return null;
    const { steps } = withoutParked(
      withStep(facts, 'route', write.step),
      parking.spans(),
      limits.parkMs,
    );
    const step = steps.route ?? write.step;
    return decideBlindRevert({ ...write, step }, unseen, clock.monotonicMs(), limits.verifyMs);
  };
  // Before the first look, which may hang: the press is under way, and the screen says so.
  revert.show({ ...common, ...last, waitingBecause: null });
  while (!isStopped()) {
    // Taken before the look: an answer that comes during it counts for the next one.
    const { step, wasUnanswered } = revert.write();
    const asked = marked(clock);
    const look = await observations.fresh();
    if (isStopped()) break;
    const isSignedOut = !look.ok && look.fault.code === 'signed-out';
    if (isSignedOut) parking.park(momentOf(clock));
    else parking.leave(momentOf(clock));
    const fleet = look.ok ? look.value.fleets.find((one) => one.id === revert.fleet) : undefined;
    if (fleet === undefined) {
      const unseen = look.ok ? 'the yard does not show the fleet' : look.fault.message;
      const write = revert.write();
      // Signed out, what became of the write is seen after a sign-in, and nothing is sent by then.
      const isParked =
        isSignedOut &&
        write.step.kind !== 'refused' &&
        parking.lastsMs(momentOf(clock)) <= limits.parkMs;
      const end = endInTheDark(write, unseen, isParked);
      if (end !== null) return { ...common, atMs: clock.now(), ...end, firstResponseMs: null };
      const waitingBecause = isParked ? parkedText(unseen) : unseen;
      revert.show({ ...common, ...last, waitingBecause });
      await clock.delay(blindMs, write.isSent ? signal : wakening);
      continue;
    }
    revert.see(fleet, begunAt(look, asked));
    const nowMs = clock.monotonicMs();
    facts = withStep(withObservation(facts, fleet, intent.to, nowMs), 'route', step);
    const { marker } = fleet.entry;
    const { revisions } = ports.yard.capabilities;
    const canCheck = whyNotAlone(ports.yard.capabilities, fleet) === null;
    const times = {
      nowMs,
      sinceBegunMs: sinceBegunMs(facts, momentOf(clock)),
      sincePassedMs: null,
    };
    const timely = withoutParked(facts, parking.spans(), limits.parkMs);
    const decision = decideRevert(
      { rollout, intent, fleet, facts: timely, ...times, marker, revisions, canCheck, limits },
      revert.override(fleet),
      wasUnanswered,
    );
    if (decision.phase === 'ended') {
      const { kind, text, denial } = decision;
      const { firstGoodAtMs } = facts.probes;
      const measuredMs =
        kind === 'verified'
          ? firstResponseMs(fleet, intent.to, revert.pressedAtMs, firstGoodAtMs)
          : null;
      const end = { kind, text, firstResponseMs: measuredMs, ...(denial && { denial }) };
      return { ...common, atMs: clock.now(), ...end };
    }
    last = { value: decision.value, title: decision.title };
    const isWaiting = decision.phase === 'waiting';
    revert.show({ ...common, ...last, waitingBecause: isWaiting ? decision.because : null });
    if (isWaiting && decision.probe !== null) {
      facts = await probeSwitch(ports, revert.fleet, facts, intent.to);
    }
    await clock.delay(pauseMs, signal);
  }
  return null;
}
