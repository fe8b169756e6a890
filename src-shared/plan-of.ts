/**
 * A wish as a plan: the button's label, the steps with their arithmetic, and what forbids it. Window
 * and engine ask this same function, so the button says what the engine will do.
 */
import { recipeModelText } from './recipe-model.ts';
import { assertNever } from './assert-never.ts';
import { attachSteps, writesText } from './attach-plan.ts';
import { blockTrouble } from './block-wording.ts';
import { lackOf } from './capabilities.ts';
import { recordText, withRecord } from './change-record.ts';
import { dataAfter, dataWayBack } from './data-note.ts';
import type { Fleet } from './fleet.ts';
import {
  canCutOver,
  canLaunch,
  canReplace,
  canRetire,
  floorOf,
  rungText,
  type Verdict,
} from './guards.ts';
import { generationLabel, labelOfGeneration } from './ids.ts';
import { workCounts } from './block-work.ts';
import { loadOf, moveTitle } from './load-words.ts';
import type { Wish } from './wish-schema.ts';
import { nextNumber } from './numbering.ts';
import type { Plan, PlanStep } from './plan.ts';
import type { PlanCommands, PlanGround } from './plan-ground.ts';
import { blocks, change, look } from './plan-step.ts';
import { releasePlan } from './release-plan.ts';
import { revertReadiness, type RevertReadiness } from './revert-readiness.ts';
import { rungPlan } from './rung-plan.ts';
import { scalePlan } from './scale-plan.ts';
import { sessionRefusal } from './session-end.ts';
import { currentOf, generationOf, healthyCount, isInService, weightOf } from './roles.ts';
import { describeSplit, labelOf } from './split.ts';
import { plain, roughDuration } from './wording.ts';

const noCommands: PlanCommands = { attach: null, route: null };

export function planOf(ground: PlanGround, wish: Wish): Plan {
  const { capabilities, fleet, session } = ground;
  const plan = wishedPlan(ground, wish);
  const ends = session === undefined ? null : sessionRefusal(fleet, wish, session);
  return {
    ...plan,
    steps: withRecord(plan.steps, recordText(capabilities, fleet, wish.kind)),
    refusedBecause:
      lackOf(capabilities, wish.kind) ??
      unableBecause(fleet, wish.kind) ??
      plan.refusedBecause ??
      ends,
  };
}

function wishedPlan(ground: PlanGround, wish: Wish): Plan {
  switch (wish.kind) {
    case 'cut-over':
      return cutOverPlan(ground, wish);
    case 'revert':
      return revertPlan(ground, wish);
    case 'launch':
      return launchPlan(ground, wish);
    case 'replace':
      return replacePlan(ground, wish);
    case 'retire':
      return retirePlan(ground, wish);
    case 'adopt':
    case 'stop':
    case 'start': {
      const { label, verdict, steps } = rungPlan(ground, wish);
      return plan(ground.fleet, label, verdict, [...steps]);
    }
    case 'scale': {
      const { label, verdict, steps } = scalePlan(ground.fleet, wish);
      return plan(ground.fleet, label, verdict, [...steps]);
    }
    case 'release': {
      const { label, verdict, steps } = releasePlan(ground, wish);
      return plan(ground.fleet, label, verdict, [...steps]);
    }
    default:
      return assertNever(wish, 'wish');
  }
}

type WishOf<Kind extends Wish['kind']> = Extract<Wish, { kind: Kind }>;

/** `Cut over to v002 - 4 blocks, 100 %` */
export function cutOverLabel(fleet: Fleet, to: WishOf<'cut-over'>['to']): string {
  const target = generationOf(fleet, to);
  const name = `Cut over to ${labelOf(fleet, to)}`;
  if (target?.isAttached === false) {
    return `${name} - attach ${blocks(target.blocks.length)} first, then 100 %`;
  }
  const count = target === undefined ? 0 : healthyCount(target);
  return `${name} - ${blocks(count)}, ${fleet.entry.kind === 'none' ? 'all the work' : '100 %'}`;
}

/** `ready, about 4 s` as it was measured for this fleet, or that it was not. */
function readyText(estimateMs: number | null): string {
  return estimateMs === null ? 'ready, not timed yet' : `ready, ${roughDuration(estimateMs)}`;
}

/** `ready, under 1 s`, or what the revert will meet; with the first warning after it. */
export function readinessText(readiness: Exclude<RevertReadiness, { kind: 'nothing' }>): string {
  if (readiness.kind === 'degraded') return readiness.because;
  const first = readiness.conditions.find(
    ({ severity, what }) => severity !== 'note' || what === 'data',
  );
  const ready = readyText(readiness.estimateMs);
  return first === undefined ? ready : `${ready}; ${first.reason}`;
}

