/**
 * The engine's one door: plan, begin, revert, resume. Rollouts run on their own and tell what happens
 * through `onEvent`; the yard keeps whose they are, the journal what was done.
 */
import type { Fleet, Rollout } from '../../src-shared/fleet.ts';
import type { FleetId, GenerationId, RolloutId } from '../../src-shared/ids.ts';
import type { Wish } from '../../src-shared/wish-schema.ts';
import type { SaidWord } from '../../src-shared/handover-schema.ts';
import { isHandoverWord } from '../../src-shared/handover.ts';
import type { ControlChange } from '../../src-shared/release-schema.ts';
import type { Outcome, Progress } from '../../src-shared/panel.ts';
import type { Plan } from '../../src-shared/plan.ts';
import type { PlanCommands } from '../../src-shared/plan-ground.ts';
import { planOf } from '../../src-shared/plan-of.ts';
import { fail, succeed, type Result } from '../../src-shared/result.ts';
import { allTo } from '../../src-shared/split.ts';
import { plain } from '../../src-shared/wording.ts';
import type { Clock } from '../clock/clock.ts';
import type { AskSamples } from '../compare/findings/ask-behaviour.ts';
import { askFindings, type SeenBesides } from '../compare/findings/ask-findings.ts';
import type { Observations } from '../fleets/observations.ts';
import type { Journal } from '../journal/journal.ts';
import type { Yard, YardObservation } from '../yards/port.ts';
import { usualLimits, type Limits } from '../yards/yard-pace.ts';
import { beginRollout, sessionOf } from './begin.ts';
import { changedSince } from './changed-since.ts';
import { decide, type Decide } from './decide/decide.ts';
import { RevertPath } from './revert/revert-path.ts';
import { resumeRollouts } from './resume.ts';
import type { RolloutEvent } from './rollout-event.ts';
import { RunningRollouts } from './running.ts';
import { withSightCommands } from './sight-commands.ts';
import { tokenOf, type TokenOf } from './tokens.ts';

export interface RolloutsOptions {
  readonly yard: Yard;
  readonly journal: Journal;
  readonly observations: Observations;
  readonly clock: Clock;
  /** Ids of letters, digits and dashes, at most 40 characters, never used before. */
  readonly newRolloutId: () => RolloutId;
  /**
   * Who we are. `panel` names this installation, not this process: after a restart it is how an
   * unfinished rollout is known to be ours.
   */
  readonly owner: Rollout['owner'];
  readonly onEvent: (event: RolloutEvent) => void;
  readonly limits?: Limits;
  /** @default 15 000 */
  readonly leaseMs?: number;
  readonly decide?: Decide;
  /** What else of two generations was compared lately; absent: nothing. */
  readonly seenBesides?: SeenBesides;
  /** Absent: how two generations behave is not compared. */
  readonly samples?: AskSamples;
  readonly tokenOf?: TokenOf;
}

export interface Rollouts {
  /** Pure, from the last look: what would be done and what forbids it. */
  readonly plan: (fleet: FleetId, wish: Wish) => Result<Plan>;
  /**
   * Answers when the rollout is recorded and claimed. A second press of the same wish answers the same
   * rollout. Faults: refused by a guard, not recordable, in other hands, or no answer.
   */
  readonly begin: (fleet: FleetId, wish: Wish, pressedAtMs: number) => Promise<Result<RolloutId>>;
  /** Waits for nothing that runs. Answers when the write has been sent. */
  readonly revert: (
    fleet: FleetId,
    to: GenerationId,
    pressedAtMs: number,
  ) => Promise<Result<RolloutId>>;
  /** Said to a running change, whoever runs it; answers when the yard keeps it. */
  readonly control: (
    fleet: FleetId,
    rollout: RolloutId,
    said: ControlChange | SaidWord,
  ) => Promise<Result<null>>;
  /**
   * Tells the recorded history, then goes on with what was left unfinished, now and whenever it is seen.
   * @param only of this fleet; absent: of all.
   */
  readonly resume: (only?: FleetId) => Promise<void>;
  /** What the next revert of a fleet takes, by those that were measured; null when none was. */
  readonly expectedRevertMs: (fleet: FleetId) => number | null;
  readonly progress: () => readonly Progress[];
  /** The last of each fleet. */
  readonly outcomes: () => readonly Outcome[];
  /** Ends our part; rollouts stay in the yard and go on at the next start. */
  readonly stop: () => Promise<void>;
}

