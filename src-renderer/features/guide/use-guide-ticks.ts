/** Ticks off what is seen to be done, and keeps it. No click does. */
import { useEffect } from 'react';
import { useActs, usePanelStore, useView, usePanel } from '../../store/panel-context.ts';
import { guidedFleet, guideSteps, mayBeTakenBack, stepsSeen, wasTakenBack } from './guide-facts.ts';

export function useGuideTicks(): void {
  const acts = useActs();
  const store = usePanelStore();
  const screen = useView((view) => view.screen);
  const compared = useView((view) => view.compared);
  const outcome = usePanel((panel) => {
    const fleet = guidedFleet(panel)?.fleet.id;
    return panel.outcomes.find((each) => each.fleet === fleet);
  });
  const done = usePanel((panel) => panel.settings.guide?.done);
  useEffect(() => {
    let isCurrent = true;
    const tick = (isTakenBack: boolean): void => {
      const { panel } = store.getState();
      const guided = panel === null ? null : guidedFleet(panel);
      const guide = panel?.settings.guide;
      if (panel === null || guided === null || guide === undefined) return;
      const seen = stepsSeen({ guided, outcome, view: { screen, compared }, isTakenBack });
      const all = guideSteps.filter((step) => guide.done.includes(step) || seen.includes(step));
      if (all.length === guide.done.length) return;
      acts.saveSettings({ ...panel.settings, guide: { ...guide, done: all } });
    };
    tick(false);
    if (outcome !== undefined && mayBeTakenBack(outcome)) {
      void acts.record(outcome.rollout).then((read) => {
        if (isCurrent && read.ok) tick(wasTakenBack(read.value.audit));
      });
    }
    return () => {
      isCurrent = false;
    };
  }, [acts, store, screen, compared, outcome, done]);
}
