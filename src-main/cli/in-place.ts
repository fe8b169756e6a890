/** Runs one piece of work in the yard that the command line names, and ends with its code. */
import { FaultError, faultOf, type Result } from '../../src-shared/result.ts';
import type { YardObservation } from '../yards/port.ts';
import { exitCodeFor, exitCodes, type ExitCode } from './exit-code.ts';
import type { CliRun } from './ground.ts';
import { findPlace, openPlace, type OpenPlace } from './open-place.ts';

export type Work = (place: OpenPlace, seen: YardObservation) => Promise<ExitCode>;

/** Faults that are thrown or answered are told, each as one sentence, and become the exit code. */
export async function told(run: CliRun, work: () => Promise<ExitCode>): Promise<ExitCode> {
  try {
    return await work();
  } catch (error) {
    const fault = faultOf(error);
    run.terminal.fault(fault);
    if (run.interrupted.aborted) return exitCodes.left;
    return error instanceof FaultError ? exitCodeFor(fault) : exitCodes.failed;
  }
}

export function inPlace(run: CliRun, work: Work): Promise<ExitCode> {
  return inOpenPlace(run, async (place) => work(place, must(await place.look())));
}

export function inOpenPlace(
  run: CliRun,
  work: (place: OpenPlace) => Promise<ExitCode>,
): Promise<ExitCode> {
  return told(run, async () => {
    const place = must(await openPlace(run, must(await findPlace(run, run.yard))));
    try {
      return await work(place);
    } finally {
      await place.close();
    }
  });
}

export function must<Value>(result: Result<Value>): Value {
  if (!result.ok) throw new FaultError(result.fault);
  return result.value;
}
