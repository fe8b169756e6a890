/** The five screens, and the way to anything by its name. */
import { Blocks, Columns2, History, Layers, Search, Settings2 } from 'lucide-react';
import { ariaKeysOf, capsOf } from '../../../src-shared/key-combination.ts';
import { activeKeys } from '../../../src-shared/shortcut-keys.ts';
import { useSetView, useView } from '../../store/panel-context.ts';
import type { Anchor, Screen } from '../../store/view-store.ts';
import { isMac } from './key-meaning.ts';
import styles from './rail.module.css';
import { useKeys, useShortcutSettings } from './use-keys.ts';

const entries: readonly {
  readonly screen: Screen;
  readonly word: string;
  readonly icon: typeof Blocks;
}[] = [
  { screen: 'fleet', word: 'Fleet', icon: Blocks },
  { screen: 'compare', word: 'Compare', icon: Columns2 },
  { screen: 'images', word: 'Images', icon: Layers },
  { screen: 'timeline', word: 'Timeline', icon: History },
  { screen: 'settings', word: 'Settings', icon: Settings2 },
];

export function Rail() {
  const screen = useView((view) => view.screen);
  const setView = useSetView();
  const shortcuts = useShortcutSettings();
  const find = useKeys('palette');
  const [first] = activeKeys('palette', shortcuts);
  return (
    <nav className={styles['rail']} aria-label="Screens">
      {entries.map(({ screen: to, word, icon: Icon }) => (
        <button
          key={to}
          type="button"
          aria-current={screen === to ? 'page' : undefined}
          data-anchor={to === 'compare' ? ('compare' satisfies Anchor) : undefined}
          aria-keyshortcuts={ariaKeysOf(activeKeys(to, shortcuts), isMac()) || undefined}
          onClick={() => {
            // Pressed on its own screen it leads back to all events.
            setView(screen === to ? { record: null } : { screen: to });
          }}
        >
          <Icon size={20} strokeWidth={1.6} aria-hidden="true" />
          {word}
        </button>
      ))}
      <button
        type="button"
        className={styles['find']}
        aria-haspopup="dialog"
        aria-keyshortcuts={find.aria}
        title={
          first === undefined
            ? 'Find anything'
            : `Find anything (${capsOf(first, isMac()).join(' ')})`
        }
        onClick={() => {
          setView({ dialog: { kind: 'palette', scope: 'all' } });
        }}
      >
        <Search size={20} strokeWidth={1.6} aria-hidden="true" />
        Find
      </button>
    </nav>
  );
}
