/** The frame around every screen. */
import { useRef } from 'react';
import styles from './app.module.css';
import { CompareScreen } from './features/compare/compare-screen.tsx';
import { Announcer } from './features/frame/announcer.tsx';
import { Band } from './features/frame/band.tsx';
import { FaultBar } from './features/frame/fault-bar.tsx';
import { Loading } from './features/frame/loading.tsx';
import { Rail } from './features/frame/rail.tsx';
import { StatusBar } from './features/frame/status-bar.tsx';
import { useShortcuts } from './features/frame/use-shortcuts.ts';
import { useTitle } from './features/frame/use-title.ts';
import { useTheme } from './features/frame/use-theme.ts';
import { FleetScreen } from './features/fleet/fleet-screen.tsx';
import { ImagesScreen } from './features/images/images-screen.tsx';
import { OpenDialogs } from './features/frame/open-dialogs.tsx';
import { SettingsScreen } from './features/settings/settings-screen.tsx';
import { TimelineScreen } from './features/timeline/timeline-screen.tsx';
import { usePanelState, useView } from './store/panel-context.ts';
import type { Screen } from './store/view-store.ts';
import { ErrorBoundary } from './ui/error-boundary.tsx';

const screens: Readonly<Record<Screen, () => React.JSX.Element>> = {
  fleet: FleetScreen,
  compare: CompareScreen,
  images: ImagesScreen,
  timeline: TimelineScreen,
  settings: SettingsScreen,
};

export function App() {
  const revert = useRef<HTMLButtonElement>(null);
  const isLoaded = usePanelState((state) => state.panel !== null);
  const screen = useView((view) => view.screen);
  const dialog = useView((view) => view.dialog?.kind ?? 'none');
  const Shown = screens[screen];
  useTheme();
  useShortcuts(revert);
  useTitle();
  return (
    <div className={styles['frame']}>
      <Band revertRef={revert} />
      <Rail />
      <main className={styles['main']}>
        <FaultBar />
        <div className={styles['screen']}>
          <ErrorBoundary resetKey={screen}>{isLoaded ? <Shown /> : <Loading />}</ErrorBoundary>
        </div>
      </main>
      <StatusBar />
      {isLoaded && (
        <ErrorBoundary resetKey={dialog}>
          <OpenDialogs />
        </ErrorBoundary>
      )}
      <Announcer />
    </div>
  );
}
