/** Finds what is meant among very many entries, with a bounded answer that says how much it leaves out. Pure. */
import { paletteGroups, type PaletteEntry, type PaletteGroup } from './palette-entry.ts';

/** What more is pasted is not looked at, and that is said. */
export const longestQuery = 200;
/** Of each group while more than one has something. */
const mostOfGroup = 8;
const mostOfOnlyGroup = 20;
/** Before anything was typed there are no blocks among them. */
const mostAtFirst = 40;
/** Nobody thinks of more words; each one costs a look at every entry. */
const mostWords = 8;

export interface FoundGroup {
  readonly group: PaletteGroup;
  /** The best of them. */
  readonly entries: readonly PaletteEntry[];
  /** How many there are in all. */
  readonly total: number;
}

interface Ranked {
  readonly entry: PaletteEntry;
  readonly rank: number;
}

/**
 * @param entries asked for one after the other, so that nobody has to keep them.
 * @param query nothing: all of them, as they stand.
 */
export function findEntries(entries: Iterable<PaletteEntry>, query: string): readonly FoundGroup[] {
  const words = wordsOf(query);
  const phrase = words.join(' ');
  const found = new Map<PaletteGroup, { best: Ranked[]; total: number }>();
  for (const entry of entries) {
    const rank = rankOf(entry, words, phrase);
    if (rank === null) continue;
    const group = found.get(entry.group) ?? { best: [], total: 0 };
    found.set(entry.group, group);
    group.total += 1;
    keep(group.best, { entry, rank });
  }
  const most = found.size > 1 ? mostOfGroup : mostOfOnlyGroup;
  return paletteGroups
    .flatMap((group) => {
      const one = found.get(group);
      return one === undefined ? [] : [{ group, ...one }];
    })
    .toSorted((a, b) => (a.best[0]?.rank ?? 0) - (b.best[0]?.rank ?? 0))
    .map(({ group, best, total }) => ({
      group,
      entries: best.slice(0, words.length === 0 ? mostAtFirst : most).map(({ entry }) => entry),
      total,
    }));
}

/** Into a short list in order; of two that are as good the earlier one stays in front. */
function keep(best: Ranked[], one: Ranked): void {
  const last = best.at(-1);
  if (best.length >= mostAtFirst && last !== undefined && last.rank <= one.rank) return;
  const at = best.findIndex(({ rank }) => rank > one.rank);
  best.splice(at === -1 ? best.length : at, 0, one);
  if (best.length > mostAtFirst) best.pop();
}

function wordsOf(query: string): readonly string[] {
  return query
    .slice(0, longestQuery)
    .toLowerCase()
    .split(/\s+/u)
    .filter(Boolean)
    .slice(0, mostWords);
}

/** Null: not what is meant. The less, the better. */
function rankOf(entry: PaletteEntry, words: readonly string[], phrase: string): number | null {
  if (words.length === 0) return 0;
  const text = entry.text ?? textOf(entry);
  if (!words.every((word) => text.includes(word))) return null;
  const { nameLength } = entry;
  const name = nameLength === undefined ? entry.title.toLowerCase() : text.slice(0, nameLength);
  if (name.startsWith(phrase)) return 0;
  if (words.every((word) => beginsWord(name, word))) return 1;
  return words.every((word) => name.includes(word)) ? 2 : 3;
}

export function textOf({
  title,
  note,
  also = '',
}: Pick<PaletteEntry, 'title' | 'note' | 'also'>): string {
  return `${title} ${note} ${also}`.toLowerCase();
}

function beginsWord(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1)) {
    if (at === 0 || !/[\p{L}\p{N}]/u.test(text.charAt(at - 1))) return true;
  }
  return false;
}
