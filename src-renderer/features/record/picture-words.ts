/** A picture of the fleet in words, and what one shows that the one before did not. Pure. */
import type { FleetPicture, PicturedGeneration } from '../../../src-shared/fleet-picture.ts';
import { labelOfGeneration, type GenerationId } from '../../../src-shared/ids.ts';
import { percent, plain } from '../../../src-shared/wording.ts';

export function labelIn(picture: FleetPicture, id: GenerationId): string {
  const generation = picture.generations.find((each) => each.id === id);
  return generation === undefined ? plain(id, 80) : labelOfGeneration(generation);
}

/** Of all weight, 0..1. */
export function sentShare({ split }: FleetPicture, id: GenerationId): number {
  const sum = split.weights.reduce((total, { weight }) => total + weight, 0);
  const own = split.weights.find(({ generation }) => generation === id)?.weight ?? 0;
  return sum === 0 ? 0 : own / sum;
}

/** `75 % to v001, 25 % to v002` */
export function splitWords(picture: FleetPicture): string {
  const sent = picture.split.weights.map(
    ({ generation }) =>
      `${percent(sentShare(picture, generation))} to ${labelIn(picture, generation)}`,
  );
  return sent.length === 0 ? 'nothing to anybody' : sent.join(', ');
}

export function healthyIn({ blocks }: PicturedGeneration): number {
  return blocks.filter(({ state }) => state === 'healthy').length;
}

/** `v002: 3 of 4 blocks healthy` */
export function healthWords(generation: PicturedGeneration): string {
  const { size, rung } = generation;
  const draining = rung === 'draining' ? ', draining' : '';
  const label = labelOfGeneration(generation);
  return `${label}: ${String(healthyIn(generation))} of ${String(size)} ${size === 1 ? 'block' : 'blocks'} healthy${draining}`;
}

/** One line about what was seen anew. */
export function seenWords(before: FleetPicture | null, now: FleetPicture): string {
  if (before === null) return `Seen: ${splitWords(now)}`;
  const parts = [
    ...(splitWords(before) === splitWords(now) ? [] : [splitWords(now)]),
    ...now.generations.flatMap((generation) => {
      const known = before.generations.find(({ id }) => id === generation.id);
      const words = healthWords(generation);
      if (known === undefined) return [`${words}, new`];
      if (healthWords(known) !== words) return [words];
      return known.blocks.length === generation.blocks.length
        ? []
        : [`${words}, ${String(generation.blocks.length)} in all`];
    }),
    ...before.generations
      .filter(({ id }) => now.generations.every((each) => each.id !== id))
      .map((generation) => `${labelOfGeneration(generation)} is gone`),
  ];
  return parts.length === 0 ? 'Seen again' : `Seen: ${parts.join('; ')}`;
}
