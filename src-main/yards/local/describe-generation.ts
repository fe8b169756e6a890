/** A generation of the embedded yard as facts to compare: its image and its recorded recipe. */
import type { FleetId, GenerationId } from '../../../src-shared/ids.ts';
import { labelOfGeneration } from '../../../src-shared/ids.ts';
import { fail, succeed, type Result } from '../../../src-shared/result.ts';
import { plain } from '../../../src-shared/wording.ts';
import type { MarkSecret } from '../../masking/mask-secrets.ts';
import type { GenerationFacts, YardObservation } from '../port.ts';

/**
 * Values of the environment may be secrets: each is compared by a mark and never leaves.
 * @param mark the same for all that is compared with each other.
 */
export function describeLocalGeneration(
  look: YardObservation,
  fleetId: FleetId,
  id: GenerationId,
  mark: MarkSecret,
): Result<GenerationFacts> {
  const fleet = look.fleets.find((each) => each.id === fleetId);
  const generation = fleet?.generations.find((each) => each.id === id);
  if (generation === undefined) {
    return fail({ code: 'not-found', message: `There is no generation ${plain(id, 80)}.` });
  }
  const image = look.images.find((each) => each.id === generation.image) ?? null;
  const { recipe, size } = generation;
  const { intervalMs, timeoutMs, healthyAfter, unhealthyAfter } = recipe.health;
  return succeed({
    label: labelOfGeneration(generation),
    image,
    facts: [
      { fact: 'Blocks', value: String(size) },
      { fact: 'Drain limit', value: `${recipe.drainTimeoutMs} ms` },
      {
        fact: 'Health check',
        value: `every ${intervalMs} ms within ${timeoutMs} ms, healthy after ${healthyAfter}, unhealthy after ${unhealthyAfter}`,
      },
      ...Object.entries(recipe.env)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, value]) => ({ fact: `Environment ${name}`, value: mark(value) })),
    ].map((each) => ({ ...each, part: 'recipe' })),
    texts: [],
    unread: [],
    missing: image === null ? ['Its image is not in this yard any more.'] : [],
  });
}
