/**
 * Retiring, rung by rung: no traffic, nothing in flight, a while in which it can be undone, and then its
 * blocks drain and end. Only the last rung cannot be taken back.
 */
import { isIdle, workCounts } from '../../../src-shared/block-work.ts';
import type { Course } from '../../../src-shared/panel.ts';
import { noControls } from '../../../src-shared/release.ts';
import { generationOf, weightOf } from '../../../src-shared/roles.ts';
import { labelOf } from '../../../src-shared/split.ts';
import { roughDuration } from '../../../src-shared/wording.ts';
import { decideRetire } from './decide-retire.ts';
import { ended, waiting, type DecideInput, type Decision } from './decision.ts';
import { trafficOf } from '../live-traffic.ts';

export function decideRetirement(input: DecideInput<'retire'>): Decision {
  const { intent, fleet, facts, limits, nowMs, rollout } = input;
  const decision = decideRetire(input);
  // Sent or about to end for a reason of its own: nothing is left to undo.
  if (decision.phase !== 'acting' || facts.steps.retire !== undefined) {
    return decision.phase === 'ended' ? decision : { ...decision, course: courseOf(input, 'end') };
  }
  const label = labelOf(fleet, intent.generation);
  const title = `Retiring ${label}`;
  const controls = (fleet.rollout?.id === rollout && fleet.rollout.controls) || noControls;
  if (controls.isAborted) {
    return ended('stopped', title, `Undone by ${controls.by}: nothing of ${label} was ended.`);
  }
  const inFlight = trafficOf(fleet, intent.generation)?.inFlight ?? 0;
  const sinceMs = nowMs - facts.takenUpAtMs;
  if (inFlight > 0 && sinceMs < Math.min(drainMs(input), limits.verifyMs)) {
    const because = `${label} still answers ${inFlight === 1 ? 'a request' : `${inFlight} requests`}`;
    return { ...waiting(0.05, title, because), course: courseOf(input, 'quiet') };
  }
  const unfinished = unfinishedText(input, label);
  if (unfinished !== null && sinceMs < drainMs(input)) {
    return { ...waiting(0.05, title, unfinished), course: courseOf(input, 'quiet') };
  }
  const leftMs = limits.undoMs - sinceMs;
  if (leftMs > 0) {
    const because = `it can be undone for another ${roughDuration(leftMs)}`;
    return { ...waiting(0.1, title, because), course: courseOf(input, 'undo', leftMs) };
  }
  return { ...decision, course: courseOf(input, 'end') };
}

/** Of blocks that fetch their work: not reachable is not idle. Null when each was seen to be. */
function unfinishedText({ fleet, intent }: DecideInput<'retire'>, label: string): string | null {
  const generation = generationOf(fleet, intent.generation);
  if (fleet.entry.kind !== 'none' || generation === undefined || isIdle(generation)) return null;
  const { busy, unknown, taking } = workCounts(generation);
  if (taking > 0) return `${taking} blocks of ${label} still take work`;
  if (unknown > 0) return `${unknown} blocks of ${label} are not seen to be idle`;
  return `${label} still has ${busy} in hand`;
}

const rungs = [
  { name: 'quiet', title: 'No traffic' },
  { name: 'undo', title: 'Can be undone' },
  { name: 'end', title: 'Drain and end' },
] as const;

function courseOf(
  { fleet, intent }: DecideInput<'retire'>,
  now: (typeof rungs)[number]['name'],
  leftMs: number | null = null,
): Course {
  const at = rungs.findIndex(({ name }) => name === now);
  const canUndo = now !== 'end' && weightOf(fleet, intent.generation) === 0;
  return {
    phases: rungs.map((rung, place) => ({
      ...rung,
      state: place < at ? 'done' : place === at ? 'now' : 'ahead',
    })),
    isHeld: false,
    offers: canUndo ? [{ kind: 'abort' }] : [],
    leftMs,
  };
}

function drainMs({ fleet, intent }: DecideInput<'retire'>): number {
  return generationOf(fleet, intent.generation)?.recipe.drainTimeoutMs ?? 0;
}
