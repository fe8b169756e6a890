/** Which ways back can be rehearsed, and what a rehearsal told. Pure. */
import type { YardCapabilities } from './capabilities-schema.ts';
import { isServed } from './entry-of.ts';
import type { Fleet, Generation } from './fleet.ts';
import { labelOfGeneration, type GenerationId } from './ids.ts';
import type { Rehearsal } from './rehearsal-schema.ts';
import {
  besideOf,
  candidateOf,
  currentOf,
  generationOf,
  healthyCount,
  wayBackOf,
  weightOf,
} from './roles.ts';
import { stoppedAside } from './revert-readiness.ts';
import { labelOf } from './split.ts';
import { plain } from './wording.ts';

/** Cut over to `away` and reverted to `back`, on an entry of its own. */
export interface RehearsalPair {
  readonly away: Generation;
  readonly back: Generation;
}

export type Rehearsable =
  | { readonly kind: 'can'; readonly pairs: readonly [RehearsalPair, ...RehearsalPair[]] }
  /** A whole sentence. */
  | { readonly kind: 'cannot'; readonly because: string };

type Able = Pick<YardCapabilities, 'whyNotRehearsed'>;

/**
 * The way back that a press takes now comes first, then that of a cutover to what the second lane shows, then that of
 * one to the candidate.
 * @param lane what was picked for the second lane
 */
export function rehearsable(
  fleet: Fleet,
  { whyNotRehearsed }: Able,
  lane: GenerationId | null,
): Rehearsable {
  const never = whyNeverRehearsed(fleet, { whyNotRehearsed });
  if (never !== null) return cannot(never);
  const current = currentOf(fleet);
  if (current === undefined) return cannot('No generation has traffic: there is nothing to cut over from.'); // prettier-ignore
  const wayBack = wayBackOf(fleet);
  const aways = new Set([besideOf(fleet, lane), candidateOf(fleet)]);
  const pairs = [
    ...(wayBack === undefined || wayBack.id === current.id
      ? []
      : [{ away: current, back: wayBack }]),
    ...[...aways]
      .filter((away) => away !== undefined)
      .map((away): RehearsalPair => ({ away, back: current })),
  ];
  const [first, ...others] = pairs;
  if (first !== undefined) return { kind: 'can', pairs: [first, ...others] };
  const stopped = stoppedAside(fleet);
  return cannot(
    stopped === undefined
      ? `There is no generation beside ${labelOfGeneration(current)} to cut over to.`
      : `${labelOfGeneration(stopped)} is stopped: start it again first.`,
  );
}

/** Why no way back of this fleet can be rehearsed, whichever generations it has; null: one can. */
export function whyNeverRehearsed(fleet: Fleet, { whyNotRehearsed }: Able): string | null {
  if (whyNotRehearsed !== null) return whyNotRehearsed;
  if (!isServed(fleet)) {
    return 'It has no entry: its blocks fetch their work, and there is no traffic that an entry of its own could move.';
  }
  const ground = rehearsalGround(fleet);
  return ground?.kind === 'none'
    ? `There is no test rule to rehearse on: ${ground.because}.`
    : null;
}

/** What it is made on where that is a rule of a load balancer; undefined: an entry of its own. */
export function rehearsalGround({ entry }: Pick<Fleet, 'entry'>) {
  return entry.kind === 'http' ? entry.rehearsal : undefined;
}

/** Why these two cannot be rehearsed now, a sentence; null when they can. Asked by the button and by the yard itself. */
export function rehearsalRefusal(
  fleet: Fleet,
  { away, back }: { readonly away: GenerationId; readonly back: GenerationId },
): string | null {
  if (away === back) return 'A rehearsal takes two generations: one to cut over to, one to go back to.'; // prettier-ignore
  for (const id of [back, away]) {
    const generation = generationOf(fleet, id);
    if (generation === undefined) return `There is no generation ${plain(id, 80)} in this fleet.`;
    const label = labelOfGeneration(generation);
    if (generation.rung !== 'warm') return `${label} is ${rungWords[generation.rung]}.`;
    if (healthyCount(generation) === 0) {
      return `No block of ${label} is healthy: nobody would answer there.`;
    }
  }
  return firstRequestRefusal(fleet, away);
}

