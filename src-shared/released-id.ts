/**
 * The generation that a release brings up. Yards that name generations by what they are made of are asked for its
 * number, which nobody else's has.
 */
import type { Fleet, Generation, Intent } from './fleet.ts';
import { generationIdOf, type GenerationId } from './ids.ts';

export function releasedId(
  fleet: Pick<Fleet, 'name'> & {
    readonly generations: readonly Pick<Generation, 'id' | 'number'>[];
  },
  { candidate }: Pick<Extract<Intent, { kind: 'release' }>, 'candidate'>,
): GenerationId {
  if (candidate.kind === 'existing') return candidate.generation;
  const launched = fleet.generations.find(({ number }) => number === candidate.number);
  return launched?.id ?? generationIdOf(fleet.name, candidate.number);
}
