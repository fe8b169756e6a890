/** A release as a plan: its steps with their arithmetic, and what forbids it. Pure. */
import { lackOf } from './capabilities.ts';
import type { Fleet } from './fleet.ts';
import { canLaunch, floorOf, type Verdict } from './guards.ts';
import { generationLabel, labelOfGeneration, type GenerationId } from './ids.ts';
import type { Image } from './image.ts';
import type { Wish } from './ipc-contract.ts';
import { hasAll, loadOf, moveTitle } from './load-words.ts';
import { nextNumber } from './numbering.ts';
import type { PlanStep } from './plan.ts';
import type { PlanGround } from './plan-ground.ts';
import { blocks, change, look } from './plan-step.ts';
import type { ReleaseTerms } from './release-schema.ts';
import { sharesOf } from './release.ts';
import { currentOf, generationOf } from './roles.ts';
import { describeSplit, labelOf, sendsAllTo } from './split.ts';
import { percent, plain, roughDuration } from './wording.ts';

type ReleaseWish = Extract<Wish, { kind: 'release' }>;

export interface ReleasePlan {
  readonly label: string;
  readonly verdict: Verdict;
  readonly steps: readonly PlanStep[];
}

const allowed: Verdict = { kind: 'allowed' };
const refused = (because: string): Verdict => ({ kind: 'refused', because });

export function releasePlan(ground: PlanGround, wish: ReleaseWish): ReleasePlan {
  const { fleet, capabilities } = ground;
  const { terms, source } = wish;
  const label =
    source.kind === 'image'
      ? generationLabel(nextNumber(fleet))
      : labelOf(fleet, source.generation);
  const current = currentOf(fleet);
  const old = current === undefined ? 'The old generation' : labelOfGeneration(current);
  const count = source.kind === 'image' ? blocks(source.size) : sizeText(fleet, source.generation);
  const shares = sharesOf(terms);
  const way = shares.length === 1 ? 'at once' : `in ${shares.length} steps`;
  return {
    label: `Release ${label} - ${count}, ${way}`,
    verdict: canRelease(ground, wish),
    steps: [
      firstStep(ground, wish, label),
      ...(capabilities.previewAddress && fleet.entry.kind === 'http'
        ? [proveStep(terms, label)]
        : []),
      ...(terms.waitsForPress
        ? [look('Wait for your press', `${label} gets no ${loadOf(fleet)} before.`)]
        : []),
      ...shares.map((share, at) => shiftStep(fleet, terms, share, at, label)),
      bakeStep(fleet, terms, label, old),
    ],
  };
}

export function canRelease(
  { fleet, images, capabilities, changed = [] }: PlanGround,
  wish: ReleaseWish,
): Verdict {
  const { source, terms, expectedRevision } = wish;
  // Before all that follows from it: traffic is shared because it runs.
  const free = canLaunch(fleet);
  if (free.kind === 'refused') return free;
  const current = currentOf(fleet);
  if (current === undefined) {
    return refused('Nothing serves here, so there is nothing to release beside: cut over instead.');
  }
  if (!sendsAllTo(fleet, current.id)) {
    return refused(
      `The traffic is shared (${describeSplit(fleet)}). Cut over or revert first, so that one generation serves.`,
    );
  }
  if (fleet.split.revision !== expectedRevision) {
    const what = [...changed, `It is now: ${describeSplit(fleet)}.`].join(' ');
    return refused(`The split has changed since you looked. ${what}`);
  }
  if (fleet.entry.kind === 'none' && terms.steps.length > 0) {
    return refused(
      'This fleet has no entry: a generation takes work or it does not, so there are no shares of it. Release all at once.',
    );
  }
  const badStep = terms.steps.find(
    ({ percent: share }, at) => share <= (terms.steps[at - 1]?.percent ?? 0),
  );
  if (badStep !== undefined) {
    return refused(`Each step has to be larger than the one before; ${badStep.percent} % is not.`);
  }
  return source.kind === 'image'
    ? canRiseFrom(fleet, images, capabilities, source)
    : canRiseAs(fleet, current.id, source.generation);
}

