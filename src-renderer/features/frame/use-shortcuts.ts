/** Binds the shortcuts. On a Mac `Ctrl` is the command key. */
import { useEffect, type RefObject } from 'react';
import { tinykeys } from 'tinykeys';
import {
  useActs,
  useFleet,
  usePanelState,
  useSetView,
  useView,
} from '../../store/panel-context.ts';
import type { Screen } from '../../store/view-store.ts';
import { bindingsOf } from './shortcuts.ts';
import { useOpenReleaseFile } from './use-open-release-file.ts';

type OnKey = (event: KeyboardEvent) => void;

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
  useEffect(() => {
    const plainKey =
      (run: () => void): OnKey =>
      (event) => {
        if (isTyping(event) || isDialogOpen || event.altKey) return;
        event.preventDefault();
        run();
      };
    /** With Ctrl it is no letter of a field. */
    const withControl =
      (run: () => void): OnKey =>
      (event) => {
        if (isDialogOpen) return;
        event.preventDefault();
        run();
      };
    const to = (screen: Screen): OnKey =>
      withControl(() => {
        setView({ screen });
      });
    const release = (): void => {
      if (!canRelease) return;
      setView((view) =>
        view.screen === 'fleet' ? { dialog: { kind: 'release', source: null } } : {},
      );
    };
    const bindings = bindingsOf<OnKey>({
      revert: (event) => {
        // In a dialog too: nothing stands between an operator and the way back.
        event.preventDefault();
        revert.current?.focus();
      },
      palette: withControl(() => {
        setView({ dialog: { kind: 'palette', scope: 'all' } });
      }),
      yards: withControl(() => {
        setView({ dialog: { kind: 'palette', scope: 'yards' } });
      }),
      fleet: to('fleet'),
      compare: to('compare'),
      images: to('images'),
      timeline: to('timeline'),
      settings: to('settings'),
      'open-file': withControl(openReleaseFile),
      filter: plainKey(() => {
        document.querySelector<HTMLInputElement>('[data-filter]')?.focus();
      }),
      sheet: plainKey(() => {
        setView({ dialog: { kind: 'keyboard' } });
      }),
      release: (event) => {
        (event.ctrlKey || event.metaKey ? withControl : plainKey)(release)(event);
      },
      hold: withControl(() => {
        setView({ screen: 'fleet', lead: 'hold' });
      }),
      table: plainKey(() => {
        setView((view) => (view.screen === 'fleet' ? { isTable: !view.isTable } : {}));
      }),
      leave: (event) => {
        if (isDialogOpen || isTyping(event)) return;
        setView((view) => {
          if (view.screen === 'timeline') return { record: null };
          return view.block === null && !view.isInspectorOpen
            ? {}
            : { block: null, isInspectorOpen: false };
        });
      },
    });
    return tinykeys(window, bindings, { ignore: isNoPress });
  }, [setView, openReleaseFile, isDialogOpen, canRelease, revert]);
  // On a Mac the menu takes its keys before the page does.
  useEffect(
    () =>
      acts.onMenu((item) => {
        if (isDialogOpen) return;
        if (item === 'open-release-file') openReleaseFile();
        else if (item === 'sheet') setView({ dialog: { kind: 'keyboard' } });
        else setView({ dialog: { kind: 'palette', scope: 'all' } });
      }),
    [acts, setView, openReleaseFile, isDialogOpen],
  );
}
