/**
 * Which looks of a rollout are kept as pictures in its record, so that its lanes can be drawn again later.
 * They are noted beside everything else: no effect and no revert waits for one, and one that cannot be
 * written is no fault.
 */
import type { Fleet } from '../../src-shared/fleet.ts';
import {
  changeOf,
  pictureOf,
  standsOtherwise,
  type FleetPicture,
} from '../../src-shared/fleet-picture.ts';
import type { Marked } from '../clock/age.ts';
import type { SawEntry } from '../journal/entries.ts';
import type { RolloutRecord } from '../journal/record-file.ts';

export interface Sights {
  /** Each look, with the moment at which it began. */
  readonly see: (fleet: Fleet, at: Marked) => void;
  /** Something was decided, answered or ended: what is seen next is worth a picture. */
  readonly wrote: (what: 'intended' | 'answer' | 'end') => void;
}

/** Of one rollout, those of panels before this one included. */
const mostPictures = 200;
/** Blocks in all of them together: hundreds that fall ill and recover again and again would fill the record. */
const mostBlocks = 20_000;
const apartMs = 500;

export function keepSights(record: Pick<RolloutRecord, 'entries' | 'note'>): Sights {
  const kept = record.entries().filter(({ entry }) => entry.type === 'saw').length;
  let left = mostPictures - kept;
  let leftBlocks = mostBlocks;
  let noted: { readonly picture: FleetPicture; readonly monotonicMs: number } | null = null;
  let last: { readonly fleet: Fleet; readonly at: Marked } | null = null;
  let isDecided = false;
  let isAnswered = false;

  const note = (picture: FleetPicture, at: Marked): void => {
    const change = changeOf(noted?.picture ?? null, picture);
    left -= 1;
    leftBlocks -= change.generations.reduce((sum, { blocks }) => sum + blocks.length, 0);
    noted = { picture, monotonicMs: at.monotonicMs };
    isAnswered = false;
    const entry: SawEntry = { type: 'saw', seenAtMs: at.atMs, ...change };
    void record.note(entry);
  };

  /** @param spare pictures that are left for later. */
  const hasRoom = (spare: number): boolean => left > spare && leftBlocks > 0;

  return {
    see: (fleet, at) => {
      last = { fleet, at };
      const isSoon = noted !== null && at.monotonicMs - noted.monotonicMs < apartMs;
      if (!hasRoom(1) || (isSoon && !isDecided && !isAnswered)) return;
      const picture = pictureOf(fleet);
      // What it was decided on: also when only the counters tell it from the picture before.
      const isOther = isDecided ? differs : standsOtherwise;
      isDecided = false;
      if (noted === null || isOther(noted.picture, picture)) note(picture, at);
    },
    wrote: (what) => {
      if (what === 'intended') isDecided = true;
      else isAnswered = true;
      if (what !== 'end' || last === null || !hasRoom(0)) return;
      const picture = pictureOf(last.fleet);
      if (noted === null || differs(noted.picture, picture)) note(picture, last.at);
    },
  };
}

function differs(before: FleetPicture, now: FleetPicture): boolean {
  return JSON.stringify(before) !== JSON.stringify(now);
}
