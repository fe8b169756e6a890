/** How fresh all this is, and who is speaking. */
import { plain } from '../../../src-shared/wording.ts';
import { useClock, useFleet, usePanelState } from '../../store/panel-context.ts';
import { ago, clockTime, plural } from '../../ui/format.ts';
import { useNow } from '../../ui/use-now.ts';
import { linkWord } from './link-word.ts';
import styles from './status-bar.module.css';

export function StatusBar() {
  const link = usePanelState(({ panel }) => panel?.link);
  const versions = usePanelState(({ panel }) => panel?.versions);
  const hasHost = usePanelState(({ panel }) => panel?.capabilities.ownHost === true);
  const fleet = useFleet();
  return (
    <footer className={styles['bar']}>
      <DataAge />
      {link !== undefined && (
        <span>
          Link <b>{linkWord(link)}</b>
        </span>
      )}
      {versions !== undefined && hasHost && (
        <span>
          Yard host <b>{versions.host === null ? 'none' : plain(versions.host, 40)}</b>
        </span>
      )}
      {fleet?.traffic.isCounted === true && (
        <span data-bad={fleet.traffic.lost > 0}>
          <b>{plural(fleet.traffic.lost, 'request')}</b> lost
        </span>
      )}
      <span className={styles['end']}>
        <span>
          Keyboard <kbd>?</kbd>
        </span>
        {versions !== undefined && <span>Blockyard {plain(versions.app, 40)}</span>}
      </span>
    </footer>
  );
}

/**
 * While the link is live the yard is looked at each second and tells only what changed: an age would
 * count from the last change and not from the last look, and redraw the bar each second.
 */
function DataAge() {
  const observedAtMs = usePanelState(({ panel }) => panel?.observedAtMs ?? null);
  const isLive = usePanelState(({ panel }) => panel?.link.kind === 'live');
  const { nowMs } = useClock();
  const now = useNow(nowMs, 1000, observedAtMs !== null && !isLive);
  if (observedAtMs === null) return <span>Nothing observed yet</span>;
  if (isLive) {
    return (
      <span>
        Up to date, last change seen at <b>{clockTime(observedAtMs)}</b>
      </span>
    );
  }
  return (
    <span>
      Seen <b>{ago(now - observedAtMs)}</b> at <b>{clockTime(observedAtMs)}</b>
    </span>
  );
}
