/**
 * What a switch that was seen does not speak of. Probes and counters show what a new client gets from
 * the rules that can be asked; a pinned client gets what it had, and some rules nobody can ask.
 */
import { hasAll } from '../../src-shared/load-words.ts';
import type { Fleet } from '../../src-shared/fleet.ts';
import type { GenerationId } from '../../src-shared/ids.ts';
import { labelOf } from '../../src-shared/split.ts';
import { roughDuration } from '../../src-shared/wording.ts';

/** The two sides of a switch. */
export interface Sides {
  readonly from: GenerationId;
  readonly to: GenerationId;
}

/** `v002 serves all traffic: ...`, or no more than what is known. @param seen a sentence. */
export function seenText(fleet: Fleet, sides: Sides, seen: string, again = ''): string {
  const unseen = [unaskedText(fleet), pinnedText(fleet, sides)].filter((text) => text !== null);
  const label = labelOf(fleet, sides.to);
  const lead =
    unseen.length === 0
      ? `${hasAll(fleet, label)}${again}`
      : `The entry sends all traffic to ${label}${again}`;
  return [`${lead}: ${seen}`, ...unseen].join(' ');
}

/** Whoever is wanted takes all the work, and another block could not be seen to have stopped. */
export function unstoppedText(fleet: Fleet, label: string, because: string): string {
  return `${hasAll(fleet, label)}. This was accepted, not verified: ${because}.`;
}

/** Of an entry whose responses cannot be asked who made them. */
export function unseenText(fleet: Fleet, sides: Sides): string {
  const why =
    fleet.entry.kind === 'http' && fleet.entry.askedRules === 0
      ? 'None of its rules can be asked from here'
      : 'Responses carry no marker';
  const accepted = `The entry sends all traffic to ${labelOf(fleet, sides.to)}. ${why}, so this was accepted, not verified.`;
  return [accepted, pinnedText(fleet, sides)].filter((text) => text !== null).join(' ');
}

function unaskedText({ entry }: Fleet): string | null {
  if (entry.kind === 'none') return null;
  const all = entry.rules.length;
  const { askedRules = all } = entry;
  if (askedRules >= all) return null;
  const others = all - askedRules === 1 ? 'the other is' : 'the others are';
  return `${askedRules} of ${all} rules ${askedRules === 1 ? 'was' : 'were'} asked; ${others} only read back.`;
}

function pinnedText(fleet: Fleet, { from, to }: Sides): string | null {
  const { pinnedForMs } = fleet.entry;
  if (pinnedForMs === null) return null;
  const old = from === to ? 'another generation' : labelOf(fleet, from);
  return `Clients that were pinned before the switch can still get ${old} for ${roughDuration(pinnedForMs)}.`;
}