/** `Revert to v001 - ready, under 1 s`, or what the revert will meet; `Revert` when there is nothing. */
export function revertLabel(readiness: RevertReadiness): string {
  switch (readiness.kind) {
    case 'nothing':
      return 'Revert';
    case 'ready':
    case 'degraded':
      return `Revert to ${labelOfGeneration(readiness.to)} - ${readinessText(readiness)}`;
    default:
      return assertNever(readiness, 'readiness');
  }
}

function cutOverPlan(ground: PlanGround, wish: WishOf<'cut-over'>): Plan {
  const { fleet, capabilities, commands = noCommands, changed = [] } = ground;
  const target = generationOf(fleet, wish.to);
  const label = labelOf(fleet, wish.to);
  const healthy = target === undefined ? 0 : healthyCount(target);
  const current = currentOf(fleet);
  const data =
    current === undefined ? null : dataAfter(labelOfGeneration(current), label, target?.data);
  const behind = dataWayBack(fleet, wish.to);
  const way =
    current === undefined
      ? ''
      : `${labelOfGeneration(current)} stays whole and warm as the way back.${data === null ? '' : ` ${data}`}`;
  const isStale = fleet.split.revision !== wish.expectedRevision;
  // A fingerprint tells a reader nothing.
  const isCounted = capabilities.revisions === 'rising';
  const verdict: Verdict = isStale
    ? {
        kind: 'refused',
        because: isCounted
          ? `The split has changed since you looked: revision ${fleet.split.revision} instead of ${wish.expectedRevision}, ${describeSplit(fleet)}.`
          : fleet.entry.kind === 'none'
            ? `Which generation takes work has changed since you looked. The work is taken by: ${describeSplit(fleet)}.`
            : `The entry's rules have changed since you looked. ${[...changed, 'The split now:'].join(' ')} ${describeSplit(fleet)}.`,
      }
    : canCutOver(fleet, wish.to);
  const first =
    target?.isAttached === false
      ? attachSteps(fleet, target, commands.attach)
      : [
          look(
            `Look at ${label} again`,
            `${healthy} of ${target?.size ?? 0} blocks are healthy; the floor is ${Math.max(1, floorOf(fleet))}. ${isCounted ? `Split revision ${fleet.split.revision}` : 'The split now'}: ${describeSplit(fleet)}.`,
          ),
        ];
  return plan(fleet, cutOverLabel(fleet, wish.to), verdict, [
    ...(behind.kind === 'data-loss' ? [dataStep(behind.because)] : []),
    ...first,
    change(moveTitle(fleet, label), `${writesText(fleet)}.`, commands.route),
    look(`See it happen`, `The split is read back. ${seenText(fleet, label)} ${way}`.trim()),
  ]);
}

function dataStep(because: string): PlanStep {
  return look('Know what it means for the data', because);
}

function revertPlan(ground: PlanGround, wish: WishOf<'revert'>): Plan {
  const { fleet, switchMs, commands = noCommands } = ground;
  const readiness = revertReadiness(fleet, switchMs);
  const target = generationOf(fleet, wish.to);
  const label = labelOf(fleet, wish.to);
  const isUsual = readiness.kind !== 'nothing' && readiness.to.id === wish.to;
  const name = isUsual ? revertLabel(readiness) : `Revert to ${label}`;
  const healthy = target === undefined ? 0 : healthyCount(target);
  const data = dataWayBack(fleet, wish.to);
  return plan(fleet, name, canRevert(fleet, wish.to), [
    ...(data.kind === 'safe' ? [] : [dataStep(data.because)]),
    change(
      moveTitle(fleet, label),
      `${writesText(fleet)}, at once, whatever else is running. ${healthy} of ${target?.size ?? 0} blocks are healthy.`,
      commands.route,
    ),
    look('See it happen', seenText(fleet, label)),
  ]);
}

/** Guards never bind a revert; it only needs something to go to. */
export function canRevert(fleet: Fleet, to: WishOf<'revert'>['to']): Verdict {
  const target = generationOf(fleet, to);
  if (target === undefined) {
    return { kind: 'refused', because: `There is no generation ${plain(to, 80)} in this fleet.` };
  }
  if (target.rung === 'retired') {
    const because = `${labelOfGeneration(target)} is retired: it has no blocks to go back to.`;
    return { kind: 'refused', because };
  }
  if (target.rung === 'stopped') return { kind: 'refused', because: rungText(fleet, target) };
  return { kind: 'allowed' };
}

