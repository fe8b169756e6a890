/** Looks on: each change of a fleet as it is seen, until nothing runs any more or nobody waits. */
import type { Fleet, Rollout } from '../../../src-shared/fleet.ts';
import { healthyCount } from '../../../src-shared/roles.ts';
import { labelOfGeneration, type FleetId, type RolloutId } from '../../../src-shared/ids.ts';
import { stepText } from '../../../src-shared/step-text.ts';
import { describeSplit } from '../../../src-shared/split.ts';
import { ownerText, roughDuration } from '../../../src-shared/wording.ts';
import type { Clock } from '../../clock/clock.ts';
import type { Sight } from '../../fleets/observations.ts';
import { becameOf } from '../became-of.ts';
import { exitCodeOf, exitCodes, type ExitCode } from '../exit-code.ts';
import { findFleet } from '../../../src-shared/find-named.ts';
import type { CliRun } from '../ground.ts';
import { inPlace, must } from '../in-place.ts';
import { keepRunning, keptPlace, thrown } from '../keep-running.ts';
import { progressTeller } from '../progress.ts';

export interface WatchOptions {
  /** Null: all of the yard. */
  readonly fleet: string | null;
  /** Ends when nothing runs any more. */
  readonly untilIdle: boolean;
  /** Takes up what was left by others once its lease is over: no laptop has to stay awake for it. */
  readonly carry: boolean;
}

export function watch(run: CliRun, options: WatchOptions): Promise<ExitCode> {
  return inPlace(run, async (place, { fleets }) => {
    const { terminal, interrupted, unread, clock } = run;
    const wanted = options.fleet === null ? null : findFleet(fleets, options.fleet).id;
    const teller = progressTeller(run, place, false);
    const ends = new Map<RolloutId, ExitCode>();
    /** Seen to run: of those that others carry only the fleet tells what became of them. */
    const seenRunning = new Map<FleetId, Rollout>();
    const judge = (fleet: Fleet): void => {
      const before = seenRunning.get(fleet.id);
      if (before !== undefined && before.id !== fleet.rollout?.id && !ends.has(before.id)) {
        const { code, text } = becameOf(fleet, before.intent);
        ends.set(before.id, code);
        terminal.tell('ended', { rollout: before.id, fleet: fleet.id, text }, text);
      }
      if (fleet.rollout === null) seenRunning.delete(fleet.id);
      else seenRunning.set(fleet.id, fleet.rollout);
    };
    const stopOutcomes = place.onEvent((event) => {
      if (event.kind !== 'outcome') return;
      const { text, kind, rollout } = event.outcome;
      // Handed over it goes on, and its end is seen in the fleet.
      if (kind !== 'handed-over') ends.set(rollout, exitCodeOf(kind));
      terminal.tell('outcome', { outcome: event.outcome }, `${kind}: ${text}`);
    });
    const done = new AbortController();
    const carries = ({ id }: Fleet): boolean =>
      place.rollouts.progress().some(({ fleet }) => fleet === id);
    const shown = new Map<string, string>();
    let isStale = false;
    const show = (sight: Sight): void => {
      if (sight.kind !== 'live') {
        if (!isStale) terminal.tell('stale', { reason: sight.reason }, `Not seen now: ${sight.reason ?? 'no answer yet'}`); // prettier-ignore
        isStale = true;
        return;
      }
      if (isStale) terminal.tell('live', {}, 'Seen again.');
      isStale = false;
      const inView = sight.look.observation.fleets.filter(({ id }) => (wanted ?? id) === id);
      for (const fleet of inView) {
        if (!carries(fleet)) judge(fleet);
        const text = fleetText(fleet);
        if (shown.get(fleet.id) === text) continue;
        shown.set(fleet.id, text);
        const { id, name, split, rollout } = fleet;
        terminal.tell('fleet', { fleet: id, name, split, rollout }, text);
      }
      const isIdle = inView.every(({ rollout }) => rollout === null);
      if (options.untilIdle && isIdle && place.rollouts.progress().length === 0) done.abort();
    };
    if (options.carry) await place.rollouts.resume(wanted ?? undefined);
    const stopSights = place.observations.onSight(show);
    place.observations.start();
    must(await place.look());
    const ended = AbortSignal.any([done.signal, interrupted, unread]);
    const kept = options.carry ? keepRunning(clock, keptPlace(place)) : null;
    const over = waited(clock, ended);
    await Promise.race([over, ...(kept === null ? [] : [kept.lost.then(thrown)])]).finally(() => {
      kept?.stop();
      stopSights();
      stopOutcomes();
      teller.stop();
    });
    if (!done.signal.aborted) return exitCodes.left;
    return [...ends.values()].at(-1) ?? exitCodes.done;
  });
}

async function waited(clock: Clock, ended: AbortSignal): Promise<void> {
  while (!ended.aborted) await clock.delay(3_600_000, ended);
}

function fleetText(fleet: Fleet): string {
  const { rollout } = fleet;
  const health = fleet.generations
    .filter(({ rung }) => rung !== 'retired')
    .map((one) => `${labelOfGeneration(one)} ${healthyCount(one)} of ${one.size} healthy`)
    .join(', ');
  const change =
    rollout === null
      ? 'nothing runs'
      : `${rollout.intent.kind} by ${ownerText(rollout.owner)}${rollout.step === undefined ? '' : `: ${stepText(rollout.step)}`}`;
  const pinned = fleet.entry.pinnedForMs;
  const pins = pinned === null ? '' : `; clients can stay for ${roughDuration(pinned)}`;
  return `${fleet.name}: ${describeSplit(fleet)}; ${health}; ${change}${pins}`;
}
