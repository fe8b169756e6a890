/**
 * What marks everything that a launch makes. Only what carries these is ever ended (rule 9), and a launch
 * that is repeated after a crash finds by them what it had made already.
 */
import type { FleetId, RolloutId } from '../../../../src-shared/ids.ts';
import { entryTag, fleetTag, generationTag, rolloutTag, type Tags } from '../discover/reading.ts';

export interface OwnMarks {
  /** The fleet's name without what tells it from others of that name. */
  readonly name: string;
  /** Null where servers fetch their work: then there is no entry that they would belong to. */
  readonly fleet: FleetId | null;
  readonly number: number;
  /** That launched it. */
  readonly rollout: RolloutId;
}

/** AWS's bound for the value of a tag. */
const longestValue = 256;

export function ownTags({ name, fleet, number, rollout }: OwnMarks): Tags {
  return {
    [fleetTag]: name.slice(0, longestValue),
    ...(fleet === null ? {} : { [entryTag]: entryTagOf(fleet) }),
    [generationTag]: String(number),
    [rolloutTag]: rollout.slice(0, longestValue),
  };
}

/** How a fleet is named in the tag that says whose something is. */
export function entryTagOf(fleet: FleetId): string {
  return fleet.slice(0, longestValue);
}

/** Those of ours that say whose something is, as it has them: for another server of the same generation. */
export function keptMarks(tags: Tags): Tags {
  const own = Object.entries(tags).filter(([key]) => marks.has(key));
  return Object.fromEntries(own);
}

const marks: ReadonlySet<string> = new Set([fleetTag, entryTag, generationTag, rolloutTag]);

export type TagList = { Key: string; Value: string }[];

export function tagList(tags: Tags): TagList {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}

/** Whether it was made by this very launch. */
export function isOf(rollout: RolloutId, tags: Tags): boolean {
  return tags[rolloutTag] === rollout;
}

/** Tags of the servers before, for the new ones: without AWS's own and ours, which say whose they are. */
export function inheritedTags(tags: Tags): Tags {
  return Object.fromEntries(
    Object.entries(tags).filter(([key]) => !/^(?:aws|blockyard):/iu.test(key)),
  );
}
