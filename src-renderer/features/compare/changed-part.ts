/** What differs between two short texts, so that the eye finds it in `ami-0111c4e19d2a85f6`. Pure. */

export interface PartedText {
  readonly before: string;
  readonly changed: string;
  readonly after: string;
}

/** Whole words and numbers: half a word in another shade reads worse than a whole one. */
const words = /[\p{L}\p{N}]+|[^\p{L}\p{N}]/gu;
/** Of the longer text, what has to be alike: below it they are two texts, not one that changed. */
const leastAlike = 0.25;

/** @returns null when they are equal, or so unlike that nothing is gained by pointing. */
export function changedPart(
  one: string,
  other: string,
): readonly [one: PartedText, other: PartedText] | null {
  if (one === other) return null;
  const left = one.match(words) ?? [];
  const right = other.match(words) ?? [];
  const most = Math.min(left.length, right.length);
  let head = 0;
  while (head < most && left[head] === right[head]) head += 1;
  let tail = 0;
  while (tail < most - head && left.at(-1 - tail) === right.at(-1 - tail)) tail += 1;
  const alike = [...left.slice(0, head), ...left.slice(left.length - tail)].join('').length;
  if (alike < Math.max(one.length, other.length) * leastAlike) return null;
  return [parted(left, head, tail), parted(right, head, tail)];
}

function parted(parts: readonly string[], head: number, tail: number): PartedText {
  const end = parts.length - tail;
  return {
    before: parts.slice(0, head).join(''),
    changed: parts.slice(head, end).join(''),
    after: parts.slice(end).join(''),
  };
}
