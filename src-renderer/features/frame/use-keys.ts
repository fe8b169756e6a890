/** The keys that lead somewhere now, for what shows them. */
import { ariaKeysOf } from '../../../src-shared/key-combination.ts';
import {
  activeKeys,
  usualShortcuts,
  type KeyedName,
  type ShortcutSettings,
} from '../../../src-shared/shortcut-keys.ts';
import { usePanelState } from '../../store/panel-context.ts';
import { isMac } from './key-meaning.ts';
import { keysOf } from './shortcuts.ts';

export function useShortcutSettings(): ShortcutSettings {
  return usePanelState(({ panel }) => panel?.settings.shortcuts ?? usualShortcuts);
}

export interface ShownKeys {
  /** Of the first of them; empty: no keys lead there. */
  readonly caps: readonly string[];
  /** For `aria-keyshortcuts`. */
  readonly aria: string | undefined;
}

/** For the end of a placeholder: `   ( / )`, or nothing where no keys lead there. */
export function useKeysHint(name: KeyedName): string {
  const { caps } = useKeys(name);
  const words = caps.map((key) => (key === 'Ctrl' && isMac() ? 'Cmd' : key));
  return words.length === 0 ? '' : `   ( ${words.join(' ')} )`;
}

export function useKeys(name: KeyedName): ShownKeys {
  const settings = useShortcutSettings();
  const aria = ariaKeysOf(activeKeys(name, settings), isMac());
  return { caps: keysOf(name, settings), aria: aria === '' ? undefined : aria };
}
