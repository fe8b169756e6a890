/**
 * A change of the record as a plan once more, in the form it was made with. What is not there any more is said;
 * nothing is begun by it. Pure.
 */
import type { Fleet, Generation, Intent } from './fleet.ts';
import { generationLabel, labelOfGeneration, type FleetId, type ImageId } from './ids.ts';
import type { GenerationId } from './ids.ts';
import type { Image } from './image.ts';
import { largestSize } from './sizes.ts';
import type { ReleaseTerms } from './release-schema.ts';
import { generationOf } from './roles.ts';
import { sendsAllTo } from './split.ts';
import { plain } from './wording.ts';

/** Of a release; null: what it was made from is not there. */
export type ReopenedSource =
  | {
      readonly kind: 'image';
      readonly image: ImageId;
      readonly size: number;
      readonly recipeOf?: GenerationId;
    }
  | { readonly kind: 'generation'; readonly generation: GenerationId };

export type ReopenedPlan =
  | {
      readonly kind: 'release';
      readonly fleet: FleetId;
      readonly source: ReopenedSource | null;
      readonly terms: ReleaseTerms;
      /** What is otherwise than it was, each as one sentence. */
      readonly otherwise: readonly string[];
    }
  | {
      readonly kind: 'launch';
      readonly fleet: FleetId;
      readonly image: ImageId;
      readonly size: number;
    }
  | { readonly kind: 'cut-over'; readonly fleet: FleetId; readonly to: GenerationId }
  /** A sentence. */
  | { readonly kind: 'none'; readonly because: string };

export interface ReopenGround {
  readonly fleets: readonly Fleet[];
  readonly images: readonly Image[];
}

type Launched = Extract<Extract<Intent, { kind: 'release' }>['candidate'], { kind: 'launch' }>;

const none = (because: string): ReopenedPlan => ({ kind: 'none', because });

/** Whether there is a form for such a change at all: no button is shown without one. */
export function canReopen(kind: Intent['kind']): boolean {
  return kind === 'release' || kind === 'launch' || kind === 'cut-over';
}

export function reopenedPlan(
  intent: Intent,
  fleetId: FleetId,
  { fleets, images }: ReopenGround,
): ReopenedPlan {
  const fleet = fleets.find(({ id }) => id === fleetId);
  if (fleet === undefined) {
    return none(`The fleet ${plain(fleetId, 80)} is not seen in this yard any more.`);
  }
  switch (intent.kind) {
    case 'release': {
      const made = sourceOf(intent.candidate, fleet, images);
      return { kind: 'release', fleet: fleet.id, terms: intent.terms, ...made };
    }
    case 'launch': {
      const gone = imageGone(intent.image, images);
      if (gone !== null) return none(gone);
      return { kind: 'launch', fleet: fleet.id, image: intent.image, size: sizeIn(intent.size) };
    }
    case 'cut-over': {
      const to = generationOf(fleet, intent.to);
      if (to === undefined) return none(`The generation ${plain(intent.to, 80)} is not there any more.`); // prettier-ignore
      const because = whyNotTo(fleet, to);
      return because === null ? { kind: 'cut-over', fleet: fleet.id, to: to.id } : none(because);
    }
    default:
      return none('Only a release, a launch or a cutover can be opened as a plan again.');
  }
}

function sourceOf(
  candidate: Extract<Intent, { kind: 'release' }>['candidate'],
  fleet: Fleet,
  images: readonly Image[],
): { readonly source: ReopenedSource | null; readonly otherwise: readonly string[] } {
  if (candidate.kind === 'launch') return launchedAgain(candidate, fleet, images);
  const generation = generationOf(fleet, candidate.generation);
  if (generation === undefined) {
    const text = `The generation ${plain(candidate.generation, 80)} is not there any more.`;
    return { source: null, otherwise: [`${text} Choose what to release instead.`] };
  }
  const label = labelOfGeneration(generation);
  if (generation.rung === 'retired') {
    const gone = imageGone(generation.image, images);
    if (gone !== null) return { source: null, otherwise: [`${label} is retired. ${gone}`] };
    const { image, id } = generation;
    const size = sizeIn(generation.size);
    const text = `${label} is retired: its image is launched once more, with its recorded recipe.`;
    return { source: { kind: 'image', image, size, recipeOf: id }, otherwise: [text] };
  }
  const stopped = generation.rung === 'stopped' ? [`${label} is stopped: start it first.`] : [];
  return { source: { kind: 'generation', generation: generation.id }, otherwise: stopped };
}

function launchedAgain(
  made: Launched,
  fleet: Fleet,
  images: readonly Image[],
): { readonly source: ReopenedSource | null; readonly otherwise: readonly string[] } {
  const gone = imageGone(made.image, images);
  if (gone !== null)
    return { source: null, otherwise: [`${gone} Choose what to release instead.`] };
  const recipe = recipeOf(made, fleet);
  const source = { kind: 'image', image: made.image, size: sizeIn(made.size) } as const;
  return recipe === null
    ? { source, otherwise: [newestRecipe(made.number)] }
    : { source: { ...source, recipeOf: recipe }, otherwise: [] };
}

/** The generation that it launched has the recipe with all its values; a record has none of them. */
function recipeOf(
  { number, image }: Pick<Launched, 'number' | 'image'>,
  fleet: Fleet,
): GenerationId | null {
  const launched = fleet.generations.find((one) => one.number === number && one.image === image);
  return launched?.id ?? null;
}

function newestRecipe(number: number): string {
  return `The recipe is that of the newest generation: that of ${generationLabel(number)} is not at hand.`;
}

function imageGone(id: ImageId, images: readonly Image[]): string | null {
  return images.some((image) => image.id === id)
    ? null
    : `The image ${plain(id, 80)} is not in this yard any more.`;
}

function whyNotTo(fleet: Fleet, to: Generation): string | null {
  const label = labelOfGeneration(to);
  if (to.rung === 'retired') return `${label} is retired: release its image again instead.`;
  if (to.rung === 'stopped') return `${label} is stopped: start it first.`;
  return sendsAllTo(fleet, to.id) ? `${label} has everything already.` : null;
}

function sizeIn(size: number): number {
  return Math.min(largestSize, Math.max(1, size));
}
