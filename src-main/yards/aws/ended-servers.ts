/**
 * Servers that AWS has told us it ends, because we asked it to. What vanishes is kept on the screen until several looks
 * over ten seconds agree (rule 8); of these nothing else is to be expected, so the first look without them is believed.
 */
import type { FleetId } from '../../../src-shared/ids.ts';
import type { Result } from '../../../src-shared/result.ts';
import type { GenerationOrder } from '../port.ts';
import type { YardMemory } from './yard-memory.ts';

export interface EndedServers {
  /** Ids. */
  readonly of: (fleet: FleetId) => readonly string[];
  /** Retires a generation, and remembers its servers once that has succeeded. */
  readonly by: (
    order: GenerationOrder,
    retire: (order: GenerationOrder) => Promise<Result<null>>,
  ) => Promise<Result<null>>;
}

/** Of a fleet: those of its last retirements; older ones were seen to be gone long ago. */
const keptIds = 5000;

export function createEndedServers({ known }: Pick<YardMemory, 'known'>): EndedServers {
  const ended = new Map<FleetId, readonly string[]>();
  return {
    of: (fleet) => ended.get(fleet) ?? [],
    by: async (order, retire) => {
      const { fleet, generation } = order;
      const listed = known(fleet)?.fleet.generations.find(({ id }) => id === generation);
      const answer = await retire(order);
      if (!answer.ok) return answer;
      const ids = (listed?.blocks ?? []).map(({ id }) => id);
      ended.set(fleet, [...(ended.get(fleet) ?? []), ...ids].slice(-keptIds));
      return answer;
    },
  };
}
