/** Lets the requests of a fleet wait at its entry, for a bounded time, and lets them in again. */
import { longestPauseMs, shortestPauseMs, usualPauseMs } from '../../../src-shared/holding.ts';
import { FaultError } from '../../../src-shared/result.ts';
import { readSpan, spanText } from '../../../src-shared/span-text.ts';
import { ownerText } from '../../../src-shared/wording.ts';
import { exitCodes, type ExitCode } from '../exit-code.ts';
import { findFleet } from '../../../src-shared/find-named.ts';
import type { CliRun } from '../ground.ts';
import { inPlace, must } from '../in-place.ts';

/** @param span how long, `30 s`; null: as usual. */
export function pauseEntry(
  run: CliRun,
  named: string | null,
  span: string | null,
): Promise<ExitCode> {
  return inPlace(run, async ({ yard }, { fleets }) => {
    const fleet = findFleet(fleets, named);
    const forMs = span === null ? usualPauseMs : readSpan(span);
    if (forMs === null || forMs < shortestPauseMs || forMs > longestPauseMs) {
      const message = `A pause takes from ${spanText(shortestPauseMs)} to ${spanText(longestPauseMs)}, written like "30 s".`;
      throw new FaultError({ code: 'bad-input', message });
    }
    must(
      await yard.pauseEntry({ fleet: fleet.id, isPaused: true, by: ownerText(run.owner), forMs }),
    );
    run.terminal.answer('paused', { fleet: fleet.id, forMs }, () => `Requests of ${fleet.name} wait, for ${spanText(forMs)} at most: blockyard unpause lets them in.`); // prettier-ignore
    return exitCodes.done;
  });
}

export function unpauseEntry(run: CliRun, named: string | null): Promise<ExitCode> {
  return inPlace(run, async ({ yard }, { fleets }) => {
    const fleet = findFleet(fleets, named);
    must(await yard.pauseEntry({ fleet: fleet.id, isPaused: false, by: ownerText(run.owner) }));
    run.terminal.answer('unpaused', { fleet: fleet.id }, () => `Requests of ${fleet.name} are let in.`); // prettier-ignore
    return exitCodes.done;
  });
}
