/** How fresh all this is, and who is speaking. */
import { plain } from '../../../src-shared/wording.ts';
import { useClock, useFleet, usePanelState } from '../../store/panel-context.ts';
import { ago, clockTime, plural } from '../../ui/format.ts';
import { useNow } from '../../ui/use-now.ts';
import { reachText } from '../fleet/lost-words.ts';
import { linkWord } from './link-word.ts';
import styles from './status-bar.module.css';
import { useKeys } from './use-keys.ts';

export function StatusBar() {
  const link = usePanelState(({ panel }) => panel?.link);
  const versions = usePanelState(({ panel }) => panel?.versions);
  const hasHost = usePanelState(({ panel }) => panel?.capabilities.ownHost === true);
  const observedAtMs = usePanelState(({ panel }) => panel?.observedAtMs ?? null);
  const fleet = useFleet();
  const keys = useKeys('sheet');
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
      {fleet?.traffic.isCounted === true && link !== undefined && (
        <span data-bad={fleet.traffic.lost > 0}>
          <b>{plural(fleet.traffic.lost, 'request')}</b> lost
          {reachText({ link, observedAtMs }, fleet.traffic)}
        </span>
      )}
      <Calls />
      <span className={styles['end']}>
        {keys.caps.length > 0 && (
          <span>
            Keyboard{' '}
            {keys.caps.map((key) => (
              <kbd key={key}>{key}</kbd>
            ))}
          </span>
        )}
        {versions !== undefined && <span>Blockyard {plain(versions.app, 40)}</span>}
      </span>
    </footer>
  );
}

/** Counted in the main process, of this yard alone. */
function Calls() {
  const load = usePanelState(({ panel }) => panel?.load);
  if (load === undefined) return null;
  return (
    <span
      data-bad={load.throttling !== null}
      title="Calls that this panel made to AWS in this yard in the last 60 s. What others ask of the account is not known here."
    >
      <b>{plural(load.callsPerMinute, 'call')}</b> a minute
      {load.throttling !== null && ', limited by AWS'}
    </span>
  );
}

/**
 * While the link is live only what changed is told, so an age would count from the last change and not
 * from the last look, and redraw the bar each second. Main says when what is shown has become old
 * nevertheless, because looks are slow or seldom: then its age is shown as anywhere else.
 */
function DataAge() {
  const observedAtMs = usePanelState(({ panel }) => panel?.observedAtMs ?? null);
  const link = usePanelState(({ panel }) => panel?.link);
  const seenAtMs = link?.kind === 'live' ? (link.asOfMs ?? null) : observedAtMs;
  const { nowMs } = useClock();
  const now = useNow(nowMs, 1000, seenAtMs !== null);
  if (observedAtMs === null) return <span>Nothing observed yet</span>;
  if (seenAtMs === null) {
    return (
      <span>
        Up to date, last change seen at <b>{clockTime(observedAtMs)}</b>
      </span>
    );
  }
  return (
    <span>
      Seen <b>{ago(now - seenAtMs)}</b> at <b>{clockTime(seenAtMs)}</b>
    </span>
  );
}
