/** Reading and building traffic splits; weights are shares of their sum. */
import type { Fleet, Split } from './fleet.ts';
import { labelOfGeneration, type GenerationId } from './ids.ts';
import { generationOf, weightOf } from './roles.ts';
import { percent, plain } from './wording.ts';

const whole = 100;

/**
 * All weight to one generation. The others stay in the list at 0, so that they are still checked; what
 * the entry does not list is not put there by the way.
 */
export function allTo(fleet: Fleet, to: GenerationId): Split['weights'] {
  const others = fleet.generations
    .filter(({ id, rung, isAttached }) => id !== to && rung !== 'retired' && isAttached !== false)
    .map((generation) => ({ generation: generation.id, weight: 0 }));
  return [...others, { generation: to, weight: whole }];
}

/** Part of it to one generation, the rest to another. @param percent 1..99 */
export function shareTo(
  fleet: Fleet,
  { to, from, percent }: { to: GenerationId; from: GenerationId; percent: number },
): Split['weights'] {
  return allTo(fleet, to).map(({ generation, weight }) => {
    if (generation === to) return { generation, weight: percent };
    return { generation, weight: generation === from ? whole - percent : weight };
  });
}

/** Of all weight, 0..1. */
export function shareOf(fleet: Fleet, id: GenerationId): number {
  const sum = fleet.split.weights.reduce((total, entry) => total + entry.weight, 0);
  return sum === 0 ? 0 : weightOf(fleet, id) / sum;
}

export function sendsAllTo(fleet: Fleet, to: GenerationId): boolean {
  return (
    weightOf(fleet, to) > 0 &&
    fleet.split.weights.every((entry) => entry.generation === to || entry.weight === 0)
  );
}

/** `v001 60 %, v002 40 %`; `no traffic to any generation` when all weights are 0. */
export function describeSplit(fleet: Fleet): string {
  // Who fetches work takes it or does not: a share of it means nothing.
  const isWork = fleet.entry.kind === 'none';
  const parts = fleet.split.weights
    .filter((entry) => entry.weight > 0)
    .map(({ generation }) => {
      const label = labelOf(fleet, generation);
      return isWork ? label : `${label} ${percent(shareOf(fleet, generation))}`;
    });
  if (parts.length > 0) return parts.join(', ');
  return isWork ? 'no generation' : 'no traffic to any generation';
}

/** `v002`, or the id itself when the fleet does not know it (any more). */
export function labelOf(fleet: Fleet, id: GenerationId): string {
  const generation = generationOf(fleet, id);
  return generation === undefined ? plain(id, 80) : labelOfGeneration(generation);
}
