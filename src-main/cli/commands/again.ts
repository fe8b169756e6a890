/** A release, a launch or a cutover of the record once more, in the form it was made with. */
import type { Fleet } from '../../../src-shared/fleet.ts';
import type { Wish } from '../../../src-shared/wish-schema.ts';
import type { YardCapabilities } from '../../../src-shared/capabilities-schema.ts';
import { promisedProof } from '../../../src-shared/proof-alone.ts';
import { reopenedPlan, type ReopenedPlan } from '../../../src-shared/reopened-plan.ts';
import { FaultError } from '../../../src-shared/result.ts';
import { carryOut, type CarryOptions } from '../carry-out.ts';
import type { ExitCode } from '../exit-code.ts';
import type { CliRun } from '../ground.ts';
import { inPlace, must, told } from '../in-place.ts';
import { findPlace } from '../open-place.ts';
import { findRecords } from './history.ts';

/** @param named the rollout's id, or the beginning of it. */
export function again(run: CliRun, named: string, options: CarryOptions): Promise<ExitCode> {
  return told(run, async () => {
    const [{ audit }] = await findRecords(must(await findPlace(run, run.yard)), named);
    return inPlace(run, async (place, { fleets, images }) => {
      const made = reopenedPlan(audit.intent, audit.fleet, { fleets, images });
      if (made.kind === 'none') throw new FaultError({ code: 'not-found', message: made.because });
      const fleet = fleets.find(({ id }) => id === made.fleet);
      if (fleet === undefined) throw new FaultError({ code: 'not-found', message: 'The fleet is not seen any more.' }); // prettier-ignore
      const wish = wishFor(made, fleet, place.yard.capabilities);
      for (const text of made.kind === 'release' ? made.otherwise : []) {
        run.terminal.tell('otherwise', { text }, text);
      }
      return carryOut(run, place, fleet, wish, options);
    });
  });
}

function wishFor(
  made: Exclude<ReopenedPlan, { kind: 'none' }>,
  fleet: Fleet,
  capabilities: YardCapabilities,
): Wish {
  const { revision: expectedRevision } = fleet.split;
  switch (made.kind) {
    case 'cut-over':
      return { kind: 'cut-over', to: made.to, expectedRevision };
    case 'launch':
      return { kind: 'launch', image: made.image, size: made.size };
    case 'release': {
      const { source, terms, otherwise } = made;
      if (source === null) {
        const todo = 'Write a release file for what is to be released instead.';
        throw new FaultError({ code: 'not-found', message: otherwise.join(' '), todo });
      }
      const proof = promisedProof(capabilities, fleet);
      return { kind: 'release', source, terms, expectedRevision, ...proof };
    }
  }
}
