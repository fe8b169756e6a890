/** Who answers: the share of the requests that were seen, never the share that was ordered. */
import { Hourglass, TriangleAlert } from 'lucide-react';
import type { Fleet, Generation } from '../../../src-shared/fleet.ts';
import { percent } from '../../../src-shared/wording.ts';
import { noTraffic } from '../../../src-shared/no-traffic.ts';
import { usePanel } from '../../store/panel-context.ts';
import { plural } from '../../ui/format.ts';
import { MixedText } from '../../ui/mixed-text.tsx';
import styles from './traffic-bar.module.css';
import { heldWords } from './holding-view.ts';
import { notKnownNow } from './lost-words.ts';
import { trafficView, type TrafficSide, type TrafficView } from './traffic-view.ts';

interface TrafficBarProps {
  readonly fleet: Fleet;
  readonly lanes: readonly Generation[];
  /** False when the yard does not run and nobody can be answered. */
  readonly isOpen: boolean;
}

export function TrafficBar({ fleet: seen, lanes, isOpen }: TrafficBarProps) {
  const link = usePanel((panel) => panel.link);
  const observedAtMs = usePanel((panel) => panel.observedAtMs);
  // What it did last is not what it does.
  const fleet = isOpen ? seen : { ...seen, traffic: noTraffic };
  const notKnown = isOpen ? null : notKnownNow(seen.traffic);
  const view = trafficView(fleet, lanes, { link, observedAtMs });
  const held = heldWords(fleet);
  const [old, next] = view.sides;
  return (
    <section className={styles['panel']} aria-label="Traffic seen at the entry">
      <div className={styles['row']}>
        {old === undefined ? (
          <span />
        ) : (
          <Side side={old} which="old" view={view} isHeld={held.waiting !== null} />
        )}
        {next === undefined ? (
          <span />
        ) : (
          <Side side={next} which="new" view={view} isHeld={held.waiting !== null} />
        )}
      </div>
      <div
        className={styles['bar']}
        role="img"
        aria-label={
          view.isSilent
            ? view.losing === null && held.waiting === null
              ? 'No requests seen'
              : 'No answers seen'
            : [...view.sides, ...view.others]
                .map((side) => `${percent(side.seen)} seen at ${side.label}`)
                .join(', ')
        }
        data-silent={view.isSilent}
      >
        {!view.isSilent &&
          [...view.sides, ...view.others].map((side, index) => (
            <i
              key={side.generation.id}
              data-side={sideName(index, view.sides.length)}
              data-none={side.seen === 0}
              style={{ flexGrow: side.seen }}
            />
          ))}
      </div>
      <div className={styles['foot']}>
        <p className={styles['note']}>
          {!isOpen ? (
            <>
              The entry is closed: requests are refused. {notKnown !== null && <b>{notKnown} </b>}
              The split is kept: {sentWords([...view.sides, ...view.others])}.
            </>
          ) : view.losing !== null ? (
            <b className={styles['losing']}>
              {view.losing}. The split sends {sentWords([...view.sides, ...view.others])}.
            </b>
          ) : view.isSilent && held.waiting !== null ? (
            <b>
              {held.longest}. The split sends {sentWords([...view.sides, ...view.others])}.
            </b>
          ) : view.isSilent ? (
            <>
              No requests seen in the last seconds. The split sends{' '}
              {sentWords([...view.sides, ...view.others])}.
            </>
          ) : view.difference === null ? (
            <>As the split says: {sentWords([...view.sides, ...view.others])}.</>
          ) : (
            <b>{view.difference}</b>
          )}
          {isOpen && view.elsewhere !== null && (
            <>
              {' '}
              <b>
                <MixedText text={`${view.elsewhere}.`} />
              </b>
            </>
          )}
        </p>
        <span
          className={styles['lost']}
          data-bad={view.lost > 0}
          title={(isOpen && view.sinceText) || undefined}
        >
          {view.lost > 0 && <TriangleAlert size={14} aria-hidden="true" />}
          <span title={held.turnedAway === null ? undefined : held.title}>
            {isOpen ? view.lostText : 'Nobody is answered'}
            {view.notKnown !== null && `, ${view.notKnown}`}
            {isOpen && held.turnedAway !== null && `, ${held.turnedAway}`}
            {view.cutSockets > 0 && `, ${plural(view.cutSockets, 'WebSocket')} cut`}
          </span>
          {isOpen && held.waiting !== null && (
            <b className={styles['waiting']} title={held.title}>
              <Hourglass size={13} aria-hidden="true" />
              {held.waiting}
            </b>
          )}
        </span>
      </div>
    </section>
  );
}

/** What is in neither lane has the hue of neither. */
function sideName(index: number, lanes: number): 'old' | 'new' | 'none' {
  if (index >= lanes) return 'none';
  return index === 0 ? 'old' : 'new';
}

function sentWords(sides: readonly TrafficSide[]): string {
  const sent = sides
    .filter((side) => side.sent > 0)
    .map((side) => `${percent(side.sent)} to ${side.label}`);
  return sent.length === 0 ? 'nothing to anybody' : sent.join(', ');
}

interface SideProps {
  readonly side: TrafficSide;
  readonly which: 'old' | 'new';
  readonly view: Pick<TrafficView, 'isSilent' | 'losing'>;
  /** Requests wait: that none is answered is not for want of them. */
  readonly isHeld: boolean;
}

function Side({ side, which, view, isHeld }: SideProps) {
  const silence = view.losing === null && !isHeld ? 'silent' : 'no answers';
  return (
    <span className={styles['side']} data-side={which}>
      <b>
        <bdi>{side.label}</bdi>
      </b>
      <span className={styles['share']}>{view.isSilent ? silence : percent(side.seen)}</span>
      <span className={styles['facts']}>{side.facts.join('  \u00b7  ')}</span>
    </span>
  );
}
