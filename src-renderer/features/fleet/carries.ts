/** Whether anything reaches a generation: by the split, or by answers that are still on their way. Pure. */
import type { Fleet } from '../../../src-shared/fleet.ts';
import type { GenerationId } from '../../../src-shared/ids.ts';
import { weightOf } from '../../../src-shared/roles.ts';

export function carries(fleet: Fleet, generation: GenerationId): boolean {
  const seen = fleet.traffic.generations.find((each) => each.generation === generation);
  return weightOf(fleet, generation) > 0 || (seen?.share ?? 0) > 0;
}
