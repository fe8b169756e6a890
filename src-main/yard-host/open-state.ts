/**
 * Finds the state of the last run. Damage is never answered with a silent fresh start: the copy before
 * it is taken, what cannot be read is put aside, and sentences say so.
 */
import { basename, join } from 'node:path';
import { FaultError } from '../../src-shared/result.ts';
import { previousFileName, putAside, readStateFile, stateFileName } from './state-file.ts';
import { emptyState, type HostState } from './state-schema.ts';

export interface OpenedState {
  readonly state: HostState;
  /**
   * No fleet was ever made here: nothing was there, or a state without fleets (no verb removes one), as
   * after a first run that could not read its samples. Never in the start that found damage.
   */
  readonly isNew: boolean;
  /** Trouble to be told, newest last. */
  readonly sentences: readonly string[];
}

/** @throws FaultError 'version-mismatch' for the state of a newer version; nothing is touched then. */
export async function openState(dataFolder: string, nowMs: number): Promise<OpenedState> {
  const currentPath = join(dataFolder, stateFileName);
  const previousPath = join(dataFolder, previousFileName);
  const current = await readStateFile(currentPath);
  const previous = await readStateFile(previousPath);
  for (const found of [current, previous]) {
    if (found.kind === 'newer') throw newerState(dataFolder, found.schema);
  }
  if (current.kind === 'whole') {
    return { state: current.state, isNew: hasNoFleet(current.state), sentences: [] };
  }
  if (current.kind === 'missing' && previous.kind === 'missing') {
    return { state: emptyState, isNew: true, sentences: [] };
  }
  const sentences: string[] = [];
  const isDamaged = current.kind === 'damaged';
  const why = isDamaged ? `is damaged: ${current.reason}` : 'is missing';
  if (previous.kind === 'whole') {
    if (isDamaged) await putAside(currentPath, nowMs);
    const aside = isDamaged ? ' What was damaged is kept beside it.' : '';
    const next = hasNoFleet(previous.state)
      ? ' It knows no fleet: the next start of the yard begins with the sample fleet.'
      : '';
    sentences.push(
      `The yard's state file ${why}. The copy before it is used: the last change may be missing.${aside}${next}`,
    );
    return { state: previous.state, isNew: false, sentences };
  }
  const kept = [
    current.kind === 'damaged' ? await keptAs(currentPath, nowMs) : null,
    previous.kind === 'damaged' ? await keptAs(previousPath, nowMs) : null,
  ].filter((name) => name !== null);
  sentences.push(
    `The yard's state file ${why}, and the copy before it ${previous.kind === 'damaged' ? `is damaged: ${previous.reason}` : 'is missing'}. Fleets and generations of before are not known any more. What was there is kept in ${dataFolder} as ${kept.join(' and ')}. To have them again: stop the yard, put back a copy as ${stateFileName}, start the yard. Without that, the next start of the yard begins with the sample fleet.`,
  );
  return { state: emptyState, isNew: false, sentences };
}

function hasNoFleet(state: HostState): boolean {
  return state.fleets.length === 0;
}

/** The name it is kept under: its own when it could not be moved. */
async function keptAs(path: string, nowMs: number): Promise<string> {
  return basename((await putAside(path, nowMs)) ?? path);
}

function newerState(dataFolder: string, schema: number): FaultError {
  return new FaultError({
    code: 'version-mismatch',
    message: `The yard's state was written by a newer version of Blockyard (schema ${String(schema)}); this one leaves it untouched.`,
    where: join(dataFolder, stateFileName),
    todo: 'Start the newer version, or choose another data folder.',
  });
}