export function createRollouts(options: RolloutsOptions): Rollouts {
  const { yard, journal, observations, clock, owner, onEvent } = options;
  const limits = options.limits ?? usualLimits;
  const leaseMs = options.leaseMs ?? 15_000;
  const stopping = new AbortController();
  const { signal } = stopping;
  const token = options.tokenOf ?? tokenOf;
  const ports = {
    yard,
    observations,
    clock,
    limits,
    decide: options.decide ?? decide,
    findings: askFindings({ yard, clock, seenBesides: options.seenBesides ?? nothingBesides }),
    samples: options.samples ?? null,
    tokenOf: token,
  };
  const running = new RunningRollouts({ ...ports, leaseMs, signal, onEvent });
  const tell = running.tell;
  const newRolloutId = (): RolloutId => running.own(options.newRolloutId());
  const revertPath = new RevertPath({
    ...ports,
    journal,
    owner,
    newRolloutId,
    signal,
    tell,
    show: running.show,
    ended: running.ended,
    movesOf: running.movesOf,
    pressed: running.revertPressed,
    overtook: running.overtaken,
  });
  const taking = { ...ports, journal, owner, leaseMs, signal, newRolloutId, running };
  let stopWatching: () => void = () => undefined;

  const begin: Rollouts['begin'] = (fleet, wish, pressedAtMs) =>
    wish.kind === 'revert'
      ? revertPath.revert(fleet, wish.to, pressedAtMs)
      : beginRollout(taking, fleet, wish, pressedAtMs);

  return {
    plan: (fleet, wish) =>
      withSightCommands(planFrom(ports, running, fleet, wish), yard, fleet, wish),
    begin,
    revert: (fleet, to, pressedAtMs) => revertPath.revert(fleet, to, pressedAtMs),
    control: async (fleet, rollout, said) => {
      const change = isHandoverWord(said) ? { ...said, from: owner } : said;
      const by = `${owner.name} on ${owner.host}`;
      const isGiven = change.kind === 'hand-over';
      const goOn = isGiven ? await running.rest(rollout) : null;
      const kept = await yard.control({ fleet, rollout, change, by });
      if (kept.ok && isGiven) running.gave(rollout, change.to);
      goOn?.();
      return kept;
    },
    resume: async (only) => {
      stopWatching();
      stopWatching = await resumeRollouts(taking, only ?? null);
    },
    expectedRevertMs: (fleet) => running.expectedRevertMs(fleet),
    progress: running.progress,
    outcomes: running.outcomes,
    stop: async () => {
      stopWatching();
      stopping.abort();
      await running.settled();
    },
  };
}

const nothingBesides: SeenBesides = () => Promise.resolve([]);

function planFrom(
  ports: {
    readonly observations: Observations;
    readonly yard: Yard;
    readonly clock: Clock;
  },
  running: RunningRollouts,
  id: FleetId,
  wish: Wish,
): Result<Plan> {
  const { observations, yard } = ports;
  const sight = observations.sight();
  if (sight.kind === 'none') {
    const why = sight.reason === null ? '' : ` ${sight.reason}`;
    return fail({ code: 'unreachable', message: `The yard has not been seen yet.${why}` });
  }
  const fleet = fleetIn(sight.look.observation, id);
  if (fleet === undefined) {
    return fail({ code: 'not-found', message: `There is no fleet ${plain(id, 80)} in this yard.` });
  }
  const { images } = sight.look.observation;
  const { capabilities } = yard;
  const switchMs = running.expectedRevertMs(id);
  const commands = commandsOf(yard, fleet, wish);
  const changed = changedSince(yard, fleet, wish);
  const ground = { capabilities, fleet, images, switchMs, commands, changed, ...sessionOf(ports) };
  return succeed(planOf(ground, wish));
}

/** The same writes without Blockyard: the way back must not depend on this program. */
function commandsOf(yard: Yard, fleet: Fleet, wish: Wish): PlanCommands {
  if (wish.kind !== 'cut-over' && wish.kind !== 'revert') return { attach: null, route: null };
  const text = (lines: readonly string[]): string | null =>
    lines.length === 0 ? null : lines.join('\n');
  const weights = allTo(fleet, wish.to);
  return {
    attach: text(yard.attachCommands({ fleet: fleet.id, generation: wish.to })),
    route: text(yard.routeCommands({ fleet: fleet.id, weights })),
  };
}

function fleetIn(observation: YardObservation, id: FleetId): Fleet | undefined {
  return observation.fleets.find((fleet) => fleet.id === id);
}