function launchPlan({ fleet, images, capabilities }: PlanGround, wish: WishOf<'launch'>): Plan {
  const label = generationLabel(nextNumber(fleet));
  const image = images.find((one) => one.id === wish.image);
  const verdict: Verdict =
    image === undefined
      ? { kind: 'refused', because: `There is no image ${plain(wish.image, 80)} in this yard.` }
      : canLaunch(fleet);
  const makes = capabilities.launchMakes === null ? '' : ` ${capabilities.launchMakes}`;
  const what = image === undefined ? '' : `${plain(image.name, 80)} ${plain(image.version, 80)} `;
  return plan(fleet, `Launch ${label} - ${blocks(wish.size)}`, verdict, [
    change(
      `Launch ${blocks(wish.size)} of ${label}`,
      `${what}(${plain(wish.image, 24)}). It gets no traffic; the recipe is ${recipeModelText(fleet)}.${makes}`,
    ),
    look('Wait until all are healthy', 'When one is not, the others stay as they are and say why.'),
  ]);
}

function replacePlan({ fleet }: PlanGround, wish: WishOf<'replace'>): Plan {
  const generation = generationOf(fleet, wish.generation);
  const label = labelOf(fleet, wish.generation);
  const block = generation?.blocks.find((one) => one.id === wish.block);
  const name = plain(wish.block, 80);
  const verdict: Verdict =
    generation === undefined
      ? { kind: 'refused', because: `There is no generation ${plain(wish.generation, 80)}.` }
      : canReplace(fleet, generation, wish.block);
  const healthy = generation === undefined ? 0 : healthyCount(generation);
  const after = block !== undefined && !isInService(block) ? healthy + 1 : healthy;
  const state = block === undefined ? '' : `${name} ${blockTrouble(block)}. `;
  return plan(fleet, `Replace ${name} of ${label}`, verdict, [
    change(`Launch a fresh block of ${label}`, `${state}Same image, same recipe.`),
    look('Wait until it is healthy', 'If it never is, it is removed and the old one stays.'),
    change(
      `Drain and end ${name}`,
      `${healthy} healthy now, ${after} afterwards; the floor is ${floorOf(fleet)}.`,
    ),
  ]);
}

function retirePlan({ fleet }: PlanGround, wish: WishOf<'retire'>): Plan {
  const generation = generationOf(fleet, wish.generation);
  const label = labelOf(fleet, wish.generation);
  const count = generation?.blocks.length ?? 0;
  const allowed = canRetire(fleet, wish.generation);
  const verdict: Verdict =
    allowed.kind === 'allowed' && wish.typedName !== wish.generation
      ? { kind: 'refused', because: `Type ${plain(wish.generation, 80)} to retire it.` }
      : allowed;
  const back =
    fleet.previous === wish.generation
      ? ` It is the way back: after this a revert is not possible.`
      : '';
  return plan(fleet, `Retire ${label} - ${blocks(count)}`, verdict, [
    look(`Look that ${label} has no ${loadOf(fleet)}`, idleText(fleet, wish.generation)),
    change(
      `Drain and end ${blocks(count)} of ${label}`,
      `Its record and its number stay; its blocks cannot be brought back.${back}`,
    ),
  ]);
}

function idleText(fleet: Fleet, id: WishOf<'retire'>['generation']): string {
  const generation = generationOf(fleet, id);
  const weight = `Its weight is ${weightOf(fleet, id)}.`;
  if (fleet.entry.kind !== 'none' || generation === undefined) return weight;
  const { busy, unknown } = workCounts(generation);
  const unseen =
    unknown === 0 ? '' : ` ${blocks(unknown)} could not be asked: not reachable is not idle.`;
  return `${weight} ${busy === 0 ? 'Nothing is known to be in hand' : `${busy} in hand: each is finished first`}, at most for the drain.${unseen}`;
}

function seenText({ entry, traffic }: Fleet, label: string): string {
  if (entry.kind === 'none') {
    return `Each healthy block of ${label} must be seen taking work, and each other one that is there not taking any.`;
  }
  if (entry.marker === 'none') {
    const why =
      entry.askedRules === 0
        ? 'None of its rules can be asked from here'
        : 'Responses do not say which generation made them';
    return `${why}: it can be accepted, not verified.`;
  }
  const live = traffic.isCounted ? ', and live responses by others must stop' : '';
  return `3 requests through the entry must be answered by ${label}${live}.`;
}

function plan(fleet: Fleet, label: string, verdict: Verdict, steps: PlanStep[]): Plan {
  const refusedBecause = verdict.kind === 'refused' ? verdict.because : null;
  return { fleet: fleet.id, label, steps, refusedBecause };
}

/** Why this fleet cannot, though others of its yard can. Null: nothing is known against it. */
export function unableBecause(
  { unable = [] }: Pick<Fleet, 'unable'>,
  verb: Wish['kind'],
): string | null {
  return unable.find((one) => one.verb === verb)?.because ?? null;
}
