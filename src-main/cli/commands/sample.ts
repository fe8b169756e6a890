/** The sample's test runners: adds them, and fills their queue or leaves it empty. */
import { exitCodes, type ExitCode } from '../exit-code.ts';
import { findFleet } from '../../../src-shared/find-named.ts';
import type { CliRun } from '../ground.ts';
import { inPlace, must } from '../in-place.ts';

export function addRunners(run: CliRun): Promise<ExitCode> {
  return inPlace(run, async ({ yard }) => {
    must(await yard.sample({ kind: 'add' }));
    run.terminal.answer('sample', {}, () => 'The sample test runners are in this yard.');
    return exitCodes.done;
  });
}

export function setWork(run: CliRun, named: string | null, isOn: boolean): Promise<ExitCode> {
  return inPlace(run, async ({ yard }, { fleets }) => {
    const queued = fleets.filter(({ sampleWork }) => sampleWork !== undefined);
    const fleet = findFleet(named === null && queued.length === 1 ? queued : fleets, named);
    must(await yard.sample({ kind: 'work', fleet: fleet.id, isOn }));
    const text = isOn ? 'is filled' : 'is filled no more';
    run.terminal.answer('sample', { fleet: fleet.id, isOn }, () => `The queue of ${fleet.name} ${text}.`); // prettier-ignore
    return exitCodes.done;
  });
}
