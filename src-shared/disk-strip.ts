/** A disk drawn as a strip: equal ranges of it, each with the share of its blocks that changed. Pure. */

/** Of a strip; fewer where the disk has fewer blocks. */
export const stripRanges = 240;

export interface BlockStrip {
  /** Counts each block once; what lies beyond the disk is answered with false and counts nothing. */
  readonly mark: (block: number) => boolean;
  readonly changed: () => number;
  /**
   * From 0 to 1 for each range; null where not all of it was read.
   * @param readBlocks how far from its beginning the disk was read.
   */
  readonly shares: (readBlocks: number) => readonly (number | null)[];
}

/** @param total blocks of the disk, at least 1. */
export function createBlockStrip(total: number, ranges = stripRanges): BlockStrip {
  const parts = Math.min(ranges, total);
  const marks = new Uint8Array(total);
  const counts = new Uint32Array(parts);
  let changed = 0;
  return {
    mark: (block) => {
      if (!Number.isInteger(block) || block < 0 || block >= total) return false;
      if (marks[block] === 1) return true;
      marks[block] = 1;
      const part = Math.floor((block * parts) / total);
      counts[part] = (counts[part] ?? 0) + 1;
      changed += 1;
      return true;
    },
    changed: () => changed,
    shares: (readBlocks) =>
      Array.from(counts, (count, part) => {
        const [from, to] = [firstOf(part, parts, total), firstOf(part + 1, parts, total)];
        return to > readBlocks ? null : count / (to - from);
      }),
  };
}

/** Of a range: ranges of a disk that does not divide evenly differ by one block. */
function firstOf(part: number, parts: number, total: number): number {
  return Math.ceil((part * total) / parts);
}

/** Neighbouring ranges that changed, as shares of the disk from its beginning. */
export interface ChangedStretch {
  readonly from: number;
  readonly to: number;
  /** Of its ranges on average, from 0 to 1. */
  readonly share: number;
}

/** In the order of the disk. */
export function changedStretches(strip: readonly (number | null)[]): readonly ChangedStretch[] {
  const found: { from: number; to: number; sum: number }[] = [];
  strip.forEach((share, part) => {
    if (share === null || share === 0) return;
    const last = found.at(-1);
    if (last?.to === part) {
      last.to = part + 1;
      last.sum += share;
    } else found.push({ from: part, to: part + 1, sum: share });
  });
  return found.map(({ from, to, sum }) => ({
    ...{ from: from / strip.length, to: to / strip.length },
    share: sum / (to - from),
  }));
}

/** `12.4 %`; what is not nothing is never told as 0, and what is not all never as 100. */
export function percentText(part: number, whole: number): string {
  if (whole <= 0 || part <= 0) return '0 %';
  const percent = (part / whole) * 100;
  if (percent < 0.1) return 'less than 0.1 %';
  if (part < whole && percent >= 99.95) return 'more than 99.9 %';
  return `${percent.toFixed(1).replace(/\.0$/u, '')} %`;
}

/** `512 KiB`, `1.3 GiB`: in the powers of 1024 in which disks are sold. */
export function binaryText(bytes: number): string {
  const units = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB'] as const;
  let rest = bytes;
  let unit = 0;
  while (rest >= 1024 && unit < units.length - 1) {
    rest /= 1024;
    unit += 1;
  }
  const text = rest >= 10 || unit === 0 ? rest.toFixed(0) : rest.toFixed(1).replace(/\.0$/u, '');
  return `${text} ${units[unit] ?? ''}`;
}

/** The strip in words, for who does not see it: `between 0 and 1.2 GiB (63 % of it), ...`. */
export function stripWords(strip: readonly (number | null)[], bytes: number): string {
  const stretches = [...changedStretches(strip)];
  if (stretches.length === 0) return 'no change';
  const weight = ({ from, to, share }: ChangedStretch): number => (to - from) * share;
  const told = stretches
    .toSorted((one, other) => weight(other) - weight(one))
    .slice(0, mostTold)
    .sort((one, other) => one.from - other.from)
    .map(({ from, to, share }) => {
      const [begins, ends] = [from === 0 ? '0' : binaryText(from * bytes), binaryText(to * bytes)];
      // Shorter than what sizes are rounded to.
      const where = begins === ends ? `about ${begins}` : `between ${begins} and ${ends}`;
      return `${where} (${percentText(share, 1)} of it)`;
    });
  const more = stretches.length - told.length;
  return `${told.join(', ')}${more === 0 ? '' : `, and in ${more} smaller ${more === 1 ? 'stretch' : 'stretches'}`}`;
}

const mostTold = 3;
