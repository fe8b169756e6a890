/** Older and newer, where texts of images allow to say so. */

/** ISO 8601 as it was given, shortened to the minute in UTC when it is a time; null when there is none. */
export function timeText(iso: string | undefined): string | null {
  if (iso === undefined) return null;
  const atMs = Date.parse(iso);
  if (Number.isNaN(atMs)) return iso;
  return `${new Date(atMs).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

export function isOlderTime(candidate: string | undefined, than: string | undefined): boolean {
  if (candidate === undefined || than === undefined) return false;
  return Date.parse(candidate) < Date.parse(than);
}

/**
 * `node:20.11-slim` is older than `node:22.3-slim`: the same words with a smaller number at the first
 * place where they differ. Anything that differs in words is another thing, neither older nor newer.
 */
export function isOlderText(candidate: string | undefined, than: string | undefined): boolean {
  if (candidate === undefined || than === undefined) return false;
  const left = partsOf(candidate);
  const right = partsOf(than);
  for (let at = 0; at < Math.max(left.length, right.length); at += 1) {
    const a = left[at];
    const b = right[at];
    if (a === b) continue;
    if (a === undefined || b === undefined) return false;
    if (!/^\d+$/.test(a) || !/^\d+$/.test(b)) return false;
    return Number(a) < Number(b);
  }
  return false;
}

function partsOf(text: string): readonly string[] {
  return text.match(/\d+|\D+/g) ?? [];
}
