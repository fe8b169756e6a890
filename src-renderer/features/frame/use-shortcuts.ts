/** Binds the shortcuts. On a Mac `Ctrl` is the command key. */
import { useEffect, type RefObject } from 'react';
import { tinykeys } from 'tinykeys';
import { useFleet, usePanelState, useSetView, useView } from '../../store/panel-context.ts';
import { screens } from '../../store/view-store.ts';

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

/** Keys that are not for us at all. */
function isForField({ repeat, isComposing, target }: KeyboardEvent): boolean {
  if (repeat || isComposing) return true;
  return target instanceof HTMLElement && (target.isContentEditable || target.matches(fields));
}

export function useShortcuts(revert: RefObject<HTMLButtonElement | null>): void {
  const setView = useSetView();
  const hasFleet = useFleet() !== undefined;
  const releases = usePanelState(({ panel }) => panel?.capabilities.verbs.includes('release'));
  const canRelease = hasFleet && releases === true;
  const isDialogOpen = useView((view) => view.dialog !== null);
  useEffect(() => {
    const plainKey =
      (run: () => void) =>
      (event: KeyboardEvent): void => {
        if (isTyping(event) || isDialogOpen || event.ctrlKey || event.metaKey || event.altKey)
          return;
        event.preventDefault();
        run();
      };
    const onScreens = Object.fromEntries(
      screens.map((screen, index) => [
        `$mod+${String(index + 1)}`,
        (event: KeyboardEvent) => {
          if (isDialogOpen) return;
          event.preventDefault();
          setView({ screen });
        },
      ]),
    );
    const bindings: Record<string, (event: KeyboardEvent) => void> = {
      ...onScreens,
      '$mod+Shift+Backspace': (event) => {
        // In a dialog too: nothing stands between an operator and the way back.
        event.preventDefault();
        revert.current?.focus();
      },
      'Shift+?': plainKey(() => {
        setView({ dialog: { kind: 'keyboard' } });
      }),
      '?': plainKey(() => {
        setView({ dialog: { kind: 'keyboard' } });
      }),
      t: plainKey(() => {
        setView((view) => (view.screen === 'fleet' ? { isTable: !view.isTable } : {}));
      }),
      n: plainKey(() => {
        if (!canRelease) return;
        setView((view) =>
          view.screen === 'fleet' ? { dialog: { kind: 'release', source: null } } : {},
        );
      }),
      Escape: (event) => {
        if (isDialogOpen || isTyping(event)) return;
        setView((view) => {
          if (view.screen === 'timeline') return { record: null };
          return view.block === null && !view.isInspectorOpen
            ? {}
            : { block: null, isInspectorOpen: false };
        });
      },
      '/': plainKey(() => {
        document.querySelector<HTMLInputElement>('[data-filter]')?.focus();
      }),
    };
    return tinykeys(window, bindings, { ignore: isForField });
  }, [setView, isDialogOpen, canRelease, revert]);
}
