/** Opens a release file: its release dialog, filled in, or the sentence that says why not. Nothing is sent to a fleet. */
import { useCallback } from 'react';
import { useActs, usePanelStore, useSetView } from '../../store/panel-context.ts';

/** One chooser of the system at a time, whoever asks for it. */
let isAsking = false;

export function useOpenReleaseFile(): () => void {
  const acts = useActs();
  const panel = usePanelStore();
  const setView = useSetView();
  return useCallback(() => {
    const yard = panel.getState().panel?.yard;
    if (isAsking || yard === undefined) return;
    isAsking = true;
    void acts.openReleaseFile().then((opened) => {
      isAsking = false;
      if (!opened.ok) {
        setView({ dialog: { kind: 'release-file', fault: opened.fault } });
        return;
      }
      // Closed without a choice, or the window shows another yard by now: the file was read for the one before.
      if (opened.value === null || panel.getState().panel?.yard !== yard) return;
      const { file, fleet, source, terms, acceptWarnings } = opened.value;
      const { kind } = source;
      setView({
        ...{ screen: 'fleet', fleet, block: null, lane: null },
        dialog: {
          kind: 'release',
          source:
            kind === 'generation'
              ? { kind, generation: source.generation }
              : {
                  ...{ kind, image: source.image },
                  ...(source.recipeOf !== undefined && { recipeOf: source.recipeOf }),
                },
          given: {
            ...{ file, terms, size: kind === 'image' ? source.size : null },
            ...(acceptWarnings !== undefined && { acceptWarnings }),
          },
        },
      });
    });
  }, [acts, panel, setView]);
}
