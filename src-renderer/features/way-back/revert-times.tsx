/** Past reverts and rehearsals as bars, oldest first: whether going back has become slower. */
import type { Fleet } from '../../../src-shared/fleet.ts';
import { usePanel } from '../../store/panel-context.ts';
import { dateTime, latency, plural } from '../../ui/format.ts';
import { pastReverts } from './past-reverts.ts';
import styles from './way-back.module.css';

export function RevertTimes({ fleet }: { readonly fleet: Fleet }) {
  const switches = usePanel((panel) => panel.switchTimes);
  const past = pastReverts(fleet, switches);
  const longestMs = Math.max(...past.map(({ ms }) => ms));
  // One figure is a sentence, and it stands above already.
  if (past.length < 2) return null;
  const real = past.filter(({ isRehearsal }) => !isRehearsal).length;
  return (
    <figure className={styles['chart']}>
      <ol aria-label="How long going back took, oldest first">
        {past.map(({ atMs, ms, isRehearsal }) => {
          const what = isRehearsal ? 'rehearsal' : 'revert';
          const text = `${dateTime(atMs)}, ${what}: ${latency(ms)}`;
          return (
            <li key={`${String(atMs)} ${what}`} title={text}>
              <i
                data-what={what}
                style={{ height: `${String(Math.max(4, Math.round((100 * ms) / longestMs)))}%` }}
              />
              <span className="visually-hidden">{text}</span>
            </li>
          );
        })}
      </ol>
      <figcaption>
        {plural(real, 'revert')} from this panel (filled), {plural(past.length - real, 'rehearsal')}{' '}
        (framed). The longest took {latency(longestMs)}.
      </figcaption>
    </figure>
  );
}
