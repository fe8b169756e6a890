/** What has to keep its size behind load balancers, by what was last seen. */
import { scalingBehind } from '../discover/scaling-of.ts';
import { hasTraffic } from '../route/entry-view.ts';
import type { YardMemory } from '../yard-memory.ts';
import type { KeepHeldPorts } from './keep-held.ts';

export function heldEntry({
  last,
  known,
}: Pick<YardMemory, 'last' | 'known'>): Pick<KeepHeldPorts, 'behindOf' | 'servingOf'> {
  return {
    behindOf: (fleet) => {
      const look = last();
      const grouping = look?.groupings.find(({ id }) => id === fleet);
      if (look === null || grouping === undefined) return null;
      return scalingBehind(grouping, look.reading);
    },
    servingOf: (fleet) => {
      const entry = known(fleet)?.entry;
      if (entry === undefined) return null;
      return [...entry.groups.keys()].filter((id) => hasTraffic(entry, id));
    },
  };
}
