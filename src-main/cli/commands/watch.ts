/** Looks on: each change of a fleet as it is seen, until nothing runs any more or nobody waits. */
import type { Fleet } from '../../../src-shared/fleet.ts';
import { healthyCount } from '../../../src-shared/roles.ts';
import { labelOfGeneration } from '../../../src-shared/ids.ts';
import { stepText } from '../../../src-shared/step-text.ts';
import { describeSplit } from '../../../src-shared/split.ts';
import { ownerText, roughDuration } from '../../../src-shared/wording.ts';
import type { Sight } from '../../fleets/observations.ts';
import { exitCodeOf, exitCodes, type ExitCode } from '../exit-code.ts';
import { findFleet } from '../find.ts';
import type { CliRun } from '../ground.ts';
import { inPlace, must } from '../in-place.ts';
import { progressTeller } from '../progress.ts';
import type { Outcome } from '../../../src-shared/panel.ts';

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
    const ends: Outcome['kind'][] = [];
    const stopOutcomes = place.onEvent((event) => {
      if (event.kind !== 'outcome') return;
      const { text, kind } = event.outcome;
      ends.push(kind);
      terminal.tell('outcome', { outcome: event.outcome }, `${kind}: ${text}`);
    });
    const done = new AbortController();
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
    while (!ended.aborted) await clock.delay(3_600_000, ended);
    stopSights();
    stopOutcomes();
    teller.stop();
    if (!done.signal.aborted) return exitCodes.left;
    const last = ends.at(-1);
    return last === undefined ? exitCodes.done : exitCodeOf(last);
  });
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
