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

/** The generation that the split sends most traffic to; the newest wins a tie. */
export function currentOf(fleet: Fleet): Generation | undefined {
  let best: Generation | undefined;
  let bestWeight = 0;
  for (const generation of fleet.generations) {
    const weight = weightOf(fleet, generation.id);
    if (
      weight > bestWeight ||
      (weight === bestWeight && weight > 0 && best !== undefined && generation.number > best.number)
    ) {
      best = generation;
      bestWeight = weight;
    }
  }
  return best;
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

/** Where a press on Revert leads: also what is being retired, which may still be there when the write arrives. */
export function wayBackOf(fleet: Fleet): Generation | undefined {
  const previous = fleet.previous === null ? undefined : generationOf(fleet, fleet.previous);
  return previous?.rung === 'retired' ? undefined : previous;
}

export function roleOf(fleet: Fleet, generation: Generation): Role {
  if (generation.rung === 'retired') return 'retired';
  if (currentOf(fleet)?.id === generation.id) return 'current';
  if (fleet.previous === generation.id) return 'previous';
  return candidateOf(fleet)?.id === generation.id ? 'candidate' : 'idle';
}

export function isInService(block: Block): boolean {
  return block.state.kind === 'healthy';
}

export function healthyCount(generation: Generation): number {
  return generation.blocks.filter(isInService).length;
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
  const other = preferred ?? candidateOf(fleet) ?? wayBackOf(fleet) ?? asideOf(fleet)[0];
  return [current, other]
    .filter((generation) => generation !== undefined)
    .filter((generation, index, all) => all.indexOf(generation) === index)
    .sort((a, b) => a.number - b.number);
}

function newestWarm(fleet: Fleet): Generation | undefined {
  return [...fleet.generations]
    .filter((g) => g.rung !== 'retired')
    .sort((a, b) => b.number - a.number)[0];
}
