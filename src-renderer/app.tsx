/** The frame around every screen. */
import { useRef } from 'react';
import styles from './app.module.css';
import { Announcer } from './features/frame/announcer.tsx';
import { Band } from './features/frame/band.tsx';
import { FaultBar } from './features/frame/fault-bar.tsx';
import { Loading } from './features/frame/loading.tsx';
import { OpenedLinkNote } from './features/frame/opened-link.tsx';
import { Rail } from './features/frame/rail.tsx';
import { StatusBar } from './features/frame/status-bar.tsx';
import { useAskedView } from './features/frame/use-asked-view.ts';
import { useLead } from './features/frame/use-lead.ts';
import { useKeptFocus } from './features/frame/use-kept-focus.ts';
import { useShortcuts } from './features/frame/use-shortcuts.ts';
import { useTitle } from './features/frame/use-title.ts';
import { useTheme } from './features/frame/use-theme.ts';
import { Welcome } from './features/welcome/welcome.tsx';
import { FleetScreen } from './features/fleet/fleet-screen.tsx';
import { useLaterParts } from './later/use-later-parts.ts';
import { usePanelState, useView } from './store/panel-context.ts';
import { ErrorBoundary } from './ui/error-boundary.tsx';

export function App() {
  const revert = useRef<HTMLButtonElement>(null);
  const isLoaded = usePanelState((state) => state.panel !== null);
  const screen = useView((view) => view.screen);
  const dialog = useView((view) => view.dialog?.kind ?? 'none');
  const isWelcome = usePanelState(({ panel }) => panel?.settings.welcome === 'due');
  const isGuided = usePanelState(({ panel }) => panel?.settings.guide?.isOpen === true);
  const later = useLaterParts(isLoaded && (isGuided || screen !== 'fleet' || dialog !== 'none'));
  const Shown = screen === 'fleet' ? FleetScreen : (later?.screens[screen] ?? Loading);
  useTheme();
  useShortcuts(revert);
  useLead();
  useAskedView();
  useTitle();
  useKeptFocus();
  return (
    <div className={styles['frame']}>
      <Band revertRef={revert} />
      <Rail />
      <main className={styles['main']}>
        <OpenedLinkNote />
        <FaultBar />
        {isWelcome && !isGuided && screen === 'fleet' && <Welcome />}
        {isGuided && later !== null && (
          <ErrorBoundary resetKey="guide">
            <later.Guide />
          </ErrorBoundary>
        )}
        <div className={styles['screen']}>
          <ErrorBoundary resetKey={screen}>{isLoaded ? <Shown /> : <Loading />}</ErrorBoundary>
        </div>
      </main>
      <StatusBar />
      {isLoaded && later !== null && (
        <ErrorBoundary resetKey={dialog}>
          <later.OpenDialogs />
        </ErrorBoundary>
      )}
      <Announcer />
    </div>
  );
}
