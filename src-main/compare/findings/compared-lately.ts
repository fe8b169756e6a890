/**
 * What was compared in this panel besides the facts, newest of each: the files of two images, the pages of two generations,
 * and what sample requests to both have shown.
 * Of the same two sides it is a part of what a release finds.
 */
import type { AppearanceReport } from '../../../src-shared/appearance-schema.ts';
import type { Fleet } from '../../../src-shared/fleet.ts';
import type { ImageId, YardId } from '../../../src-shared/ids.ts';
import { generationOf } from '../../../src-shared/roles.ts';
import { appearanceFindings } from './appearance-findings.ts';
import { standingFindings, together, unsampled } from './behaviour-findings.ts';
import type { TwoSides } from './ask-findings.ts';
import type { Gathered } from './gathered.ts';

interface Images {
  readonly a: ImageId;
  readonly b: ImageId;
}

export interface ComparedLately {
  readonly keepContents: (yard: YardId, images: Images, gathered: Gathered) => void;
  readonly keepAppearance: (yard: YardId, report: AppearanceReport) => void;
  /** @param fleet as it was while they were sent: they say nothing of the two under another split. */
  readonly keepSamples: (yard: YardId, fleet: Fleet, sides: TwoSides, gathered: Gathered) => void;
  readonly hasSamples: (yard: YardId, sides: TwoSides, fleets: readonly Fleet[]) => boolean;
  readonly ofImages: (yard: YardId, images: Images) => readonly Gathered[];
  /** @param fleets as they are seen: of which images the two sides are. */
  readonly ofGenerations: (
    yard: YardId,
    sides: TwoSides,
    fleets: readonly Fleet[],
  ) => readonly Gathered[];
  /**
   * How they behave, as far as it is known here: no request is sent for it. Undefined: one of them is not seen.
   * @param now what sample requests to both have just shown; null: none were sent for this.
   */
  readonly behaviourOf: (
    yard: YardId,
    sides: TwoSides,
    fleets: readonly Fleet[],
    now: Gathered | null,
  ) => Gathered | undefined;
}

/** Longer ago, what they answer may be another thing. */
const samplesLastMs = 1_800_000;

/** @param nowMs monotonic. */
export function createComparedLately(
  nowMs: () => number = () => performance.now(),
): ComparedLately {
  let contents: { yard: YardId; images: Images; gathered: Gathered } | null = null;
  let samples: { yard: YardId; sides: TwoSides; gathered: Gathered; revision: number; atMs: number } | null = null; // prettier-ignore
  let appearance: { yard: YardId; report: AppearanceReport } | null = null;

  const ofImages: ComparedLately['ofImages'] = (yard, { a, b }) =>
    contents?.yard === yard && contents.images.a === a && contents.images.b === b
      ? [contents.gathered]
      : [];

  const samplesOf = (yard: YardId, sides: TwoSides, fleet: Fleet | undefined): Gathered | null => {
    if (samples?.yard !== yard || !isSame(samples.sides, sides)) return null;
    if (samples.revision !== fleet?.split.revision) return null;
    return nowMs() - samples.atMs <= samplesLastMs ? samples.gathered : null;
  };

  return {
    keepContents: (yard, images, gathered) => {
      contents = { yard, images, gathered };
    },
    keepAppearance: (yard, report) => {
      appearance = { yard, report };
    },
    keepSamples: (yard, { split: { revision } }, sides, gathered) => {
      samples = { yard, sides, gathered, revision, atMs: nowMs() };
    },
    hasSamples: (yard, sides, fleets) =>
      samplesOf(
        yard,
        sides,
        fleets.find(({ id }) => id === sides.fleet),
      ) !== null,
    ofImages,
    behaviourOf: (yard, sides, fleets, now) => {
      const fleet = fleets.find(({ id }) => id === sides.fleet);
      const [a, b] = [sides.a, sides.b].map((id) =>
        fleet === undefined ? undefined : generationOf(fleet, id),
      );
      if (fleet === undefined || a === undefined || b === undefined) return undefined;
      const asked =
        now ??
        samplesOf(yard, sides, fleet) ??
        unsampled('none were sent to these two from here lately.');
      return together([standingFindings(fleet, { a, b }), asked]);
    },
    ofGenerations: (yard, sides, fleets) => {
      const fleet = fleets.find(({ id }) => id === sides.fleet);
      const [a, b] = [sides.a, sides.b].map((id) =>
        fleet === undefined ? undefined : generationOf(fleet, id)?.image,
      );
      const files = a === undefined || b === undefined ? [] : ofImages(yard, { a, b });
      const report = appearance?.yard === yard ? appearance.report : null;
      const isOfThem = report !== null && isSame(report, sides);
      return [...files, ...(isOfThem ? [appearanceFindings(report)] : [])];
    },
  };
}

function isSame(one: TwoSides, other: TwoSides): boolean {
  return one.fleet === other.fleet && one.a === other.a && one.b === other.b;
}
