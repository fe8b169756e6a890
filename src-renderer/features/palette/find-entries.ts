/** Finds what is meant among very many entries, with a bounded answer that says how much it leaves out. Pure. */
import { paletteGroups, type PaletteEntry, type PaletteGroup } from './palette-entry.ts';

/** What more is pasted is not looked at, and that is said. */
export const longestQuery = 200;
/** Of each group while more than one has something. */
const mostOfGroup = 8;
const mostOfOnlyGroup = 50;
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
  const found = new Map<PaletteGroup, { best: Ranked[]; total: number }>();
  for (const entry of entries) {
    const rank = rankOf(entry, words);
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
      entries: best.slice(0, words.length === 0 ? mostOfOnlyGroup : most).map(({ entry }) => entry),
      total,
    }));
}

/** Into a short list in order; of two that are as good the earlier one stays in front. */
function keep(best: Ranked[], one: Ranked): void {
  const last = best.at(-1);
  if (best.length >= mostOfOnlyGroup && last !== undefined && last.rank <= one.rank) return;
  const at = best.findIndex(({ rank }) => rank > one.rank);
  best.splice(at === -1 ? best.length : at, 0, one);
  if (best.length > mostOfOnlyGroup) best.pop();
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
function rankOf({ title, note, also = '' }: PaletteEntry, words: readonly string[]): number | null {
  const [first] = words;
  if (first === undefined) return 0;
  const name = title.toLowerCase();
  const all = `${name} ${note.toLowerCase()} ${also.toLowerCase()}`;
  if (!words.every((word) => all.includes(word))) return null;
  if (name.startsWith(words.join(' '))) return 0;
  if (words.every((word) => beginsWord(name, word))) return 1;
  return words.every((word) => name.includes(word)) ? 2 : 3;
}

function beginsWord(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1)) {
    if (at === 0 || !/[\p{L}\p{N}]/u.test(text.charAt(at - 1))) return true;
  }
  return false;
}
