/** Opens a change of the record as a plan once more: its dialog, filled in. Nothing is sent. */
import { useCallback } from 'react';
import type { Audit } from '../../../src-shared/audit.ts';
import { reopenedPlan, type ReopenedPlan } from '../../../src-shared/reopened-plan.ts';
import { plain } from '../../../src-shared/wording.ts';
import { usePanelStore, useSetView } from '../../store/panel-context.ts';
import type { OpenDialog } from '../../store/view-store.ts';

/** @returns why there is no dialog, as a sentence; null when it is open. */
export function useReopen(): (audit: Audit) => string | null {
  const panel = usePanelStore();
  const setView = useSetView();
  return useCallback(
    ({ intent, fleet, label }) => {
      const shown = panel.getState().panel;
      if (shown === null) return 'The yard has not been seen yet.';
      const made = reopenedPlan(intent, fleet, shown);
      if (made.kind === 'none') return made.because;
      if (made.kind !== 'cut-over' && !shown.capabilities.verbs.includes(made.kind)) {
        return `In this yard nothing can be ${made.kind === 'release' ? 'released' : 'launched'}.`;
      }
      setView({
        ...{ screen: 'fleet', record: null, fleet: made.fleet, block: null, lane: null },
        dialog: dialogFor(made, label),
      });
      return null;
    },
    [panel, setView],
  );
}

function dialogFor(made: Exclude<ReopenedPlan, { kind: 'none' }>, label: string): OpenDialog {
  switch (made.kind) {
    case 'cut-over':
      return { kind: 'cut-over', to: made.to };
    case 'launch':
      return { kind: 'launch', image: made.image, size: made.size };
    case 'release': {
      const { source, terms, otherwise } = made;
      return {
        kind: 'release',
        source: source === null ? null : choiceOf(source),
        given: {
          ...{ file: plain(label, 120), terms, otherwise },
          size: source?.kind === 'image' ? source.size : null,
        },
      };
    }
  }
}

type Source = NonNullable<Extract<ReopenedPlan, { kind: 'release' }>['source']>;

function choiceOf(source: Source): NonNullable<Extract<OpenDialog, { kind: 'release' }>['source']> {
  if (source.kind === 'generation') return source;
  const { kind, image, recipeOf } = source;
  return { kind, image, ...(recipeOf !== undefined && { recipeOf }) };
}