function canRiseFrom(
  fleet: Fleet,
  images: readonly Image[],
  capabilities: PlanGround['capabilities'],
  source: Extract<ReleaseWish['source'], { kind: 'image' }>,
): Verdict {
  const lack = lackOf(capabilities, 'launch');
  if (lack !== null) return refused(lack);
  if (images.every(({ id }) => id !== source.image)) {
    return refused(`There is no image ${plain(source.image, 80)} in this yard.`);
  }
  if (source.size < floorOf(fleet)) {
    return refused(
      `${blocks(source.size)} cannot take all the traffic: the floor is ${floorOf(fleet)}.`,
    );
  }
  if (source.recipeOf !== undefined && generationOf(fleet, source.recipeOf) === undefined) {
    return refused(`There is no generation ${plain(source.recipeOf, 80)} in this fleet.`);
  }
  return allowed;
}

function canRiseAs(fleet: Fleet, current: GenerationId, id: GenerationId): Verdict {
  const generation = generationOf(fleet, id);
  if (generation === undefined) {
    return refused(`There is no generation ${plain(id, 80)} in this fleet.`);
  }
  const label = labelOfGeneration(generation);
  if (id === current) return refused(`${hasAll(fleet, label).replace(' ', ' already ')}.`);
  if (generation.rung !== 'warm') return refused(`${label} is being retired.`);
  if (generation.isAttached === false) {
    return refused(
      `The entry does not list ${label} yet: cut over to it, which attaches it first.`,
    );
  }
  return allowed;
}

function firstStep(
  { fleet, images }: PlanGround,
  { source }: ReleaseWish,
  label: string,
): PlanStep {
  if (source.kind === 'generation') {
    return look(
      `Look at ${label} again`,
      'All of its blocks have to be healthy, down to the floor.',
    );
  }
  const image = images.find(({ id }) => id === source.image);
  const what = image === undefined ? '' : `${plain(image.name, 80)} ${plain(image.version, 80)} `;
  const recipe =
    source.recipeOf === undefined
      ? 'the one of the newest generation'
      : `the one that was recorded with ${labelOf(fleet, source.recipeOf)}`;
  return change(
    `Launch ${blocks(source.size)} of ${label}`,
    `${what}(${plain(source.image, 24)}). It gets no ${loadOf(fleet)}; the recipe is ${recipe}.`,
  );
}

function proveStep({ checks }: ReleaseTerms, label: string): PlanStep {
  const { inARow, path, status, withinMs, text } = checks;
  const holds = text === null ? '' : ` and hold "${plain(text, 80)}"`;
  return look(
    'Prove it in isolation',
    `${inARow} requests in a row to ${plain(path, 80)} at ${label}'s own address must answer ${status} within ${withinMs} ms${holds}.`,
  );
}

function shiftStep(
  fleet: Fleet,
  terms: ReleaseTerms,
  share: number,
  at: number,
  label: string,
): PlanStep {
  if (fleet.entry.kind === 'none') {
    const seen =
      'Verified when each healthy block of it is seen taking work, and no other block is.';
    return change(moveTitle(fleet, label), seen);
  }
  const step = terms.steps[at];
  const then =
    step === undefined
      ? 'Verified when requests through the entry are answered by it alone.'
      : step.pauseMs === null
        ? 'Then it waits for your press.'
        : `Then it is watched for ${roughDuration(step.pauseMs)}.`;
  return change(`Send ${share} % of the traffic to ${label}`, then);
}

function bakeStep(
  fleet: Fleet,
  { bakeMs, guards }: ReleaseTerms,
  label: string,
  old: string,
): PlanStep {
  const title = bakeMs === 0 ? 'Without a bake' : `Bake for ${roughDuration(bakeMs)}`;
  if (fleet.entry.kind === 'none') {
    const why = `With too few healthy blocks of ${label}, the work goes back to ${old} by itself; how well it is done is not counted here.`;
    return look(title, `${why} ${old} stays whole and warm as the way back.`);
  }
  const errors = percent(guards.errorShare);
  return look(
    title,
    `From the first share on: ${errors} more errors than before, answers ${guards.latencyTimes} times as slow, or too few healthy blocks of ${label}, and the traffic goes back to ${old} by itself. ${old} stays whole and warm as the way back.`,
  );
}

function sizeText(fleet: Fleet, id: GenerationId): string {
  return blocks(generationOf(fleet, id)?.blocks.length ?? 0);
}
