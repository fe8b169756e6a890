/** Ends the local yard's host with its entries and blocks; asks for a word where that would cost something. */
import { describeSplit } from '../../../src-shared/split.ts';
import { FaultError, type Result } from '../../../src-shared/result.ts';
import { ownerText, plain } from '../../../src-shared/wording.ts';
import type { YardObservation } from '../../yards/port.ts';
import type { OpenedYard } from '../../yards/opened-yard.ts';
import { exitCodes, type ExitCode } from '../exit-code.ts';
import type { CliRun } from '../ground.ts';
import { must, told } from '../in-place.ts';
import { findPlace } from '../open-place.ts';
import { unsavedText } from '../unsaved.ts';

/** A host that does not answer for so long is stopped without being asked what runs there. */
const lookMs = 2000;
const againMs = 50;

/** @param yes said beforehand: also while a change runs, or while the last ones are not saved. */
export function stopYard(run: CliRun, yes: boolean): Promise<ExitCode> {
  return told(run, async () => {
    const place = must(await findPlace(run, run.yard));
    const opened = must(await place.open(() => undefined));
    try {
      // An account is not stopped from here: nothing is asked of it for that.
      if (!yes && place.band.kind === 'local') refuseWhereItCosts(await looked(run, opened));
      must(await opened.stop());
      run.terminal.answer('stopped', {}, () => 'Its host, its entries and its blocks are stopped.');
      return exitCodes.done;
    } finally {
      opened.close();
    }
  });
}

/** Null where no host answers: there is nothing to lose, or nobody to ask. */
async function looked(
  { clock, interrupted }: CliRun,
  { yard, link }: OpenedYard,
): Promise<YardObservation | null> {
  const begunMs = clock.monotonicMs();
  while (!interrupted.aborted && clock.monotonicMs() - begunMs < lookMs) {
    const seen: Result<YardObservation> = await yard.observe();
    if (seen.ok) return seen.value;
    if (link().kind !== 'starting') return null;
    await clock.delay(againMs, interrupted);
  }
  return null;
}

function refuseWhereItCosts(seen: YardObservation | null): void {
  if (seen === null) return;
  const running = seen.fleets.flatMap(({ name, rollout }) =>
    rollout === null
      ? []
      : [`${plain(name, 60)}: ${rollout.intent.kind} by ${ownerText(rollout.owner)}`],
  );
  const unsaved = seen.notSavedBecause ?? null;
  if (running.length === 0 && unsaved === null) return;
  const said = [
    ...(running.length === 0 ? [] : [`A change runs (${running.join('; ')}).`]),
    ...(unsaved === null ? [] : [unsavedText(unsaved), `Now: ${splits(seen)}.`]),
  ];
  const message = `Not stopped. ${said.join(' ')}`;
  throw new FaultError({ code: 'refused', message, todo: 'Say --yes to stop it all the same.' });
}

function splits({ fleets }: YardObservation): string {
  return fleets.map((fleet) => `${plain(fleet.name, 60)}: ${describeSplit(fleet)}`).join('; ');
}
