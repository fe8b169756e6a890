/** A release as a plan: its steps with their arithmetic, and what forbids it. Pure. */
import { recipeModelText } from './recipe-model.ts';
import { attachSteps } from './attach-plan.ts';
import { lackOf } from './capabilities.ts';
import { dataAfter, dataChangeWords, dataWayBack, noDataNotesText } from './data-note.ts';
import type { DataWish } from './data-note-schema.ts';
import type { Fleet } from './fleet.ts';
import { canAttach, canLaunch, floorOf, rungText, type Verdict } from './guards.ts';
import { statefulText } from './stateful.ts';
import { generationLabel, labelOfGeneration, type GenerationId } from './ids.ts';
import type { Image } from './image.ts';
import type { Wish } from './wish-schema.ts';
import { hasAll, loadOf, moveTitle } from './load-words.ts';
import { nextNumber } from './numbering.ts';
import type { PlanStep } from './plan.ts';
import type { PlanGround } from './plan-ground.ts';
import { opinionLack, opinionPlan } from './opinion-plan.ts';
import { blocks, change, look } from './plan-step.ts';
import { lostProof, madeForProof, throughDeclared, whyNotAlone } from './proof-alone.ts';
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
  const { fleet } = ground;
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
      ...firstSteps(ground, wish, label),
      ...noteSteps(terms, label),
      ...proveSteps(ground, terms, label),
      ...pressSteps(fleet, terms, label, old),
      ...shares.map((share, at) => shiftStep(fleet, terms, share, at, label)),
      bakeStep(ground, wish, label, old),
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
  const unheard = opinionLack(fleet, capabilities, terms);
  if (unheard !== null) return refused(unheard);
  if (terms.data !== undefined && !capabilities.notesData) {
    return refused(noDataNotesText);
  }
  const whole = statefulText(fleet, [
    current.id,
    ...(source.kind === 'generation' ? [source.generation] : []),
  ]);
  if (whole !== null) return refused(whole);
  const unproved = lostProof(capabilities, fleet, wish);
  if (unproved !== null) return refused(unproved);
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
  const image = images.find(({ id }) => id === source.image);
  if (image === undefined) {
    return refused(`There is no image ${plain(source.image, 80)} in this yard.`);
  }
  const keeps = image.kind === 'ami' ? undefined : image.stateful;
  if (keeps !== undefined) {
    const why = keeps === '' ? '' : ` (${plain(keeps, 200)})`;
    return refused(
      `${plain(image.name, 80)} ${plain(image.version, 80)} is marked as one that keeps data${why}: it is never part of a swap.`,
    );
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
  if (generation.rung !== 'warm') return refused(rungText(fleet, generation));
  return generation.isAttached === false ? canAttach(fleet, id) : allowed;
}

function firstSteps(
  { fleet, images, capabilities, commands }: PlanGround,
  { source }: ReleaseWish,
  label: string,
): readonly PlanStep[] {
  if (source.kind === 'generation') {
    const generation = generationOf(fleet, source.generation);
    if (generation?.isAttached === false) {
      return attachSteps(fleet, generation, commands?.attach ?? null);
    }
    const fit = 'All of its blocks have to be healthy, down to the floor.';
    return [look(`Look at ${label} again`, fit)];
  }
  const image = images.find(({ id }) => id === source.image);
  const what = image === undefined ? '' : `${plain(image.name, 80)} ${plain(image.version, 80)} `;
  const recipe =
    source.recipeOf === undefined
      ? recipeModelText(fleet)
      : `the one that was recorded with ${labelOf(fleet, source.recipeOf)}`;
  const launches = `Launch ${blocks(source.size)} of ${label}`;
  const made = `${what}(${plain(source.image, 24)}). It gets no ${loadOf(fleet)}; the recipe is ${recipe}.${capabilities.launchMakes === null ? '' : ` ${capabilities.launchMakes}`}`;
  return [change(launches, made)];
}

