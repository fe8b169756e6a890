/** Finds anything by its name. What is picked is gone to, or its dialog is opened; nothing is done to a fleet here. */
import { Search } from 'lucide-react';
import { useEffect, useState } from 'react';
import {
  Autocomplete,
  Dialog,
  Header,
  Heading,
  Input,
  Menu,
  MenuItem,
  MenuSection,
  Modal,
  ModalOverlay,
  SearchField,
} from 'react-aria-components';
import type { PanelSnapshot } from '../../../src-shared/panel.ts';
import { isSingleKey } from '../../../src-shared/key-combination.ts';
import { nameAt, type ShortcutSettings } from '../../../src-shared/shortcut-keys.ts';
import { plain } from '../../../src-shared/wording.ts';
import { usePanelStore, useSetView, useView } from '../../store/panel-context.ts';
import { count, plural } from '../../ui/format.ts';
import { MixedText } from '../../ui/mixed-text.tsx';
import { KeyCaps } from '../frame/key-caps.tsx';
import { pressedIn } from '../frame/key-meaning.ts';
import { useShortcutSettings } from '../frame/use-keys.ts';
import { findEntries, longestQuery, type FoundGroup } from './find-entries.ts';
import { paletteEntries, type PaletteView } from './palette-entries.ts';
import type { PaletteEntry } from './palette-entry.ts';
import styles from './palette.module.css';
import { usePaletteAct } from './use-palette-act.ts';

interface PaletteProps {
  readonly scope: 'all' | 'yards';
}

