/**
 * Gives each target group of a fleet a number, the higher the newer. Ours by tag, else from the name,
 * else by rank of the oldest launch. Numbers by rank may move when servers are replaced; nothing may
 * hang on them but the order on the screen (ids are made of the target group, see fleet-id.ts).
 */
import { plain } from '../../../../src-shared/wording.ts';
import { compare } from './fingerprint.ts';
import { parseGroupName } from './group-name.ts';
import { generationTag, type TargetGroup } from './reading.ts';

/** What names a generation: a target group, or what stands for one where there is none. */
export type NamedGroup = Pick<TargetGroup, 'arn' | 'name' | 'tags'>;

export interface NumberedGroup<Group extends NamedGroup = TargetGroup> {
  readonly group: Group;
  readonly number: number;
  /** What people call it, where that is not its number. */
  readonly label: string | null;
  readonly notes: readonly string[];
}

const longestLabel = 40;

/** @param oldestLaunchMs of its servers; null for a group without servers, which ranks as the newest. */
export function numberGroups<Group extends NamedGroup>(
  groups: readonly Group[],
  oldestLaunchMs: (group: Group) => number | null,
): readonly NumberedGroup<Group>[] {
  const byAge = [...groups].sort((a, b) => {
    const [one, other] = [oldestLaunchMs(a) ?? Infinity, oldestLaunchMs(b) ?? Infinity];
    return one === other ? compare(a.name, b.name) || compare(a.arn, b.arn) : one < other ? -1 : 1;
  });
  const taken = new Map<number, Group>();
  // First come those that our tag names, so that a name never takes a tagged number away.
  for (const claim of [taggedNumber, namedNumber]) {
    for (const group of byAge) {
      const number = claim(group);
      const hasOne = [...taken.values()].includes(group);
      if (number !== null && !hasOne && !taken.has(number)) taken.set(number, group);
    }
  }
  let next = Math.max(0, ...taken.keys());
  return byAge.map((group) => {
    const own = [...taken].find(([, one]) => one === group)?.[0];
    const wanted = taggedNumber(group) ?? namedNumber(group);
    const { label, stem } = parseGroupName(group.name);
    if (own !== undefined) return { group, number: own, label: labelUnless(own, group), notes: [] };
    next += 1;
    const called = label ?? (wanted === null ? endOf(group.name, stem) : group.name);
    const notes =
      wanted === null
        ? []
        : [
            `The target group ${plain(group.name, 80)} asks for the number ${String(wanted)}, which another one has.`,
          ];
    return { group, number: next, label: plain(called, longestLabel), notes };
  });
}

/** `blue` stays `blue` even when our tag gives it a number; `v003` needs no label. */
function labelUnless(number: number, group: NamedGroup): string | null {
  const { label, number: named } = parseGroupName(group.name);
  if (label !== null) return plain(label, longestLabel);
  return named === null || named === number ? null : plain(group.name, longestLabel);
}

/** A group whose name is all stem is called by its whole name. */
function endOf(name: string, stem: string): string {
  return name.startsWith(`${stem}-`) ? name.slice(stem.length + 1) : name;
}

function taggedNumber(group: NamedGroup): number | null {
  const text = group.tags[generationTag]?.trim() ?? '';
  const number = /^v?\d{1,6}$/.test(text) ? Number(text.replace('v', '')) : 0;
  return number > 0 ? number : null;
}

function namedNumber(group: NamedGroup): number | null {
  return parseGroupName(group.name).number;
}
