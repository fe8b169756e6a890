/** Who takes work, in place of traffic: blocks that were seen to, never those that were told to. */
import { TriangleAlert } from 'lucide-react';
import type { Fleet, Generation } from '../../../src-shared/fleet.ts';
import { MixedText } from '../../ui/mixed-text.tsx';
import styles from './traffic-bar.module.css';
import { workView, type WorkSide } from './work-view.ts';

interface WorkBarProps {
  readonly fleet: Fleet;
  readonly lanes: readonly Generation[];
  /** False when the yard does not run and nobody takes work. */
  readonly isOpen: boolean;
}

export function WorkBar({ fleet, lanes, isOpen }: WorkBarProps) {
  const view = workView(fleet, lanes);
  const [old, next] = view.sides;
  const isStill = view.isStill || !isOpen;
  return (
    <section className={styles['panel']} aria-label="Who takes work">
      <div className={styles['row']}>
        {old === undefined ? <span /> : <Side side={old} which="old" isOpen={isOpen} />}
        <span className={styles['lost']}>
          {isOpen ? 'The blocks fetch their work' : 'Nobody takes work'}
        </span>
        {next === undefined ? <span /> : <Side side={next} which="new" isOpen={isOpen} />}
      </div>
      <div
        className={styles['bar']}
        role="img"
        aria-label={
          isStill
            ? 'No block is seen taking work'
            : view.sides.map(({ label, words }) => `${label}: ${words}`).join(', ')
        }
        data-silent={isStill}
      >
        {!isStill &&
          view.sides.map((side, index) => (
            <i
              key={side.id}
              data-side={index === 0 ? 'old' : 'new'}
              data-none={side.taking === 0}
              style={{ flexGrow: side.taking }}
            />
          ))}
      </div>
      <p className={styles['note']}>
        {!isOpen ? (
          <>The yard does not run. The split is kept: {view.wanted}.</>
        ) : view.difference === null ? (
          <>As the split says: {view.wanted}.</>
        ) : (
          <>
            <b>
              <bdi>
                <MixedText text={view.difference} />
              </bdi>
            </b>{' '}
            The split says: {view.wanted}.
          </>
        )}
      </p>
    </section>
  );
}

interface SideProps {
  readonly side: WorkSide;
  readonly which: 'old' | 'new';
  readonly isOpen: boolean;
}

function Side({ side, which, isOpen }: SideProps) {
  return (
    <span className={styles['side']} data-side={which}>
      <b>
        <bdi>{side.label}</bdi>
      </b>
      {isOpen && (
        <>
          <span className={styles['share']}>{side.words}</span>
          {side.isUnclear && <TriangleAlert size={13} aria-hidden="true" />}
          <span className={styles['facts']}>{side.facts.join('  \u00b7  ')}</span>
        </>
      )}
    </span>
  );
}
