/**
 * What the name of a target group says: `app-stack-detail-v003` as Frigga, Asgard and Spinnaker write
 * it, `web-blue` beside `web-green`, or a name with a random end as Terraform makes them.
 */

export interface GroupName {
  /** What the groups of one fleet have in common. Never empty unless the name is. */
  readonly stem: string;
  /** Null where the name has none; 0 is left out, because generations are counted from 1. */
  readonly number: number | null;
  /** What people call the generation where that is no number: `blue`. */
  readonly label: string | null;
}

/** Words that tell two sides of a fleet apart. A single letter counts only at the very end. */
const sides = new Set(
  'a b blue green black red old new stable canary live idle active standby primary secondary'.split(
    ' ',
  ),
);
const versioned = /^(.+)-v(\d{1,6})(?:-([A-Za-z0-9-]+))?$/;
/** `-20260101120000000100000001`, `-9f86d081`: a date or hex digits with at least one number in it. */
const randomEnd = /-(?=[0-9a-f]*\d)[0-9a-f]{8,}$/i;

export function parseGroupName(name: string): GroupName {
  const side = sideOf(name);
  // Before the version: in `web-v2-blue` and `web-v2-green` the v2 is not what differs.
  if (side !== null) return { stem: side.stem, number: null, label: side.label };
  const match = versioned.exec(name);
  if (match !== null) {
    const [, before = '', digits = '', after] = match;
    const number = Number(digits);
    return {
      stem: after === undefined ? trimmed(before) : `${trimmed(before)}-${after}`,
      number: number > 0 ? number : null,
      label: number > 0 ? null : `v${digits}`,
    };
  }
  return { stem: name.replace(randomEnd, '') || name, number: null, label: null };
}

function sideOf(name: string): { stem: string; label: string } | null {
  const parts = name.split('-');
  for (let at = parts.length - 1; at > 0; at -= 1) {
    const part = parts[at] ?? '';
    const isLast = at === parts.length - 1;
    if (!sides.has(part.toLowerCase()) || (part.length === 1 && !isLast)) continue;
    const stem = parts.filter((_, index) => index !== at).join('-');
    return stem === '' ? null : { stem, label: part };
  }
  return null;
}

/** `app--detail` is Frigga's way to leave the stack out; an end of dashes is nobody's name. */
function trimmed(stem: string): string {
  // eslint-disable-next-line regexp/no-super-linear-move -- AWS lets nobody name a group in more than 32 characters
  return stem.replace(/-+$/, '') || stem;
}

/** The longest run of whole words that all stems begin with; empty when there is none. */
export function commonStem(stems: readonly string[]): string {
  const [first, ...others] = stems.map((stem) => stem.split('-'));
  if (first === undefined) return '';
  let length = first.length;
  for (const words of others) {
    let same = 0;
    while (same < length && words[same] === first[same]) same += 1;
    length = same;
  }
  return first.slice(0, length).join('-');
}
