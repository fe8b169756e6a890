/** Two live regions: polite for changes, assertive for failures and reverts. */
import { useEffect, useState } from 'react';
import { usePanelStore } from '../../store/panel-context.ts';
import { announcementOf, type Announcement } from './announcement.ts';

/** At most one polite sentence in this time; the last one wins. */
const politeEveryMs = 5000;

export function Announcer() {
  const panel = usePanelStore();
  const [polite, setPolite] = useState('');
  const [assertive, setAssertive] = useState('');
  useEffect(() => {
    let waiting: Announcement | null = null;
    let timer: number | undefined;
    const speak = (): void => {
      timer = undefined;
      if (waiting === null) return;
      setPolite(waiting.text);
      waiting = null;
      timer = window.setTimeout(speak, politeEveryMs);
    };
    const stop = panel.subscribe((state, before) => {
      if (state.panel === null || before.panel === null || state.panel === before.panel) return;
      // What still waits to be said would be heard as news of the yard that is on screen now.
      if (state.panel.yard !== before.panel.yard) waiting = null;
      // Nor is it the present once the yard is out of sight; what was said last goes with it.
      if (before.panel.link.kind === 'live' && state.panel.link.kind !== 'live') {
        waiting = null;
        setPolite('');
      }
      const said = announcementOf(before.panel, state.panel);
      if (said === null) return;
      if (said.urgency === 'assertive') {
        setAssertive(said.text);
        return;
      }
      waiting = said;
      if (timer === undefined) speak();
    });
    return () => {
      stop();
      window.clearTimeout(timer);
    };
  }, [panel]);
  return (
    <>
      <div className="visually-hidden" aria-live="polite" role="status">
        {polite}
      </div>
      <div className="visually-hidden" aria-live="assertive" role="alert">
        {assertive}
      </div>
    </>
  );
}
