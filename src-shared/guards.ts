/**
 * One rule, one place: the button, the menu and the engine ask the same functions and get the same
 * sentence. A guard never binds a revert (rule 5): what one will meet is said by revert-readiness.ts.
 */
import { isEntryClosed } from './entry-of.ts';
import type { BlockState, Fleet, Generation } from './fleet.ts';
import { labelOfGeneration, type BlockId, type GenerationId } from './ids.ts';
import { tellableCount } from './block-work.ts';
import { hasAll, loadOf } from './load-words.ts';
import { downWord, generationOf, healthyCount, weightOf } from './roles.ts';
import { blocks } from './plan-step.ts';
import { sendsAllTo } from './split.ts';
import { statefulText, whyStateful } from './stateful.ts';
import { needsWayBack, type Serving } from './way-back.ts';
import { plain } from './wording.ts';

export type Verdict =
  { readonly kind: 'allowed' } | { readonly kind: 'refused'; readonly because: string };

const allowed: Verdict = { kind: 'allowed' };
const refused = (because: string): Verdict => ({ kind: 'refused', because });

/** The floor that a cutover must meet: the fleet's own. */
export function floorOf(fleet: Fleet): number {
  return fleet.floor;
}

export function canCutOver(fleet: Fleet, to: GenerationId): Verdict {
  const target = generationOf(fleet, to);
  if (target === undefined)
    return refused(`There is no generation ${plain(to, 80)} in this fleet.`);
  if (sendsAllTo(fleet, to)) {
    return refused(`${hasAll(fleet, labelOfGeneration(target)).replace(' ', ' already ')}.`);
  }
  const rollout = fleet.rollout;
  if (rollout !== null)
    return refused(`Another change of this fleet is running (${rollout.intent.kind}).`);
  const serving = fleet.split.weights.filter(({ weight }) => weight > 0);
  const whole = statefulText(fleet, [to, ...serving.map(({ generation }) => generation)]);
  if (whole !== null) return refused(whole);
  return target.isAttached === false ? canAttach(fleet, to) : canServeAll(fleet, to);
}

/** Has blocks enough that could become healthy once somebody checks them. What they are is seen only then. */
export function canAttach(fleet: Fleet, to: GenerationId): Verdict {
  const target = generationOf(fleet, to);
  if (target === undefined)
    return refused(`There is no generation ${plain(to, 80)} in this fleet.`);
  const label = labelOfGeneration(target);
  if (target.rung !== 'warm') return refused(rungText(fleet, target));
  if (isEntryClosed(fleet)) return refused('The entry is not open.');
  const hopeful = target.blocks.filter(({ state }) => mayBecomeHealthy(state)).length;
  const needed = Math.max(1, floorOf(fleet));
  if (hopeful >= needed) return allowed;
  return refused(
    `${String(hopeful)} of ${String(target.size)} blocks of ${label} could become healthy; the floor is ${String(needed)}.`,
  );
}

function mayBecomeHealthy({ kind }: BlockState): boolean {
  return kind === 'unused' || kind === 'starting' || kind === 'healthy';
}

/** May take all traffic now, whoever asks: asked again right before the write, by the rollout itself. */
export function canServeAll(fleet: Fleet, to: GenerationId): Verdict {
  const target = generationOf(fleet, to);
  if (target === undefined)
    return refused(`There is no generation ${plain(to, 80)} in this fleet.`);
  if (target.rung === 'warm' && isEntryClosed(fleet)) return refused('The entry is not open.');
  return holdsFloor(fleet, target);
}

/** Of the floor, as much as the share of the traffic is; never none. @param share in percent. */
export function neededHealthy({ floor }: Pick<Fleet, 'floor'>, share: number): number {
  return Math.max(1, Math.ceil((floor * share) / 100));
}

/** May take so much of the traffic now: the button of a running release asks it, and the engine before each write. */
export function canTakeShare(fleet: Fleet, to: GenerationId, share: number): Verdict {
  if (share >= 100) return canServeAll(fleet, to);
  const target = generationOf(fleet, to);
  if (target === undefined)
    return refused(`There is no generation ${plain(to, 80)} in this fleet.`);
  const label = labelOfGeneration(target);
  if (target.rung !== 'warm') return refused(rungText(fleet, target));
  const healthy = healthyCount(target);
  const needed = neededHealthy(fleet, share);
  if (healthy >= needed) return allowed;
  return refused(
    `${String(healthy)} of ${String(target.size)} blocks of ${label} are healthy; for ${String(share)} % of the traffic ${String(needed)} are needed.`,
  );
}

/** Has blocks enough to take all of it, whatever the entry is at. */
export function holdsFloor(fleet: Fleet, target: Generation): Verdict {
  const label = labelOfGeneration(target);
  if (target.rung !== 'warm') return refused(rungText(fleet, target));
  const healthy = healthyCount(target);
  const floor = floorOf(fleet);
  if (healthy < floor || healthy === 0) {
    return refused(
      `${String(healthy)} of ${String(target.size)} blocks of ${label} are healthy; the floor is ${String(Math.max(1, floor))}.`,
    );
  }
  if (fleet.entry.kind === 'none') {
    const told = tellableCount(target);
    if (told < Math.max(1, floor)) {
      return refused(
        `${String(told)} of ${String(target.size)} blocks of ${label} are healthy and answer their hook; the floor is ${String(Math.max(1, floor))}.`,
      );
    }
  }
  return allowed;
}

