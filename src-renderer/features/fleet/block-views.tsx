/** How the blocks of a fleet are looked at: in which rows, and whether the filter is open. */
import { Filter } from 'lucide-react';
import { useMemo } from 'react';
import type { Fleet } from '../../../src-shared/fleet.ts';
import { useSetView, useView } from '../../store/panel-context.ts';
import { ActButton } from '../../ui/act-button.tsx';
import { Picker } from '../../ui/picker.tsx';
import { useKeys } from '../frame/use-keys.ts';
import { filterOf } from './block-filter.ts';
import { groupingsFor, groupingWords } from './block-groups.ts';
import styles from './block-views.module.css';

export function GroupingPicker({ fleet }: { readonly fleet: Fleet }) {
  const setView = useSetView();
  const wanted = useView((view) => view.grouping);
  const offered = useMemo(() => groupingsFor(fleet.generations), [fleet.generations]);
  const value = offered.includes(wanted) ? wanted : 'zone';
  return (
    <div className={styles['grouping']}>
      <Picker
        label="Rows of blocks by"
        value={value}
        shownText={`By ${groupingWords[value].toLowerCase()}`}
        options={offered.map((each) => ({ value: each, text: groupingWords[each] }))}
        onPick={(grouping) => {
          setView({ grouping });
        }}
      />
    </div>
  );
}

export function FilterToggle({ fleet }: { readonly fleet: Fleet }) {
  const setView = useSetView();
  const keys = useKeys('filter');
  const isOpen = useView((view) => view.isFilterOpen);
  const isActive = useView((view) => filterOf(view.blockFilter, fleet.id) !== null);
  return (
    <ActButton
      className={styles['toggle']}
      isPressed={isOpen}
      keys={keys.aria}
      anchor="block-filter"
      label={isActive ? 'Filter, in use' : 'Filter'}
      onAct={() => {
        setView({ isFilterOpen: !isOpen });
      }}
    >
      <Filter size={14} aria-hidden="true" fill={isActive ? 'currentColor' : 'none'} />
      Filter
    </ActButton>
  );
}
