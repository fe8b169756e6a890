/** A second sample, for whoever wants to try a fleet without an entry. */
import { useActs, usePanel } from '../../store/panel-context.ts';
import { ActButton } from '../../ui/act-button.tsx';
import styles from './settings-screen.module.css';

export function SampleRunners() {
  const acts = useActs();
  const link = usePanel((panel) => panel.link.kind);
  const isThere = usePanel((panel) =>
    panel.fleets.some(({ sampleWork }) => sampleWork !== undefined),
  );
  return (
    <section className={styles['card']}>
      <h2>Sample test runners</h2>
      <p className={styles['quiet']}>
        A small fleet without an entry: its blocks fetch jobs from a queue of this yard, and a
        cutover says which generation takes them. Two generations of three real servers each.
      </p>
      {isThere ? (
        <p className={styles['quiet']}>They are in this yard already.</p>
      ) : (
        <div className={styles['buttons']}>
          <ActButton
            refusedBecause={link === 'live' ? undefined : 'The yard is not answering.'}
            onAct={acts.addSampleRunners}
          >
            Add the sample test runners
          </ActButton>
        </div>
      )}
    </section>
  );
}
