/**
 * Whether a way back is safe for the data, by what people noted of the generations after it. Migrations run in the
 * background or before the first request: from its first traffic on, a generation counts as having done what is noted
 * of it, and before that as about to. Pure.
 */
import type { DataChange, DataWish } from './data-note-schema.ts';
import type { Fleet, Generation } from './fleet.ts';
import { labelOfGeneration, type GenerationId } from './ids.ts';
import { generationOf, weightOf } from './roles.ts';
import { plain } from './wording.ts';

export type DataWayBack =
  /** Nothing is noted that speaks against it. */
  | { readonly kind: 'safe' }
  /** It is safe now; `because` says what would end that, as a sentence. */
  | { readonly kind: 'safe-until-contract'; readonly because: string }
  /** The code that it leads to misses what is gone. */
  | { readonly kind: 'data-loss'; readonly because: string };

export const dataChangeWords: Readonly<Record<DataChange, string>> = {
  none: 'leaves the data as it is',
  expand: 'adds to the data, and the code before it still works',
  contract: 'takes away data that the code before it needs',
};

/** Of a yard without `notesData`. */
export const noDataNotesText = 'This yard keeps no notes of what a generation does to the data.';

/**
 * What came after what is said by the numbers, and by what took the traffic from there: an older number can be released,
 * and where numbers are ranks they move.
 *
 * @param to where the traffic would go.
 */
export function dataWayBack(fleet: Fleet, to: GenerationId): DataWayBack {
  const target = generationOf(fleet, to);
  if (target === undefined) return { kind: 'safe' };
  const label = labelOfGeneration(target);
  const isAfter = ({ id, number }: Generation): boolean =>
    id !== to && (number > target.number || (fleet.previous === to && weightOf(fleet, id) > 0));
  const later = fleet.generations.filter(isAfter).sort((a, b) => b.number - a.number);
  const contracts = later.filter(({ data }) => data?.change === 'contract');
  const done = contracts.find((generation) => hasTouchedData(fleet, generation) === true);
  if (done !== undefined) {
    const because = `${noteText(done)} ${label} was made for the data as it was before: going back loses data or fails, unless you have restored it.`;
    return { kind: 'data-loss', because };
  }
  const unknown = contracts.find((generation) => hasTouchedData(fleet, generation) === null);
  if (unknown !== undefined) {
    const because = `${noteText(unknown)} This yard does not remember whether it has had traffic: if it had, going back to ${label} loses data or fails, unless you have restored it.`;
    return { kind: 'data-loss', because };
  }
  const [coming] = contracts;
  if (coming !== undefined) {
    const because = `${noteText(coming)} From its first traffic on there is no way back to ${label} without losing data.`;
    return { kind: 'safe-until-contract', because };
  }
  const expanded = later.find(({ data }) => data?.change === 'expand');
  if (expanded === undefined) return { kind: 'safe' };
  const because = `${noteText(expanded)} ${label} is a safe way back until a generation takes the old data away.`;
  return { kind: 'safe-until-contract', because };
}

/** Has had traffic, or has it: what is noted of it counts as done. Null: nobody remembers. */
function hasTouchedData(fleet: Fleet, generation: Generation): boolean | null {
  if (weightOf(fleet, generation.id) > 0) return true;
  return generation.hasServed ?? null;
}

/** `v003 takes away data that the code before it needs (drops orders.legacy_total; noted by Ann).` */
export function noteText(generation: Generation): string {
  const { data } = generation;
  const label = labelOfGeneration(generation);
  if (data === undefined) return `Nothing is noted of what ${label} does to the data.`;
  const what = plain(data.text, 300);
  const by = plain(data.by, 120);
  return `${label} ${dataChangeWords[data.change]} (${what === '' ? '' : `${what}; `}noted by ${by}).`;
}

/** Whether it stands already, as it is wished. */
export function isNoted({ data }: Pick<Generation, 'data'>, wish: DataWish): boolean {
  return data?.change === wish.change && data.text === wish.text;
}

/**
 * What would become of the way back to `from` if `candidate` did as noted; null: nothing changes.
 * @param wish of one that is not launched yet, or anew.
 */
export function dataAfter(
  from: string,
  candidate: string,
  wish: DataWish | undefined,
): string | null {
  const what = wish === undefined || wish.text === '' ? '' : ` (${plain(wish.text, 300)})`;
  switch (wish?.change) {
    case 'contract':
      return `${candidate} ${dataChangeWords.contract}${what}: from its first traffic on, going back to ${from} loses data or fails, so a broken guard calls a person instead of going back by itself.`;
    case 'expand':
      return `${candidate} ${dataChangeWords.expand}${what}: ${from} stays a safe way back.`;
    case 'none':
    case undefined:
      return null;
  }
}
