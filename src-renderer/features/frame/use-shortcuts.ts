/** Hears the shortcuts, on the keys that they have now. */
import { useEffect, type RefObject } from 'react';
import {
  useActs,
  useFleet,
  usePanelState,
  useSetView,
  useView,
} from '../../store/panel-context.ts';
import type { Screen } from '../../store/view-store.ts';
import { isSingleKey } from '../../../src-shared/key-combination.ts';
import { pressedIn } from './key-meaning.ts';
import { shortcutAt, type ShortcutName } from './shortcuts.ts';
import { useShortcutSettings } from './use-keys.ts';
import { useOpenReleaseFile } from './use-open-release-file.ts';

/** A slider is moved by keys, and takes no letters. */
const fields = 'input:not([type="range"]), textarea, select';

/** Single letters are letters inside fields. */
function isTyping(event: KeyboardEvent): boolean {
  const target = event.target;
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.matches(`${fields}, [role="listbox"] *`))
  );
}

/** Keys that are being recorded are not heard here; a menu's reach the page another way. */
function isRecording(): boolean {
  return document.activeElement?.matches('[data-records-keys]') === true;
}

/** Keys that are not for us at all: held down, or on their way to become another letter. */
function isNoPress({ repeat, isComposing }: KeyboardEvent): boolean {
  return repeat || isComposing;
}

export function useShortcuts(revert: RefObject<HTMLButtonElement | null>): void {
  const setView = useSetView();
  const openReleaseFile = useOpenReleaseFile();
  const acts = useActs();
  const hasFleet = useFleet() !== undefined;
  const releases = usePanelState(({ panel }) => panel?.capabilities.verbs.includes('release'));
  const canRelease = hasFleet && releases === true;
  const isDialogOpen = useView((view) => view.dialog !== null);
  const settings = useShortcutSettings();
  useEffect(() => {
    const to = (screen: Screen) => (): void => {
      setView({ screen });
    };
    const release = (): void => {
      if (!canRelease) return;
      setView((view) =>
        view.screen === 'fleet' ? { dialog: { kind: 'release', source: null } } : {},
      );
    };
    const runs: Readonly<Record<ShortcutName, () => void>> = {
      revert: () => {
        revert.current?.focus();
      },
      palette: () => {
        setView({ dialog: { kind: 'palette', scope: 'all' } });
      },
      yards: () => {
        setView({ dialog: { kind: 'palette', scope: 'yards' } });
      },
      fleet: to('fleet'),
      compare: to('compare'),
      images: to('images'),
      timeline: to('timeline'),
      settings: to('settings'),
      'open-file': openReleaseFile,
      filter: () => {
        const field = document.querySelector<HTMLInputElement>('[data-filter]');
        if (field !== null) field.focus();
        // That of the blocks is there once it is opened, and takes the focus then.
        else if (hasFleet)
          setView((view) => (view.screen === 'fleet' ? { isFilterOpen: true } : {}));
      },
      sheet: () => {
        setView({ dialog: { kind: 'keyboard' } });
      },
      release,
      hold: () => {
        setView({ screen: 'fleet', lead: 'hold' });
      },
      table: () => {
        setView((view) => (view.screen === 'fleet' ? { isTable: !view.isTable } : {}));
      },
      leave: () => {
        setView((view) => {
          if (view.screen === 'timeline') return { record: null };
          return view.block === null && !view.isInspectorOpen
            ? {}
            : { block: null, isInspectorOpen: false };
        });
      },
    };
    const hear = (event: KeyboardEvent): void => {
      if (isNoPress(event)) return;
      const meaning = pressedIn(event);
      if (meaning.kind !== 'keys') return;
      const name = shortcutAt(meaning.combination, settings);
      if (name === undefined) return;
      // Not the way back: nothing stands between an operator and it.
      if (isDialogOpen && name !== 'revert') return;
      if ((name === 'leave' || isSingleKey(meaning.combination)) && isTyping(event)) return;
      if (name !== 'leave') event.preventDefault();
      runs[name]();
    };
    window.addEventListener('keydown', hear);
    return () => {
      window.removeEventListener('keydown', hear);
    };
  }, [setView, openReleaseFile, isDialogOpen, hasFleet, canRelease, revert, settings]);
  // On a Mac the menu takes its keys before the page does.
  useEffect(
    () =>
      acts.onMenu((item) => {
        if (isDialogOpen || isRecording()) return;
        if (item === 'open-release-file') openReleaseFile();
        else if (item === 'sheet') setView({ dialog: { kind: 'keyboard' } });
        else setView({ dialog: { kind: 'palette', scope: 'all' } });
      }),
    [acts, setView, openReleaseFile, isDialogOpen],
  );
}
