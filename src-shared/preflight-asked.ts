/** Checks that stand on what the yard answered just now: room for more blocks, the release's own proof, the entry. Pure. */
import { workCounts } from './block-work.ts';
import { bytesText } from './bytes-text.ts';
import { isServed } from './entry-of.ts';
import type { Fleet, Generation } from './fleet.ts';
import { labelOfGeneration } from './ids.ts';
import {
  asking,
  failed,
  passed,
  stopping,
  untold,
  warning,
  type Checked,
} from './preflight-check.ts';
import { comesFrom, type PreflightGround, type PreflightWish } from './preflight-shape.ts';
import { whyNotAlone } from './proof-alone.ts';
import { currentOf } from './roles.ts';
import { labelOf } from './split.ts';
import { plain } from './wording.ts';

/** So much of what is free may be used up before it is called short. */
const usableShare = 0.9;

/** Null where nothing is launched. */
export function roomCheck({ fleet, facts }: PreflightGround, wish: PreflightWish): Checked | null {
  if (wish.kind !== 'release' || wish.source.kind !== 'image') return null;
  if (facts === null) return asking('The yard is asked how much room there is.');
  const { room } = facts;
  if (room?.kind !== 'told') {
    const why = room?.because ?? '';
    return untold(`How much room there is was not told. ${why}`.trim());
  }
  const { size } = wish.source;
  const { freeBytes, freePorts } = room.value;
  const more = `${String(size)} more ${size === 1 ? 'block' : 'blocks'}`;
  if (freePorts < size) {
    const left = `${String(Math.max(0, freePorts))} ports are left`;
    return stopping(`${more} need a port each, and ${left}.`, 'Retire what is no longer needed.');
  }
  const one = memoryOfOne(currentOf(fleet));
  if (one === null) {
    return untold(`${bytesText(freeBytes)} of memory are free; what a block takes was not measured yet.`); // prettier-ignore
  }
  const needed = one.bytes * size;
  const text = `${more} like those of ${one.label} take about ${bytesText(needed)} of memory; ${bytesText(freeBytes)} are free.`;
  return needed > freeBytes * usableShare
    ? warning(text, 'Retire what is no longer needed, or release fewer blocks.')
    : passed(text);
}

function memoryOfOne(
  serving: Generation | undefined,
): { readonly bytes: number; readonly label: string } | null {
  const measured = serving?.blocks.flatMap(({ memoryBytes }) => memoryBytes ?? []) ?? [];
  if (serving === undefined || measured.length === 0) return null;
  const bytes = measured.reduce((sum, each) => sum + each, 0) / measured.length;
  return { bytes, label: labelOfGeneration(serving) };
}

/** Null for a cutover, which proves nothing in isolation. */
export function proofCheck(
  { fleet, facts, capabilities }: PreflightGround,
  wish: PreflightWish,
): Checked | null {
  if (wish.kind !== 'release') return null;
  if (!isServed(fleet)) {
    return passed(
      'It has no address to ask: the health and the hooks of its blocks are its proof.',
    );
  }
  const why = whyNotAlone(capabilities, fleet);
  if (why !== null) return warning(`${why} Health checks are its only proof.`);
  const { checks } = wish.terms;
  const path = plain(checks.path, 60);
  if (facts === null) return asking(`${path} is asked once.`);
  const { check } = facts;
  if (check?.kind !== 'told') {
    const why = check?.because ?? '';
    return untold(`${path} could not be asked. ${why}`.trim());
  }
  const { of, status, latencyMs, hasText } = check.value;
  const label = labelOf(fleet, of);
  const isCandidate = comesFrom(fleet, wish).generation === of;
  const took = `${String(Math.round(latencyMs))} ms`;
  const wrong =
    status !== checks.status
      ? `${path} answered ${String(status)} instead of ${String(checks.status)}`
      : hasText === false
        ? `the answer to ${path} does not hold the text`
        : latencyMs > checks.withinMs
          ? `${path} answered after ${took} instead of within ${String(checks.withinMs)} ms`
          : null;
  if (wrong === null) {
    const who = isCandidate ? label : `${label}, which serves,`;
    return passed(`${who} passes this check: ${path} answered ${String(status)} in ${took}.`);
  }
  return isCandidate
    ? failed(`${label} does not pass this check now: ${wrong}.`, 'Read its log, or correct the check.') // prettier-ignore
    : warning(`${label}, which serves, does not pass this check itself: ${wrong}.`, 'Look whether the check is meant so.'); // prettier-ignore
}

export function entryCheck({ fleet, facts }: PreflightGround): Checked {
  if (fleet.entry.kind === 'none') return hooksCheck(fleet);
  const { state, holding } = fleet.entry;
  if (state.kind !== 'listening') {
    return failed('The entry is not open: nobody reaches any generation through it.', openTodo(fleet)); // prettier-ignore
  }
  if (holding?.kind === 'paused') {
    return warning(`The entry is paused by ${plain(holding.by, 80)}: requests wait.`, 'Resume it, or let the change go on under it.'); // prettier-ignore
  }
  if (facts === null) return asking('One request is sent through the entry.');
  const { entry } = facts;
  if (entry?.kind !== 'told') {
    const why = entry?.because ?? '';
    return untold(`A request through the entry was not answered. ${why}`.trim());
  }
  const { status, latencyMs, generation } = entry.value;
  const answered = `A request through the entry was answered ${String(status)}`;
  if (status >= 500) return warning(`${answered}.`, 'Look why before you go on.');
  const took = `${answered} in ${String(Math.round(latencyMs))} ms`;
  if (generation === null) {
    return untold(`${took}, but it does not say which generation made it, so a switch can be accepted and not verified.`); // prettier-ignore
  }
  const current = currentOf(fleet);
  const by = labelOf(fleet, generation);
  return current?.id === generation
    ? passed(`${took} by ${by}.`)
    : warning(`${took} by ${by}, which is not the one that serves.`);
}

/** Nothing comes in: what a change goes by is what the blocks say by their hooks. */
function hooksCheck(fleet: Fleet): Checked {
  const mute = fleet.generations.reduce((sum, each) => sum + workCounts(each).unknown, 0);
  return mute === 0
    ? passed('It has no entry, and the hook of each block answers.')
    : warning(`It has no entry, and the hook of ${String(mute)} of its blocks does not answer.`, 'Look into their details.'); // prettier-ignore
}

function openTodo({ entry }: Fleet): string {
  return entry.kind === 'http' && entry.state.kind === 'port-taken' ? 'End what has its port.' : '';
}
