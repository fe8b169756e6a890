/** Which blocks are shown: a field for words and chips for what there is. Opens below the title. */
import { X } from 'lucide-react';
import { useMemo } from 'react';
import type { BlockState, Fleet, Generation } from '../../../src-shared/fleet.ts';
import { plain } from '../../../src-shared/wording.ts';
import { useSetView, useView } from '../../store/panel-context.ts';
import { chipKinds, type BlockFilter, type ChipKind } from '../../store/view-store.ts';
import { ActButton } from '../../ui/act-button.tsx';
import { count, plural } from '../../ui/format.ts';
import { TextField } from '../../ui/text-field.tsx';
import { useKeysHint } from '../frame/use-keys.ts';
import { chipsOf, filterOf, noFilter, resultOf, toggled } from './block-filter.ts';
import styles from './filter-bar.module.css';

const kindWords: Readonly<Record<ChipKind, string>> = {
  state: 'State',
  zone: 'Zone',
  type: 'Type',
  tag: 'Tag',
};

interface FilterBarProps {
  readonly fleet: Fleet;
  readonly lanes: readonly Generation[];
}

export function FilterBar({ fleet, lanes }: FilterBarProps) {
  const setView = useSetView();
  const isOpen = useView((view) => view.isFilterOpen);
  const kept = useView((view) => view.blockFilter);
  const active = filterOf(kept, fleet.id);
  const filter = kept?.fleet === fleet.id ? kept : noFilter(fleet.id);
  if (!isOpen && active === null) return null;
  const set = (next: BlockFilter): void => {
    setView({ blockFilter: next });
  };
  return (
    <section className={styles['bar']} aria-label="Filter of the blocks">
      {isOpen && <Choices filter={filter} lanes={lanes} onChange={set} />}
      {active !== null && <Result lanes={lanes} filter={active} />}
      {active !== null && (
        <ActButton
          look="quiet"
          className={styles['clear']}
          onAct={() => {
            setView({ blockFilter: null });
          }}
        >
          <X size={13} aria-hidden="true" />
          Show all
        </ActButton>
      )}
    </section>
  );
}

interface ChoicesProps {
  readonly filter: BlockFilter;
  readonly lanes: readonly Generation[];
  readonly onChange: (filter: BlockFilter) => void;
}

function Choices({ filter, lanes, onChange }: ChoicesProps) {
  const hint = useKeysHint('filter');
  const chips = useMemo(() => chipsOf(lanes, filter), [lanes, filter]);
  return (
    <>
      <div className={styles['field']}>
        <TextField
          label="Filter the blocks"
          isLabelHidden
          placeholder={`Id, address, state, tag${hint}`}
          type="search"
          filter
          isFocused
          maxLength={200}
          value={filter.text}
          onChange={(text) => {
            onChange({ ...filter, text });
          }}
        />
      </div>
      {chipKinds.map((kind) => {
        const ofKind = chips.filter((chip) => chip.kind === kind);
        if (ofKind.length === 0) return null;
        return (
          <div
            key={kind}
            role="group"
            aria-label={`Only these: ${kindWords[kind].toLowerCase()}`}
            className={styles['kind']}
          >
            <span aria-hidden="true">{kindWords[kind]}</span>
            {ofKind.map(({ value, blocks }) => (
              <ActButton
                key={value}
                className={styles['chip']}
                isPressed={filter.chips[kind].includes(value)}
                onAct={() => {
                  onChange(toggled(filter, kind, value));
                }}
              >
                <bdi>{chipText(kind, value)}</bdi>
                <span className={styles['count']}>{count(blocks)}</span>
              </ActButton>
            ))}
          </div>
        );
      })}
    </>
  );
}

function chipText(kind: ChipKind, value: string): string {
  if (kind === 'state') return (value as BlockState['kind']).replace('-', ' ');
  return value === '' ? 'not told' : plain(value, 60);
}

function Result({
  lanes,
  filter,
}: {
  readonly lanes: readonly Generation[];
  readonly filter: BlockFilter;
}) {
  const { shown, all, hiddenDown } = useMemo(() => resultOf(lanes, filter), [lanes, filter]);
  return (
    <p className={styles['result']} role="status">
      <b>{`${count(shown)} of ${plural(all, 'block')} in view.`}</b>
      {hiddenDown > 0 &&
        ` ${plural(hiddenDown, 'block')} in trouble ${hiddenDown === 1 ? 'is' : 'are'} hidden by the filter.`}
    </p>
  );
}