export function canReplace(fleet: Fleet, generation: Generation, block?: BlockId): Verdict {
  if (block !== undefined && !generation.blocks.some((one) => one.id === block))
    return refused(`There is no block ${plain(block, 80)} in ${labelOfGeneration(generation)}.`);
  if (fleet.rollout !== null)
    return refused(`Another change of this fleet is running (${fleet.rollout.intent.kind}).`);
  if (generation.rung !== 'warm') return refused(rungText(fleet, generation));
  if (generation.isForeign === true) return refused(foreignText(generation));
  const kept = generation.blocks.find(({ id, stateful }) => id === block && stateful !== undefined);
  return kept === undefined ? allowed : refused(whyStateful(generation, kept));
}

function foreignText(generation: Generation): string {
  const begin = `${labelOfGeneration(generation)} was not launched by Blockyard:`;
  return generation.whyNotAdopted === undefined
    ? `${begin} adopt it first, or end its servers where they were started.`
    : `${begin} end its servers where they were started. ${generation.whyNotAdopted}`;
}

export function canLaunch(fleet: Fleet): Verdict {
  if (fleet.rollout !== null)
    return refused(`Another change of this fleet is running (${fleet.rollout.intent.kind}).`);
  return allowed;
}

export function canRetire(fleet: Fleet, id: GenerationId): Verdict {
  const target = generationOf(fleet, id);
  if (target === undefined)
    return refused(`There is no generation ${plain(id, 80)} in this fleet.`);
  const label = labelOfGeneration(target);
  if (target.rung === 'retired') return refused(`${label} is retired already.`);
  const because = whyNotLessened(fleet, target);
  return because === null ? allowed : refused(because);
}

/** Why no block of it may be stopped or ended now, whatever the rung; null when it may. */
export function whyNotLessened(fleet: Fleet, target: Generation): string | null {
  const label = labelOfGeneration(target);
  if (target.isForeign === true) return foreignText(target);
  const whole = statefulText(fleet, [target.id]);
  if (whole !== null) return whole;
  if (weightOf(fleet, target.id) > 0) return `${label} ${serves(fleet)}.`;
  if (fleet.rollout !== null)
    return `Another change of this fleet is running (${fleet.rollout.intent.kind}).`;
  return fleet.previous === target.id ? needsWayBack(label, servingIn(fleet), loadOf(fleet)) : null;
}

/** Of what is on its way down. */
export function rungText(fleet: Fleet, generation: Generation): string {
  const label = labelOfGeneration(generation);
  return generation.rung === 'stopped'
    ? `${label} is stopped: start it again first.`
    : `${label} is being ${downWord(fleet, generation)}.`;
}

/** A generation that has traffic or is the way back never goes below the floor because of us (rule 3). */
export function canScale(fleet: Fleet, id: GenerationId, size: number): Verdict {
  const target = generationOf(fleet, id);
  if (target === undefined)
    return refused(`There is no generation ${plain(id, 80)} in this fleet.`);
  const label = labelOfGeneration(target);
  if (target.rung === 'retired') return refused(`${label} is retired: it has no blocks.`);
  if (target.rung !== 'warm') return refused(rungText(fleet, target));
  if (target.isForeign === true)
    return refused(
      `${label} was not launched by Blockyard: adopt it first, or change its size where it was started.`,
    );
  if (fleet.rollout !== null)
    return refused(`Another change of this fleet is running (${fleet.rollout.intent.kind}).`);
  if (size === target.size) return refused(`${label} has ${blocks(size)} already.`);
  const whole = size < target.size ? statefulText(fleet, [id]) : null;
  if (whole !== null) return refused(whole);
  const kept = keptBlocks(fleet, id);
  if (size > target.size || size >= kept) return allowed;
  const why = weightOf(fleet, id) > 0 ? serves(fleet) : 'is the way back';
  return refused(`${label} ${why}: it keeps at least ${blocks(kept)}, the floor.`);
}

/** How many of its blocks a generation keeps whatever is wished: the floor, in service or as the way back. */
export function keptBlocks(fleet: Fleet, id: GenerationId): number {
  return weightOf(fleet, id) > 0 || fleet.previous === id ? floorOf(fleet) : 0;
}

function serves(fleet: Fleet): string {
  return fleet.entry.kind === 'none' ? 'takes work' : 'serves traffic';
}

/** A yard that does not say who was seen to serve asks that by itself. */
function servingIn(fleet: Fleet): Serving[] {
  return fleet.generations
    .filter((each) => weightOf(fleet, each.id) > 0)
    .map((each) => ({
      label: labelOfGeneration(each),
      wasSeenToServe: fleet.seenToServe?.includes(each.id) ?? true,
      healthy: healthyCount(each),
    }));
}
