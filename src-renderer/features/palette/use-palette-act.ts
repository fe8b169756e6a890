/** Carries out what was picked in the palette, once the palette is gone and the focus is back. */
import { useCallback } from 'react';
import type { Settings } from '../../../src-shared/panel.ts';
import { useActs, usePanelStore, useSetView } from '../../store/panel-context.ts';
import { useOpenReleaseFile } from '../frame/use-open-release-file.ts';
import type { PaletteAct } from './palette-entry.ts';

export function usePaletteAct(): (act: PaletteAct) => void {
  const acts = useActs();
  const panel = usePanelStore();
  const setView = useSetView();
  const openReleaseFile = useOpenReleaseFile();
  return useCallback(
    (act) => {
      const save = (change: Partial<Settings>): void => {
        const settings = panel.getState().panel?.settings;
        if (settings !== undefined) acts.saveSettings({ ...settings, ...change });
      };
      setView({ dialog: null });
      afterFocusReturned(() => {
        switch (act.kind) {
          case 'view':
            setView(act.view);
            break;
          case 'yard':
            acts.chooseYard(act.yard);
            break;
          case 'settings':
            save(act.change);
            if (act.view !== undefined) setView(act.view);
            break;
          case 'open-entry':
            acts.open(act.fleet, null);
            break;
          case 'open-release-file':
            openReleaseFile();
            break;
        }
      });
    },
    [acts, panel, setView, openReleaseFile],
  );
}

/** A dialog that is opened in the same turn would give the focus back to the palette, which is gone. */
function afterFocusReturned(run: () => void): void {
  requestAnimationFrame(() => requestAnimationFrame(run));
}
