/** What a fleet can release: what stands by, the images of the yard, and retired generations once more. Pure. */
import type { Fleet, Generation } from '../../../src-shared/fleet.ts';
import { generationLabel, labelOfGeneration } from '../../../src-shared/ids.ts';
import type { ImageId } from '../../../src-shared/ids.ts';
import type { Image } from '../../../src-shared/image.ts';
import { nextNumber } from '../../../src-shared/numbering.ts';
import type { ReleaseSource } from '../../../src-shared/release-schema.ts';
import { currentOf, generationOf, roleOf, weightOf } from '../../../src-shared/roles.ts';
import { labelOf } from '../../../src-shared/split.ts';
import { plain } from '../../../src-shared/wording.ts';
import type { ReleaseChoice } from '../../store/view-store.ts';

export interface ChoiceOption {
  /** Names the choice in a list. */
  readonly value: string;
  readonly choice: ReleaseChoice;
  readonly text: string;
  readonly note?: string;
}

export function keyOf(choice: ReleaseChoice): string {
  return `${choice.kind} ${choice.kind === 'image' ? choice.image : choice.generation}`;
}

/** @param canLaunch else only what is there already can be released. */
export function choiceOptions(
  fleet: Fleet,
  images: readonly Image[],
  canLaunch: boolean,
): readonly ChoiceOption[] {
  const newestFirst = [...fleet.generations].sort((a, b) => b.number - a.number);
  const standing = newestFirst.filter(
    (each) => each.rung === 'warm' && weightOf(fleet, each.id) === 0,
  );
  const retired = newestFirst.filter(
    (each) => each.rung === 'retired' && images.some(({ id }) => id === each.image),
  );
  const serving = currentOf(fleet)?.image;
  const option = (choice: ReleaseChoice, text: string, note: string): ChoiceOption => ({
    ...{ value: keyOf(choice), choice, text },
    ...(note === '' ? {} : { note }),
  });
  const named = (generation: Generation): string => {
    const image = images.find(({ id }) => id === generation.image);
    return `${labelOfGeneration(generation)}${image === undefined ? '' : `, ${imageText(image)}`}`;
  };
  const note = (generation: Generation): string => {
    if (generation.isAttached === false) return 'not listed yet';
    return roleOf(fleet, generation) === 'previous' ? 'the way back' : 'stands by';
  };
  return [
    ...standing.map((each) =>
      option({ kind: 'generation', generation: each.id }, named(each), note(each)),
    ),
    ...(canLaunch ? newestImages(images) : []).map((image) =>
      option(
        { kind: 'image', image: image.id },
        imageText(image),
        image.id === serving ? 'serves now' : 'new blocks',
      ),
    ),
    ...(canLaunch ? retired : []).map((each) =>
      option({ kind: 'again', generation: each.id }, named(each), 'retired, bring back'),
    ),
  ];
}

/** @param target what stands by in view. */
export function usualChoice(
  fleet: Fleet,
  images: readonly Image[],
  target: Generation | undefined,
  canLaunch: boolean,
): ReleaseChoice | null {
  if (target !== undefined) return { kind: 'generation', generation: target.id };
  if (!canLaunch) return null;
  const serving = currentOf(fleet)?.image;
  const newest = newestImages(images).find(({ id }) => id !== serving);
  return newest === undefined ? null : { kind: 'image', image: newest.id };
}

/** Null when what was chosen is not there any more. */
export function sourceOf(fleet: Fleet, choice: ReleaseChoice, size: number): ReleaseSource | null {
  switch (choice.kind) {
    case 'generation':
      return choice;
    case 'image':
      return { ...choice, size };
    case 'again': {
      const { generation: recipeOf } = choice;
      const image = generationOf(fleet, recipeOf)?.image;
      return image === undefined ? null : { kind: 'image', image, size, recipeOf };
    }
  }
}

export function imageOf(fleet: Fleet, choice: ReleaseChoice | null): ImageId | null {
  if (choice === null) return null;
  return choice.kind === 'image'
    ? choice.image
    : (generationOf(fleet, choice.generation)?.image ?? null);
}

/** `v003`: what it will be called. */
export function labelOfChoice(fleet: Fleet, choice: ReleaseChoice | null): string {
  return choice?.kind === 'generation'
    ? labelOf(fleet, choice.generation)
    : generationLabel(nextNumber(fleet));
}

function newestImages(images: readonly Image[]): readonly Image[] {
  return [...images].sort((a, b) => b.importedAtMs - a.importedAtMs);
}

function imageText({ name, version }: Image): string {
  return `${plain(name, 60)} ${plain(version, 40)}`;
}
