/**
 * What was compared in this panel besides the facts, newest of each: the files of two images, the pages of two generations.
 * Of the same two sides it is a part of what a release finds.
 */
import type { AppearanceReport } from '../../../src-shared/appearance-schema.ts';
import type { Fleet } from '../../../src-shared/fleet.ts';
import type { ImageId, YardId } from '../../../src-shared/ids.ts';
import { generationOf } from '../../../src-shared/roles.ts';
import { appearanceFindings } from './appearance-findings.ts';
import type { TwoSides } from './ask-findings.ts';
import type { Gathered } from './gathered.ts';

interface Images {
  readonly a: ImageId;
  readonly b: ImageId;
}

export interface ComparedLately {
  readonly keepContents: (yard: YardId, images: Images, gathered: Gathered) => void;
  readonly keepAppearance: (yard: YardId, report: AppearanceReport) => void;
  readonly ofImages: (yard: YardId, images: Images) => readonly Gathered[];
  /** @param fleets as they are seen: of which images the two sides are. */
  readonly ofGenerations: (
    yard: YardId,
    sides: TwoSides,
    fleets: readonly Fleet[],
  ) => readonly Gathered[];
}

export function createComparedLately(): ComparedLately {
  let contents: { yard: YardId; images: Images; gathered: Gathered } | null = null;
  let appearance: { yard: YardId; report: AppearanceReport } | null = null;

  const ofImages: ComparedLately['ofImages'] = (yard, { a, b }) =>
    contents?.yard === yard && contents.images.a === a && contents.images.b === b
      ? [contents.gathered]
      : [];

  return {
    keepContents: (yard, images, gathered) => {
      contents = { yard, images, gathered };
    },
    keepAppearance: (yard, report) => {
      appearance = { yard, report };
    },
    ofImages,
    ofGenerations: (yard, sides, fleets) => {
      const fleet = fleets.find(({ id }) => id === sides.fleet);
      const [a, b] = [sides.a, sides.b].map((id) =>
        fleet === undefined ? undefined : generationOf(fleet, id)?.image,
      );
      const files = a === undefined || b === undefined ? [] : ofImages(yard, { a, b });
      const report = appearance?.yard === yard ? appearance.report : null;
      const isOfThem =
        report?.fleet === sides.fleet && report.a === sides.a && report.b === sides.b;
      return [...files, ...(isOfThem ? [appearanceFindings(report)] : [])];
    },
  };
}
