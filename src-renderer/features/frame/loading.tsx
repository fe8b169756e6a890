/** Before the first snapshot: nothing for 300 ms, then the shape of what comes, and why if it does not. */
import { useEffect, useState } from 'react';
import { usePanelState } from '../../store/panel-context.ts';
import { FaultNote } from '../../ui/fault-note.tsx';
import styles from './loading.module.css';

const quietMs = 300;

export function Loading() {
  const fault = usePanelState((state) => state.fault);
  const [isShown, setShown] = useState(false);
  useEffect(() => {
    const timer = window.setTimeout(() => {
      setShown(true);
    }, quietMs);
    return () => {
      window.clearTimeout(timer);
    };
  }, []);
  return (
    <div className={styles['loading']} aria-busy="true">
      <h1 className="visually-hidden">Blockyard is loading</h1>
      {isShown && (
        <>
          <p>
            {fault === null ? 'Asking the main process what there is\u2026' : 'Trying again\u2026'}
          </p>
          {fault !== null && <FaultNote fault={fault} />}
          <div className={styles['bar']} />
          <div className={styles['lanes']}>
            {['old', 'new'].map((lane) => (
              <div key={lane} className={styles['lane']}>
                {Array.from({ length: 4 }, (_, index) => (
                  <i key={index} />
                ))}
              </div>
            ))}
          </div>
        </>
      )}
    </div>
  );
}
