/** Adopt a generation that others launched: its recipe is written down and it is marked as ours. Nothing running is changed. */
import { generationOf } from '../../../src-shared/roles.ts';
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

export function decideAdopt(input: DecideInput<'adopt'>): Decision {
  const { intent, fleet, facts, limits, nowMs } = input;
  const generation = generationOf(fleet, intent.generation);
  const label = labelOf(fleet, intent.generation);
  const title = `Adopting ${label}`;
  const step = facts.steps.adopt;
  if (step?.kind === 'refused') {
    const text = `${label} was not adopted: ${saidText(step.fault)}`;
    return ended('stopped', title, text, step.fault.denial);
  }
  const isLate = nowMs - (step?.firstSentAtMs ?? facts.takenUpAtMs) > limits.effectMs;
  if (generation === undefined) {
    if (!isLate) return waiting(0.1, title, `the yard does not show ${label}; looking again`);
    return ended('stopped', title, `The yard does not show ${label}. Nothing more was done.`);
  }
  if (step?.kind === 'sent') return waitingSlowly(0.3, title, 'the yard has not answered yet');
  if (generation.isForeign !== true) {
    const text = `${label} is Blockyard's now: its recipe is written down, and it can be replaced, stopped and ended from here.`;
    return ended('done', title, text);
  }
  if (step?.kind === 'done') {
    if (!isLate) return waiting(0.8, title, `${label} is not seen as ours yet`);
    return ended('failed', title, `The yard said that it adopted ${label}, and does not show it.`);
  }
  if (isLate || (step === undefined && input.sinceBegunMs > limits.beginMs)) {
    // What was written of it is our own, and a later adoption goes on with it.
    return ended('stopped', title, `${label} is not adopted. ${neverTakenText(step)}`);
  }
  return acting(0.1, {
    kind: 'adopt-generation',
    key: 'adopt',
    generation: intent.generation,
    number: intent.number,
    title: `Write down the recipe of ${label} and mark it as ours`,
    reason: 'Its name was typed. Nothing that runs is changed.',
  });
}