/** A migration can run before the first request, and what it takes away does not come back with the rehearsal. */
export function firstRequestRefusal(fleet: Fleet, away: GenerationId): string | null {
  const generation = generationOf(fleet, away);
  if (generation?.data?.change !== 'contract') return null;
  if (weightOf(fleet, away) > 0 || generation.hasServed === true) return null;
  return `It is noted that ${labelOfGeneration(generation)} takes data away, and it has had no request yet: its first one is not for a rehearsal.`;
}

const rungWords: Readonly<Record<Exclude<Generation['rung'], 'warm'>, string>> = {
  draining: 'on its way down',
  stopped: 'stopped: start it again first',
  retired: 'retired',
};

/** The newest of this way back; undefined: it was never rehearsed, as far as the yard keeps it. */
export function lastRehearsal(
  { rehearsals = [] }: Pick<Fleet, 'rehearsals'>,
  pair: { readonly away: GenerationId | null; readonly back: GenerationId },
): Rehearsal | undefined {
  return rehearsals.findLast(({ away, back }) => back === pair.back && away === pair.away);
}

/** Of the revert that a press would make now. */
export function rehearsedRevert(fleet: Fleet, to: GenerationId): Rehearsal | undefined {
  const from = fleet.generations.find(({ id }) => id !== to && weightOf(fleet, id) > 0);
  return from === undefined ? undefined : lastRehearsal(fleet, { away: from.id, back: to });
}

/** `0.03 s`, `1.2 s`: hundredths are all that such a figure can tell. */
export function secondsText(ms: number): string {
  const seconds = ms / 1000;
  if (seconds < 0.01) return 'under 0.01 s';
  return `${seconds.toFixed(seconds < 10 ? 2 : 1)} s`;
}

/** `0.03 s, 0 lost`; of one that measured nothing what became of it. */
export function rehearsalPhrase({ end, lost }: Rehearsal): string {
  switch (end.kind) {
    case 'measured':
      return `${secondsText(end.revertMs)}, ${String(lost)} lost`;
    case 'not-answered':
      return 'not answered';
    case 'broken-off':
      return 'broken off';
  }
}

/** For people who did not press, and what they have to be told of more loudly. */
export function rehearsalNotice(
  fleet: Fleet,
  rehearsal: Rehearsal,
): { readonly text: string; readonly isGood: boolean } {
  return {
    text: `Rehearsed by ${plain(rehearsal.by, 120)}, with the live traffic untouched. ${rehearsalText(fleet, rehearsal)}`,
    isGood: rehearsal.end.kind === 'measured' && rehearsal.lost === 0,
  };
}

/** All that it told, in sentences. */
export function rehearsalText(fleet: Fleet, rehearsal: Rehearsal): string {
  const { away, back, requests, lost, errors, end } = rehearsal;
  const [from, to] = [labelOf(fleet, away), labelOf(fleet, back)];
  switch (end.kind) {
    case 'measured': {
      const failed = errors === 0 ? '' : ` ${String(errors)} were answered with an error by a block.`; // prettier-ignore
      return `Cut over to ${from} in ${secondsText(end.cutOverMs)}, back to ${to} in ${secondsText(end.revertMs)}: ${measuredText(rehearsal)} ${String(lost)} of ${String(requests)} requests were lost.${failed}`;
    }
    case 'not-answered':
      return `${labelOf(fleet, end.by)} answered nothing through the ${rehearsal.onRule === undefined ? 'preview entry' : 'test rule'}. Look at its blocks and their logs before you need it.`;
    case 'broken-off':
      return `It measured nothing. ${plain(end.because, 400)}`;
  }
}

function measuredText({ onRule }: Rehearsal): string {
  if (onRule === undefined) return 'from the order at the entry to the first answer.';
  const from = 'from the order at the test rule, its write with it, to the first answers from there alone.'; // prettier-ignore
  return onRule.isMarked ? from : `${from} Answers of this fleet do not say who made them, so the rule answered by itself in between.`; // prettier-ignore
}

function cannot(because: string): Rehearsable {
  return { kind: 'cannot', because };
}