function proveSteps(
  { capabilities, fleet }: PlanGround,
  { checks }: ReleaseTerms,
  label: string,
): readonly PlanStep[] {
  const why = whyNotAlone(capabilities, fleet);
  if (why !== null && fleet.entry.kind === 'none') return [];
  if (why !== null)
    return [look('No proof in isolation', `${why} Its health checks are its proof.`)];
  const { inARow, path, status, withinMs, text } = checks;
  const holds = text === null ? '' : ` and hold "${plain(text, 80)}"`;
  const made = madeForProof(fleet);
  const own = throughDeclared(fleet);
  const where =
    own !== null
      ? `through the ${own.through}`
      : made === null
        ? `at ${label}'s own address`
        : 'that meet the test rule';
  const prove = look(
    'Prove it in isolation',
    `${inARow} requests in a row to ${plain(path, 80)} ${where} must answer ${status} within ${withinMs} ms${holds}.`,
  );
  if (own !== null && own.turnedBy !== null) {
    const turn = `The ${own.through} leads to ${label} alone for the time of the proof (${own.turnedBy}). What it was is recorded first. What clients meet is not touched.`;
    const back = `Before the first share, and however the proof ends: to what it was (${own.turnedBy}). A change by somebody else meanwhile is told and left as it is.`;
    return [change('Turn your test rule', turn), prove, change('Put your test rule back', back)];
  }
  if (own !== null) {
    const turn = `The ${own.through} has to lead to ${label} alone, by your own hand. Until it does, the release waits and says where it leads.`;
    return [look('Wait until it is turned', turn), prove];
  }
  if (made === null) return [prove];
  const gone = 'Before the first share, and however the proof ends; nothing of it is left.';
  return [change('Make a test rule', made), prove, change('Remove the test rule', gone)];
}

function pressSteps(
  fleet: Fleet,
  { findings, waitsForPress }: ReleaseTerms,
  label: string,
  old: string,
): readonly PlanStep[] {
  if (findings === 'strict') {
    const what = `What differs from ${old} has to be accepted with a reason. ${label} gets no ${loadOf(fleet)} before, and none when it cannot be compared.`;
    return [look('Wait until a person accepts the findings', what)];
  }
  return waitsForPress
    ? [look('Wait for your press', `${label} gets no ${loadOf(fleet)} before.`)]
    : [];
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

function noteSteps({ data }: ReleaseTerms, label: string): readonly PlanStep[] {
  if (data === undefined) return [];
  const what = data.text === '' ? '' : `: ${plain(data.text, 300)}`;
  const text = `It ${dataChangeWords[data.change]}${what}. Changes nothing that runs.`;
  return [change(`Note what ${label} does to the data`, text)];
}

/** As it will be noted, or is. */
export function dataWished(fleet: Fleet, { source, terms }: ReleaseWish): DataWish | undefined {
  if (terms.data !== undefined || source.kind === 'image') return terms.data;
  return generationOf(fleet, source.generation)?.data;
}

function bakeStep(
  { fleet, capabilities }: PlanGround,
  wish: ReleaseWish,
  label: string,
  old: string,
): PlanStep {
  const { terms } = wish;
  const { bakeMs, guards } = terms;
  const data = dataAfter(old, label, dataWished(fleet, wish));
  const current = currentOf(fleet);
  // As the engine judges it when a guard breaks.
  const isOneWay =
    dataWished(fleet, wish)?.change === 'contract' ||
    (current !== undefined && dataWayBack(fleet, current.id).kind === 'data-loss');
  const goes = (what: string): string =>
    isOneWay ? `and a person is called: ${what} does not go back by itself` : `${what} goes back to ${old} by itself`; // prettier-ignore
  const kept = `${old} stays whole and warm as the way back.${data === null ? '' : ` ${data}`}`;
  const title = bakeMs === 0 ? 'Without a bake' : `Bake for ${roughDuration(bakeMs)}`;
  if (fleet.entry.kind === 'none') {
    const why = `With too few healthy blocks of ${label}, ${goes('the work')}; how well it is done is not counted here.`;
    return look(title, `${why} ${kept}`);
  }
  const errors = percent(guards.errorShare);
  const opinion = opinionPlan(fleet, capabilities, terms);
  return look(
    title,
    `From the first share on: ${errors} more errors than before, a p95 ${guards.latencyTimes} times as slow, or too few healthy blocks of ${label}, ${isOneWay ? '' : 'and '}${goes('the traffic')}. ${opinion === '' ? '' : `${opinion} `}${kept}`,
  );
}

function sizeText(fleet: Fleet, id: GenerationId): string {
  return blocks(generationOf(fleet, id)?.blocks.length ?? 0);
}
