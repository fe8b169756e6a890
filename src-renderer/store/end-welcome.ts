/** The welcome says how to begin: who begins a change of a fleet has, and who looks on at one has something else to read. It gives way by itself, and for ever. */
import type { PanelSnapshot, Settings } from '../../src-shared/panel.ts';
import type { Acts } from './acts.ts';
import type { PanelStore } from './panel-store.ts';
import type { ViewStore } from './view-store.ts';

interface EndWelcomeNeeds {
  readonly panel: PanelStore;
  readonly view: ViewStore;
  readonly acts: Pick<Acts, 'saveSettings'>;
}

/** @returns what to call to stop watching. */
export function endWelcome({ panel, view, acts }: EndWelcomeNeeds): () => void {
  let sentFor: Settings | null = null;
  const follow = (): void => {
    const { panel: now } = panel.getState();
    if (now?.settings.welcome !== 'due' || now.settings === sentFor) return;
    if (view.getState().assumed === null && !isAnyChanging(now)) return;
    // Settings that come back with it were sent by somebody else meanwhile: those are other ones.
    sentFor = now.settings;
    acts.saveSettings(welcomed(now.settings));
  };
  const stops = [panel.subscribe(follow), view.subscribe(follow)];
  return () => {
    for (const stop of stops) stop();
  };
}

/** By this panel or by anybody else. */
export function isAnyChanging({
  progress,
  fleets,
}: Pick<PanelSnapshot, 'progress' | 'fleets'>): boolean {
  return progress.length > 0 || fleets.some(({ rollout }) => rollout !== null);
}

/** As they are kept once the welcome was answered in any way. */
export function welcomed(settings: Settings): Settings {
  const { welcome, ...kept } = settings;
  return welcome === undefined ? settings : kept;
}
