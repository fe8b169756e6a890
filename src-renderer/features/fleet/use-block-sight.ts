/** Rows and filter of the window, for the fleet in view. */
import { useDeferredValue, useMemo } from 'react';
import type { Fleet } from '../../../src-shared/fleet.ts';
import { useClock, useView } from '../../store/panel-context.ts';
import { useNow } from '../../ui/use-now.ts';
import type { BlockSight } from './block-cell.ts';
import { groupingsFor } from './block-groups.ts';
import { filterOf, fits } from './block-filter.ts';

/** Ages are told in steps of minutes and more. */
const everyMs = 60_000;

export function useBlockSight({ id, generations }: Fleet): BlockSight {
  const wanted = useView((view) => view.grouping);
  const offered = useMemo(() => groupingsFor(generations), [generations]);
  // What was chosen stays chosen, for the next fleet that has it.
  const grouping = offered.includes(wanted) ? wanted : 'zone';
  // Ten thousand blocks take longer than a letter: the field is never kept waiting for them.
  const filter = useDeferredValue(useView((view) => filterOf(view.blockFilter, id)));
  const { nowMs } = useClock();
  const now = useNow(nowMs, everyMs, grouping === 'age');
  const atMs = grouping === 'age' ? now : 0;
  return useMemo(
    () => ({ grouping, nowMs: atMs, isShown: filter === null ? undefined : fits(filter) }),
    [grouping, atMs, filter],
  );
}
