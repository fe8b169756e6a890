/** Retire a generation without traffic: its blocks drain and end, its record stays. */
import type { BlockState, Generation } from '../../../src-shared/fleet.ts';
import { blocks } from '../../../src-shared/plan-step.ts';
import { generationOf, weightOf } from '../../../src-shared/roles.ts';
import { describeSplit, labelOf } from '../../../src-shared/split.ts';
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

export function decideRetire(input: DecideInput<'retire'>): Decision {
  const { intent, fleet, facts, limits, nowMs } = input;
  const generation = generationOf(fleet, intent.generation);
  const label = labelOf(fleet, intent.generation);
  const title = `Retiring ${label}`;
  const step = facts.steps.retire;
  if (step?.kind === 'refused') {
    return ended(
      'stopped',
      title,
      `The yard refused: ${saidText(step.fault)} ${leftText(generation, label)}`.trim(),
      step.fault.denial,
    );
  }
  const sinceMs = step?.firstSentAtMs ?? facts.takenUpAtMs;
  const isLate = nowMs - sinceMs > limits.effectMs + drainMs(input);

  if (generation === undefined) {
    // Numbers are kept for ever, so a generation that is not shown is a poor read, not a retired one.
    if (!isLate) return waiting(0.1, title, `the yard does not show ${label}; looking again`);
    return ended('stopped', title, `The yard does not show ${label}. Nothing more was done.`);
  }
  if (generation.rung === 'retired' && generation.blocks.length === 0 && step?.kind !== 'sent') {
    return ended('done', title, `${label} is retired: its blocks are gone, its record stays.`);
  }
  if (step?.kind === 'sent' || step?.kind === 'done') {
    const left = generation.blocks.length;
    if (isLate && step.kind === 'done') {
      return ended('failed', title, `${left} blocks of ${label} are still there.`);
    }
    const all = Math.max(1, generation.size);
    const value = 0.2 + 0.8 * Math.max(0, 1 - left / all);
    return waitingSlowly(value, title, `${left} blocks of ${label} are draining or ending`);
  }
  if (weightOf(fleet, intent.generation) > 0) {
    return ended(
      'stopped',
      title,
      `${label} serves traffic (${describeSplit(fleet)}). Nothing was ended.`,
    );
  }
  if (isLate || (step === undefined && input.sinceBegunMs > limits.beginMs)) {
    return ended('stopped', title, neverTakenText(step));
  }
  return acting(0.1, {
    kind: 'retire-generation',
    key: 'retire',
    generation: intent.generation,
    title: `Drain and end ${generation.blocks.length} blocks of ${label}`,
    reason: `It has no traffic (${describeSplit(fleet)}); its name was typed.`,
  });
}

/** Some of its blocks may have ended, or left the entry, before the yard refused the rest. */
function leftText(generation: Generation | undefined, label: string): string {
  if (generation === undefined) return '';
  const { size, blocks: left } = generation;
  const isWhole = left.length >= size && !left.some(({ state }) => leaving.has(state.kind));
  if (isWhole && left.length > 0) return `${label} was left as it is.`;
  return left.length === 0
    ? `No block of ${label} is listed by the entry any more.`
    : `${left.length} of ${blocks(size)} of ${label} are still there.`;
}

const leaving: ReadonlySet<BlockState['kind']> = new Set([
  'draining',
  'unhealthy-draining',
  'stopping',
  'exited',
]);

function drainMs({ fleet, intent }: DecideInput<'retire'>): number {
  return generationOf(fleet, intent.generation)?.recipe.drainTimeoutMs ?? 0;
}
