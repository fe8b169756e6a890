/** What was forgotten, what it costs, and what it has left behind. Nothing is ended or removed. */
import { findFleet } from '../../../src-shared/find-named.ts';
import { labelOfGeneration } from '../../../src-shared/ids.ts';
import { leftoverCostText, leftoversOf } from '../../../src-shared/leftovers.ts';
import { exitCodes, type ExitCode } from '../exit-code.ts';
import type { CliRun } from '../ground.ts';
import { inPlace, must } from '../in-place.ts';

export function listLeftovers(run: CliRun, named: string | null): Promise<ExitCode> {
  return inPlace(run, async ({ opened, yard }, { fleets, images }) => {
    const fleet = findFleet(fleets, named);
    const ground = { band: opened.band(), images, nowMs: run.clock.now() };
    const { all, text } = leftoversOf(fleet, ground);
    const objects = yard.capabilities.leavesObjects ? must(await yard.leftObjects(fleet.id)) : [];
    const generations = all.map((one) => ({
      ...{ generation: one.generation.id, rung: one.generation.rung },
      ...{ since: one.since, keep: one.keep, cost: one.cost },
    }));
    run.terminal.answer('leftovers', { fleet: fleet.id, text, generations, objects }, () =>
      [
        text === '' ? 'No generation was forgotten.' : text,
        ...all.map((one) => {
          const { id, isForeign, whyNotAdopted } = one.generation;
          const verb = isForeign === true ? 'adopt' : 'retire';
          const cost = leftoverCostText(one);
          const act = `\n    blockyard ${verb} ${labelOfGeneration(one.generation)} --confirm ${id}`;
          return `  ${one.since}${cost === '' ? '' : ` Cost: ${cost}.`} ${one.keep}${whyNotAdopted === undefined ? act : ''}`;
        }),
        ...objects.map(({ name, why, command }) => `  ${name}: ${why}\n    ${command}`),
      ].join('\n'),
    );
    return exitCodes.done;
  });
}
