/** Who a generation is, derived from what the yard says; never stored beside it. */
import type { Block, Fleet, Generation } from './fleet.ts';
import type { GenerationId } from './ids.ts';
import { releasedId } from './released-id.ts';

export type Role = 'current' | 'candidate' | 'previous' | 'retired' | 'idle';

export function weightOf(fleet: Fleet, id: GenerationId): number {
  return fleet.split.weights.find((entry) => entry.generation === id)?.weight ?? 0;
}

export function generationOf(fleet: Fleet, id: GenerationId): Generation | undefined {
  return fleet.generations.find((generation) => generation.id === id);
}

/**
 * The generation that the split sends most traffic to. Of two that have the same it is the one that a revert takes it
 * from, and without a way back among them the newest.
 */
export function currentOf(fleet: Fleet): Generation | undefined {
  const weight = ({ id }: Generation): number => weightOf(fleet, id);
  const isWayBack = ({ id }: Generation): number => Number(fleet.previous === id);
  const [first] = [...fleet.generations].sort(
    (a, b) => weight(b) - weight(a) || isWayBack(a) - isWayBack(b) || b.number - a.number,
  );
  return first === undefined || weight(first) === 0 ? undefined : first;
}

/**
 * What a running release brings up; else the newest generation above the current one that has blocks and is
 * not the way back.
 */
export function candidateOf(fleet: Fleet): Generation | undefined {
  const current = currentOf(fleet);
  const intent = fleet.rollout?.intent;
  if (intent?.kind === 'release') {
    const released = generationOf(fleet, releasedId(fleet, intent));
    return released?.rung === 'warm' && released.id !== current?.id ? released : undefined;
  }
  return asideOf(fleet).find(
    (generation) =>
      generation.id !== fleet.previous &&
      generation.number > (current === undefined ? 0 : current.number),
  );
}

/**
 * Where a cutover would lead: what the second lane shows, whichever was picked for it, as long as it is warm and not the
 * way back; else the candidate.
 */
export function besideOf(fleet: Fleet, picked: GenerationId | null): Generation | undefined {
  const candidate = candidateOf(fleet);
  if (fleet.rollout?.intent.kind === 'release') return candidate;
  const current = currentOf(fleet);
  const shown = lanesOf(fleet, picked ?? undefined).find(({ id }) => id !== current?.id);
  return shown?.rung === 'warm' && shown.id !== fleet.previous ? shown : candidate;
}

/** Warm generations beside the current one, newest first. */
function asideOf(fleet: Fleet): readonly Generation[] {
  const current = currentOf(fleet);
  return fleet.generations
    .filter((generation) => generation.rung === 'warm' && generation.id !== current?.id)
    .sort((a, b) => b.number - a.number);
}

export function previousOf(fleet: Fleet): Generation | undefined {
  if (fleet.previous === null) return undefined;
  const previous = generationOf(fleet, fleet.previous);
  return previous?.rung === 'warm' ? previous : undefined;
}

/** What becomes of one that drains: the yard shows the same rung for both. */
export function downWord({ rollout }: Fleet, { id }: Generation): 'stopped' | 'retired' {
  const intent = rollout?.intent;
  return intent?.kind === 'stop' && intent.generation === id ? 'stopped' : 'retired';
}

/** Where a press on Revert leads: also what is being retired, which may still be there when the write arrives. */
export function wayBackOf(fleet: Fleet): Generation | undefined {
  const previous = fleet.previous === null ? undefined : generationOf(fleet, fleet.previous);
  return previous?.rung === 'retired' || previous?.rung === 'stopped' ? undefined : previous;
}

export function roleOf(fleet: Fleet, generation: Generation): Role {
  if (generation.rung === 'retired') return 'retired';
  const shared = sharedRole(fleet, generation);
  if (shared !== null) return shared;
  if (currentOf(fleet)?.id === generation.id) return 'current';
  if (fleet.previous === generation.id) return 'previous';
  return candidateOf(fleet)?.id === generation.id ? 'candidate' : 'idle';
}

/**
 * While a release has moved a part of the traffic only, nothing is decided: the candidate stays one until it has all of
 * it, whichever of the two has more, and the one that it is to follow stays current. Null where that is not so.
 */
function sharedRole(fleet: Fleet, { id }: Generation): Role | null {
  const intent = fleet.rollout?.intent;
  if (intent?.kind !== 'release') return null;
  const released = releasedId(fleet, intent);
  const isShared = weightOf(fleet, intent.from) > 0 && weightOf(fleet, released) > 0;
  if (!isShared || released === intent.from) return null;
  if (id === released) return 'candidate';
  return id === intent.from ? 'current' : null;
}

export function isInService(block: Block): boolean {
  return block.state.kind === 'healthy';
}

export function healthyCount(generation: Generation): number {
  return generation.blocks.filter(isInService).length;
}

/** What a revert takes the traffic from: below a whole cutover that is a share beside what already serves. */
export function leftByRevert(fleet: Fleet, to: GenerationId): Generation | undefined {
  const others = fleet.generations.filter(({ id }) => id !== to && weightOf(fleet, id) > 0);
  const [most] = others.sort((a, b) => weightOf(fleet, b.id) - weightOf(fleet, a.id));
  return most ?? currentOf(fleet);
}

/**
 * The two lanes, old left and new right, always by number. A fleet with one generation has one lane.
 * The current generation is always one of them; the other is the candidate, else the way back, else
 * the newest of those that stand by. A chosen one takes its place unless it is retired.
 */
export function lanesOf(fleet: Fleet, chosen?: GenerationId): readonly Generation[] {
  const current = currentOf(fleet) ?? newestWarm(fleet);
  const preferred =
    chosen === undefined
      ? undefined
      : fleet.generations.find(
          (g) => g.id === chosen && g.id !== current?.id && g.rung !== 'retired',
        );
  const other =
    preferred ??
    candidateOf(fleet) ??
    wayBackOf(fleet) ??
    asideOf(fleet)[0] ??
    newest(fleet.generations.filter(({ rung }) => rung === 'stopped'));
  return [current, other]
    .filter((generation) => generation !== undefined)
    .filter((generation, index, all) => all.indexOf(generation) === index)
    .sort((a, b) => a.number - b.number);
}

function newestWarm(fleet: Fleet): Generation | undefined {
  return newest(fleet.generations.filter((g) => g.rung !== 'retired'));
}

function newest(generations: readonly Generation[]): Generation | undefined {
  return [...generations].sort((a, b) => b.number - a.number)[0];
}
