/** What was typed of a note, for as long as the window is there: by its yard, its fleet and what it is about. */
import type { FleetId, RolloutId } from '../../../src-shared/ids.ts';
import { usePanel, useSetView, useView } from '../../store/panel-context.ts';
import type { NoteDraft } from '../../store/view-store.ts';

const nothingTyped: NoteDraft = { text: '', sent: null };

export function useNoteDraft(
  fleet: FleetId,
  rollout: RolloutId | null,
): readonly [NoteDraft, (change: (draft: NoteDraft) => NoteDraft) => void] {
  const setView = useSetView();
  const yard = usePanel((panel) => panel.yard);
  const key = JSON.stringify([yard, fleet, rollout]);
  const draft = useView((view) => view.noteDrafts[key]) ?? nothingTyped;
  const change = (changed: (draft: NoteDraft) => NoteDraft): void => {
    setView(({ noteDrafts }) => {
      const { [key]: before = nothingTyped, ...others } = noteDrafts;
      const after = changed(before);
      const isEmpty = after.text === '' && after.sent === null;
      return { noteDrafts: isEmpty ? others : { ...others, [key]: after } };
    });
  };
  return [draft, change];
}
