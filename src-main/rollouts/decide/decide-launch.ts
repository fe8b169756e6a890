/** Launch a generation beside the others and wait until all its blocks are healthy. It gets no traffic. */
import { blockTrouble, isOver } from '../../../src-shared/block-wording.ts';
import type { Generation } from '../../../src-shared/fleet.ts';
import { generationIdOf, labelOfGeneration } from '../../../src-shared/ids.ts';
import { generationOf, healthyCount, isInService } from '../../../src-shared/roles.ts';
import type { Fault } from '../../../src-shared/result.ts';
import { plain } from '../../../src-shared/wording.ts';
import {
  acting,
  ended,
  waiting,
  waitingSlowly,
  type DecideInput,
  type Decision,
} from './decision.ts';
import { healthyWithinMs } from '../../../src-shared/healthy-within.ts';
import { saidText } from './said-text.ts';
import { noOrderText, turnedAway } from './turned-away.ts';

export function decideLaunch(input: DecideInput<'launch'>): Decision {
  const { intent, fleet, facts, limits, nowMs, rollout } = input;
  const label = labelOfGeneration(intent);
  const title = `Launching ${label}`;
  const step = facts.steps.launch;
  if (step?.kind === 'sent') return waitingSlowly(0.1, title, 'the yard has not answered yet');
  const id =
    step?.kind === 'done' && step.receipt.kind === 'launched'
      ? step.receipt.id
      : generationIdOf(fleet.name, intent.number);
  const generation = fleet.generations.find((one) => one.id === id || one.number === intent.number);
  const isOurs =
    step?.kind === 'done' ||
    (fleet.rollout?.id === rollout && fleet.rollout.launched.includes(generation?.id ?? ''));

  if (step?.kind === 'refused') {
    return refusedLaunch(input, title, step.fault, isOurs ? generation : undefined);
  }
  if (generation !== undefined && !isOurs) {
    if (step === undefined) {
      return ended(
        'stopped',
        title,
        `${label} was launched by someone else in the meantime. Nothing was launched; look again and press again.`,
      );
    }
  } else if (generation !== undefined) {
    return rise(input, generation, step?.firstSentAtMs ?? facts.takenUpAtMs, title);
  } else if (step?.kind === 'done') {
    // Launched, but not in sight: an old read, or a yard that answers and does nothing.
    if (nowMs - step.atMs <= limits.effectMs) {
      return waiting(0.2, title, `${label} is not to be seen yet`);
    }
    return ended('failed', title, `The yard said that it launched ${label}, but does not show it.`);
  }
  if (input.sinceBegunMs > limits.beginMs) {
    const away = turnedAway(step);
    if (away !== null) {
      const text = `${label} was not launched: ${noOrderText(away)} Press again if you still want it.`;
      return ended('stopped', title, text);
    }
    return ended(
      'stopped',
      title,
      step === undefined
        ? 'The yard could not be reached for too long after the press, so nothing was launched.'
        : `It is not known whether ${label} was launched. Look at the fleet before you press again.`,
    );
  }
  return order(input, label);
}

/** @param started what of it is to be seen. Some of its blocks may run though the yard refused the others. */
function refusedLaunch(
  { intent }: DecideInput<'launch'>,
  title: string,
  fault: Fault,
  started: Generation | undefined,
): Decision {
  const label = labelOfGeneration(intent);
  const count = started?.blocks.length ?? 0;
  const text =
    count === 0
      ? `${label} was not launched: ${saidText(fault)}`
      : `${label} was launched in part only, ${count} of ${intent.size} blocks: ${saidText(fault)} It has no traffic: look at what runs, then retire ${label}.`;
  return ended('failed', title, text);
}

function order({ intent }: DecideInput<'launch'>, label: string): Decision {
  return acting(0.1, {
    kind: 'launch-generation',
    key: 'launch',
    title: `Launch ${intent.size} ${intent.size === 1 ? 'block' : 'blocks'} of ${label}`,
    reason: `Image ${plain(intent.image, 24)}; no traffic goes there.`,
  });
}

function rise(
  input: DecideInput<'launch'>,
  generation: Generation,
  sinceMs: number,
  title: string,
): Decision {
  const { intent, facts, limits, nowMs, fleet } = input;
  const label = labelOfGeneration(intent);
  const healthy = healthyCount(generation);
  const count = `${healthy} of ${intent.size} blocks of ${label} are healthy`;
  if (healthy >= intent.size) return ended('done', title, `${count}. It has no traffic yet.`);

  const others = generation.blocks.filter((block) => !isInService(block));
  const withinMs = healthyWithinMs(intent.recipe, limits.healthyMs);
  const isLate = nowMs - sinceMs > withinMs;
  // Begun, by us or whoever had it before, and not known to be done: the same order goes on where it was.
  const step = facts.steps.launch;
  const isOpen = step === undefined || step.kind === 'unknown';
  if (isOpen && !isLate && generation.blocks.length < intent.size) {
    return order(input, label);
  }
  const isSettled =
    generation.blocks.length >= intent.size && others.length > 0 && others.every(isOver);
  if (isSettled || isLate) {
    const first = others[0];
    const why = first === undefined ? '' : ` ${first.id} ${blockTrouble(first)}.`;
    const late = isSettled ? '' : ` after ${Math.round(withinMs / 1000)} s`;
    return ended(
      'failed',
      title,
      `${count}${late}.${why} Nothing else was changed: read its log, then retire ${label}. ${servingText(fleet)}`,
    );
  }
  const value = 0.2 + (0.8 * healthy) / intent.size;
  return waitingSlowly(value, title, `${count}; waiting for all of them`);
}

function servingText(fleet: DecideInput['fleet']): string {
  const serving = fleet.split.weights
    .filter((entry) => entry.weight > 0)
    .map((entry) => generationOf(fleet, entry.generation))
    .filter((generation) => generation !== undefined)
    .map((generation) => labelOfGeneration(generation));
  return serving.length === 0 ? '' : `${serving.join(' and ')} keeps serving.`;
}
