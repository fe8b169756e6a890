/** A yard whose disk takes nothing goes on in memory: a revert holds there, and is undone when its host ends. */
import { within } from '../clock/within.ts';
import type { CliRun } from './ground.ts';
import type { OpenPlace } from './open-place.ts';

/** The outcome is known already: no more than this is waited for its shadow. */
const lookMs = 1500;

export function unsavedText(because: string): string {
  return `Not saved: ${because}. What changes now is undone when the yard host ends: make room, or make the data folder writable, and it is saved by itself.`;
}

/** After an outcome; only of a yard with a host, where a look costs nothing. */
export async function tellUnsaved(
  { terminal, clock }: CliRun,
  { opened, observations }: OpenPlace,
): Promise<void> {
  if (opened.hostVersion() === null) return;
  const seen = await within(clock, lookMs, observations.fresh());
  const because = seen.ok ? (seen.value.notSavedBecause ?? null) : null;
  if (because === null) return;
  terminal.tell('not-saved', { because }, unsavedText(because));
}
