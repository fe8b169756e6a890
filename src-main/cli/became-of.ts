/** What became of a change that others carried, by what the fleet shows after it: nobody told us its end. Pure. */
import { assertNever } from '../../src-shared/assert-never.ts';
import type { Fleet, Intent } from '../../src-shared/fleet.ts';
import { labelOfGeneration } from '../../src-shared/ids.ts';
import { generationOf } from '../../src-shared/roles.ts';
import { describeSplit, sendsAllTo } from '../../src-shared/split.ts';
import { exitCodes, type ExitCode } from './exit-code.ts';

export interface Became {
  readonly code: ExitCode;
  readonly text: string;
}

/** @param fleet of a look on which the change does not run any more. */
export function becameOf(fleet: Fleet, intent: Intent): Became {
  switch (intent.kind) {
    case 'cut-over':
    case 'revert':
      return trafficOf(fleet, sendsAllTo(fleet, intent.to));
    case 'release': {
      const { candidate } = intent;
      const to =
        candidate.kind === 'existing'
          ? generationOf(fleet, candidate.generation)
          : fleet.generations.find(({ number }) => number === candidate.number);
      return trafficOf(fleet, to !== undefined && sendsAllTo(fleet, to.id));
    }
    case 'retire': {
      const left = generationOf(fleet, intent.generation);
      return isGone(left?.rung)
        ? { code: exitCodes.done, text: 'It ended, and the generation is retired.' }
        : { code: exitCodes.stopped, text: 'It ended, and the generation is not retired.' };
    }
    case 'adopt':
      return shownAs(generationOf(fleet, intent.generation)?.isForeign !== true, 'adopted');
    case 'stop':
      return shownAs(generationOf(fleet, intent.generation)?.rung === 'stopped', 'stopped');
    case 'start':
      return shownAs(generationOf(fleet, intent.generation)?.rung === 'warm', 'started again');
    case 'scale': {
      const scaled = generationOf(fleet, intent.generation);
      const text = `It ended, and ${scaled === undefined ? 'the generation' : labelOfGeneration(scaled)} has ${String(scaled?.size ?? 0)} of ${String(intent.size)} blocks.`;
      return { code: scaled?.size === intent.size ? exitCodes.done : exitCodes.stopped, text };
    }
    case 'launch':
    case 'replace':
      return { code: exitCodes.accepted, text: 'It ended; what came of it is in the records of whoever carried it.' }; // prettier-ignore
    default:
      return assertNever(intent, 'intent');
  }
}

function shownAs(isSo: boolean, what: string): Became {
  return isSo
    ? { code: exitCodes.done, text: `It ended, and the generation is ${what}.` }
    : { code: exitCodes.stopped, text: `It ended, and the generation is not ${what}.` };
}

function isGone(rung: string | undefined): boolean {
  return rung === undefined || rung === 'retired';
}

function trafficOf(fleet: Fleet, isThere: boolean): Became {
  const text = `It ended: ${describeSplit(fleet)}.`;
  return { code: isThere ? exitCodes.done : exitCodes.stopped, text };
}
