/** The generation that a release brings up. */
import type { Fleet, Intent } from './fleet.ts';
import { generationIdOf, type GenerationId } from './ids.ts';

export function releasedId(
  fleet: Pick<Fleet, 'name'>,
  { candidate }: Pick<Extract<Intent, { kind: 'release' }>, 'candidate'>,
): GenerationId {
  return candidate.kind === 'existing'
    ? candidate.generation
    : generationIdOf(fleet.name, candidate.number);
}
