/** Requests that wait at the entry, in words. Pure. */
import { holdingAt } from '../../../src-shared/entry-of.ts';
import type { Fleet } from '../../../src-shared/fleet.ts';
import { currentOf } from '../../../src-shared/roles.ts';
import { labelOfGeneration } from '../../../src-shared/ids.ts';
import { plain } from '../../../src-shared/wording.ts';
import { count, plural } from '../../ui/format.ts';
import type { Situation } from './situation-shape.ts';

export interface HeldWords {
  /** `12 wait`; null while none does. */
  readonly waiting: string | null;
  /** `3 turned away`; null before the first. */
  readonly turnedAway: string | null;
  /** Of those who wait. */
  readonly longest: string;
  /** What stands behind both. */
  readonly title: string;
}

export function heldWords({ traffic }: Pick<Fleet, 'traffic'>): HeldWords {
  const { held } = traffic;
  const now = held?.now ?? 0;
  const away = held?.turnedAway ?? 0;
  return {
    waiting: now === 0 ? null : `${count(now)} ${now === 1 ? 'waits' : 'wait'}`,
    turnedAway: away === 0 ? null : `${count(away)} turned away`,
    longest: `Requests wait at the entry, one of them for ${seconds(held?.longestMs ?? 0)}`,
    title: `${plural(held?.total ?? 0, 'request')} had to wait so far. Who is turned away gets a 503 and counts as lost.`,
  };
}

/** `for another 20 s`; the yard ends it, so a clock that runs ahead says `for a moment more`. */
export function anotherText(endsAtMs: number, nowMs: number): string {
  const leftMs = endsAtMs - nowMs;
  return leftMs < 1000 ? 'for a moment more' : `for another ${seconds(leftMs)}`;
}

function seconds(ms: number): string {
  return `${count(Math.round(ms / 1000))}\u00a0s`;
}

/** Null while nobody has paused it. */
export function pausedSituation(fleet: Fleet, nowMs: number): Situation | null {
  const holding = holdingAt(fleet.entry);
  if (holding?.kind !== 'paused') return null;
  const current = currentOf(fleet);
  const { turnedAway } = heldWords(fleet);
  const who = current === undefined ? 'the split' : labelOfGeneration(current);
  const away =
    turnedAway === null ? '' : ` ${turnedAway}: no place was left, or they waited too long.`;
  return {
    tone: 'held',
    strong: `The entry is paused by ${plain(holding.by, 120)}: requests wait, ${anotherText(holding.endsAtMs, nowMs)}.`,
    rest: `A cutover or a revert goes as always. Then ${who} answers those that wait, unless the split is another by then.${away}`,
    progress: null,
  };
}