export function Palette({ scope }: PaletteProps) {
  const setView = useSetView();
  const run = usePaletteAct();
  const store = usePanelStore();
  const shortcuts = useShortcutSettings();
  const fleet = useView((view) => view.fleet);
  const isFleetList = useView((view) => view.isFleetList);
  const lane = useView((view) => view.lane);
  const [query, setQuery] = useState('');
  const [isCut, setCut] = useState(false);
  const look = (text: string): readonly FoundGroup[] =>
    found(store.getState().panel, { fleet, isFleetList, lane }, scope, text);
  // As it is when something is typed: a list that moved by itself would be picked from wrongly.
  const [groups, setGroups] = useState(() => look(''));
  const all = new Map(groups.flatMap(({ entries }) => entries.map((entry) => [entry.id, entry])));
  const total = groups.reduce((sum, group) => sum + group.total, 0);
  useEffect(() => {
    const { panel } = store.getState();
    return panel === null
      ? undefined
      : readAhead(paletteEntries({ panel, view: atFirst, scope, withBlocks: true }));
  }, [store, scope]);
  const close = (): void => {
    setView({ dialog: null });
  };
  return (
    <ModalOverlay
      className={styles['overlay'] ?? ''}
      isOpen
      isDismissable
      onOpenChange={(isOpen) => {
        if (!isOpen) close();
      }}
    >
      <Modal className={styles['modal'] ?? ''}>
        <Dialog className={styles['dialog'] ?? ''}>
          <Heading slot="title" level={2} className="visually-hidden">
            {scope === 'yards' ? 'Show another yard' : 'Find anything'}
          </Heading>
          <Autocomplete
            inputValue={query}
            onInputChange={(text) => {
              setQuery(text);
              setGroups(look(text));
              if (text.length < longestQuery) setCut(false);
            }}
          >
            <SearchField
              autoFocus
              aria-label={scope === 'yards' ? 'Yard' : 'What to find'}
              className={styles['field'] ?? ''}
              // Esc leaves at once, with or without words in the field.
              onKeyDown={(event) => {
                if (event.key === 'Escape' || isOwnShortcut(event, shortcuts)) {
                  event.preventDefault();
                  close();
                } else event.continuePropagation();
              }}
            >
              <Search size={16} aria-hidden="true" />
              <Input
                maxLength={longestQuery}
                placeholder={
                  scope === 'yards'
                    ? 'Name of a yard'
                    : 'Screen, fleet, generation, block, image, act'
                }
                onPaste={(event) => {
                  setCut(event.clipboardData.getData('text').length > longestQuery);
                }}
              />
            </SearchField>
            {isCut && (
              <p className={styles['cut']} role="alert">
                What was pasted is longer than any name: only its first {String(longestQuery)}{' '}
                characters are looked for.
              </p>
            )}
            {/* What is longer than its place can be scrolled from the keyboard, too. */}
            <div
              className={styles['list']}
              role="group"
              aria-label="List of what was found"
              tabIndex={0}
            >
              <Menu
                aria-label="Found"
                className={styles['menu'] ?? ''}
                onAction={(key) => {
                  const entry = all.get(String(key));
                  if (entry !== undefined) run(entry.act);
                }}
                renderEmptyState={() => <p className={styles['none']}>Nothing is called so.</p>}
              >
                {groups.map((group) => (
                  <Group key={group.group} group={group} />
                ))}
              </Menu>
            </div>
          </Autocomplete>
          <p className="visually-hidden" role="status">
            {query === '' ? '' : `${plural(total, 'thing')} found`}
          </p>
          <p className={styles['foot']} aria-hidden="true">
            <span>
              <kbd>&uarr;</kbd> <kbd>&darr;</kbd> choose
            </span>
            <span>
              <kbd>Enter</kbd> go there
            </span>
            <span>
              <kbd>Esc</kbd> leave
            </span>
          </p>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

function found(
  panel: PanelSnapshot | null,
  view: PaletteView,
  scope: PaletteProps['scope'],
  text: string,
): readonly FoundGroup[] {
  if (panel === null) return [];
  const withBlocks = text.trim() !== '';
  return findEntries(paletteEntries({ panel, view, scope, withBlocks }), text);
}

/** Which fleet is on screen decides about the order only. */
const atFirst: PaletteView = { fleet: null, isFleetList: true, lane: null };

/**
 * Reads the texts of thousands of blocks once, a little at a time while nobody types: the first letter finds them ready.
 * @returns what to call to stop.
 */
function readAhead(entries: Iterator<PaletteEntry>): () => void {
  const read = (deadline: IdleDeadline): void => {
    while (deadline.timeRemaining() > 1) if (entries.next().done === true) return;
    waiting = window.requestIdleCallback(read);
  };
  let waiting = window.requestIdleCallback(read);
  return () => {
    window.cancelIdleCallback(waiting);
  };
}

/** Pressed again, what opened it closes it; a letter is a letter of the field. */
function isOwnShortcut(event: React.KeyboardEvent, settings: ShortcutSettings): boolean {
  const meaning = pressedIn(event);
  return (
    meaning.kind === 'keys' &&
    !isSingleKey(meaning.combination) &&
    nameAt(meaning.combination, settings) === 'palette'
  );
}

function Group({ group }: { readonly group: FoundGroup }) {
  const { entries, total } = group;
  return (
    <MenuSection className={styles['group'] ?? ''}>
      <Header className={styles['head'] ?? ''}>
        {group.group}
        {entries.length < total && (
          <span>
            {' '}
            {count(entries.length)} of {count(total)}: type more
          </span>
        )}
      </Header>
      {entries.map((entry) => (
        <Item key={entry.id} entry={entry} />
      ))}
    </MenuSection>
  );
}

function Item({ entry }: { readonly entry: PaletteEntry }) {
  const { id, title, note, keys } = entry;
  return (
    <MenuItem id={id} textValue={title} className={styles['item'] ?? ''}>
      <span className={styles['title']}>
        <bdi>
          <MixedText text={plain(title, 120)} />
        </bdi>
      </span>
      <span className={styles['note']}>
        <bdi>
          <MixedText text={plain(note, 120)} />
        </bdi>
      </span>
      {keys !== undefined && keys.length > 0 && <KeyCaps keys={keys} />}
    </MenuItem>
  );
}
