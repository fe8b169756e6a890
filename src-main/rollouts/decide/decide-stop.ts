/**
 * The rung between drained and ended: a generation without traffic leaves the entry, drains, and its blocks are
 * stopped and kept. It can be taken back (decide-start.ts) or gone on from (decide-retire.ts).
 */
import { isOver } from '../../../src-shared/block-wording.ts';
import type { Course } from '../../../src-shared/panel.ts';
import { noControls } from '../../../src-shared/release.ts';
import { generationOf, weightOf } from '../../../src-shared/roles.ts';
import { describeSplit, labelOf } from '../../../src-shared/split.ts';
import { roughDuration } from '../../../src-shared/wording.ts';
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

export function decideStop(input: DecideInput<'stop'>): Decision {
  const { intent, fleet, facts, limits, nowMs } = input;
  const generation = generationOf(fleet, intent.generation);
  const label = labelOf(fleet, intent.generation);
  const title = `Stopping ${label}`;
  const step = facts.steps.stop;
  if (step?.kind === 'refused') {
    return ended('stopped', title, `The yard refused: ${saidText(step.fault)}`, step.fault.denial);
  }
  const drainMs = generation?.recipe.drainTimeoutMs ?? 0;
  const sinceMs = step?.firstSentAtMs ?? facts.takenUpAtMs;
  const isLate = nowMs - sinceMs > limits.effectMs + drainMs + stoppingMs;
  if (generation === undefined) {
    if (!isLate) return waiting(0.1, title, `the yard does not show ${label}; looking again`);
    return ended('stopped', title, `The yard does not show ${label}. Nothing more was done.`);
  }
  const { blocks } = generation;
  const left = blocks.filter((block) => !isOver(block)).length;
  if (generation.rung === 'stopped' && left === 0 && step?.kind !== 'sent') {
    const text = `${label} is stopped: its ${String(blocks.length)} blocks are out of the entry and kept. Start it again, or retire it.`;
    return ended('done', title, text);
  }
  if (step?.kind === 'sent' || step?.kind === 'done') {
    if (isLate && step.kind === 'done') {
      return ended('failed', title, `${String(left)} blocks of ${label} still run.`);
    }
    const value = 0.2 + 0.8 * (1 - left / Math.max(1, blocks.length));
    return waitingSlowly(
      value,
      title,
      `${String(left)} blocks of ${label} are draining or stopping`,
    );
  }
  if (weightOf(fleet, intent.generation) > 0) {
    const text = `${label} serves traffic (${describeSplit(fleet)}). Nothing was stopped.`;
    return ended('stopped', title, text);
  }
  if (isLate || (step === undefined && input.sinceBegunMs > limits.beginMs)) {
    return ended('stopped', title, neverTakenText(step));
  }
  const held = step === undefined ? undoable(input, label, title) : null;
  if (held !== null) return held;
  return acting(0.1, {
    kind: 'stop-generation',
    key: 'stop',
    generation: intent.generation,
    title: `Drain and stop ${String(left)} blocks of ${label}`,
    reason: `It has no traffic (${describeSplit(fleet)}); they are kept and can be started again.`,
  });
}

/** The way back goes with the first write: before it, a press takes the stop back. Null: go on. */
function undoable(input: DecideInput<'stop'>, label: string, title: string): Decision | null {
  const { intent, fleet, facts, limits, nowMs, rollout } = input;
  const controls = (fleet.rollout?.id === rollout && fleet.rollout.controls) || noControls;
  if (controls.isAborted) {
    return ended('stopped', title, `Undone by ${controls.by}: nothing of ${label} was stopped.`);
  }
  const leftMs = limits.undoMs - (nowMs - facts.takenUpAtMs);
  if (fleet.previous !== intent.generation || leftMs <= 0) return null;
  const because = `${label} is the way back: it can be undone for another ${roughDuration(leftMs)}`;
  return { ...waiting(0.1, title, because), course: undoCourse(leftMs) };
}

function undoCourse(leftMs: number): Course {
  return {
    phases: [
      { name: 'undo', title: 'Can be undone', state: 'now' },
      { name: 'end', title: 'Drain and stop', state: 'ahead' },
    ],
    isHeld: false,
    offers: [{ kind: 'abort' }],
    leftMs,
  };
}

/** EC2 takes up to some minutes from `stopping` to `stopped`. */
const stoppingMs = 240_000;
