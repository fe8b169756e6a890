/** Back from the stopped rung: its blocks start, enter at weight 0, and are waited for until healthy. */
import { healthyWithinMs } from '../../../src-shared/healthy-within.ts';
import { generationOf, healthyCount } from '../../../src-shared/roles.ts';
import { labelOf } from '../../../src-shared/split.ts';
import {
  acting,
  ended,
  waiting,
  waitingSlowly,
  type DecideInput,
  type Decision,
} from './decision.ts';
import { saidText } from './said-text.ts';
import { neverTakenText } from './turned-away.ts';

export function decideStart(input: DecideInput<'start'>): Decision {
  const { intent, fleet, facts, limits, nowMs } = input;
  const generation = generationOf(fleet, intent.generation);
  const label = labelOf(fleet, intent.generation);
  const title = `Starting ${label} again`;
  const step = facts.steps.start;
  if (step?.kind === 'refused') {
    const text = `${label} was not started: ${saidText(step.fault)}`;
    return ended('stopped', title, text, step.fault.denial);
  }
  const sinceMs = step?.firstSentAtMs ?? facts.takenUpAtMs;
  const withinMs =
    limits.effectMs + (generation === undefined ? 0 : healthyWithinMs(generation.recipe, limits.healthyMs)); // prettier-ignore
  const isLate = nowMs - sinceMs > withinMs;
  if (generation === undefined) {
    if (!isLate) return waiting(0.1, title, `the yard does not show ${label}; looking again`);
    return ended('stopped', title, `The yard does not show ${label}. Nothing more was done.`);
  }
  if (generation.rung === 'retired') {
    return ended('stopped', title, `${label} is retired: it has no blocks that could be started.`);
  }
  if (step?.kind === 'sent') return waitingSlowly(0.2, title, 'the yard has not answered yet');
  const healthy = healthyCount(generation);
  const count = `${String(healthy)} of ${String(generation.size)} blocks of ${label} are healthy`;
  if (generation.rung === 'warm' && healthy > 0 && healthy >= generation.size) {
    return ended('done', title, `${count}. It has no traffic, and is warm as before.`);
  }
  if (isLate && step?.kind === 'unknown' && generation.rung === 'stopped') {
    return ended('stopped', title, `${label} is not started. ${neverTakenText(step)}`);
  }
  if (isLate) {
    const text = `${count} after ${String(Math.round(withinMs / 1000))} s. It stays as it is: look at its blocks, then start or retire it.`;
    return ended('failed', title, text);
  }
  // Also after an answer: started by half, it is the same order that goes on.
  if (step?.kind !== 'done') {
    if (step === undefined && input.sinceBegunMs > limits.beginMs) {
      return ended('stopped', title, neverTakenText(step));
    }
    return acting(0.1, {
      kind: 'start-generation',
      key: 'start',
      generation: intent.generation,
      title: `Start ${String(generation.blocks.length)} blocks of ${label} again`,
      reason: 'They enter at weight 0: no traffic goes there.',
    });
  }
  return waitingSlowly(0.3 + (0.7 * healthy) / Math.max(1, generation.size), title, `${count}; waiting for all of them`); // prettier-ignore
}
