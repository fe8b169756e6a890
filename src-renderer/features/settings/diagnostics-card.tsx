/** An export for whoever helps: every line of it is shown before it is saved, and nothing is sent anywhere. */
import { useState } from 'react';
import { plain, plainText } from '../../../src-shared/wording.ts';
import type { Fault } from '../../../src-shared/result.ts';
import { useActs } from '../../store/panel-context.ts';
import { ActButton } from '../../ui/act-button.tsx';
import { FaultNote } from '../../ui/fault-note.tsx';
import preview from './diagnostics-card.module.css';
import styles from './settings-screen.module.css';

/** Far more than an export has. */
const shownCharacters = 400_000;

export function Diagnostics() {
  const acts = useActs();
  const [text, setText] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const [fault, setFault] = useState<Fault | null>(null);
  const [savedTo, setSavedTo] = useState<string | null>(null);
  const show = async (): Promise<void> => {
    setBusy(true);
    setFault(null);
    setSavedTo(null);
    const answer = await acts.previewDiagnostics();
    setBusy(false);
    if (answer.ok) setText(answer.value);
    else setFault(answer.fault);
  };
  const save = async (): Promise<void> => {
    setFault(null);
    const answer = await acts.saveDiagnostics();
    if (!answer.ok) setFault(answer.fault);
    else if (answer.value !== null) setSavedTo(answer.value);
  };
  return (
    <section className={styles['card']}>
      <h2>Diagnostics</h2>
      <p className={styles['quiet']}>
        Versions, settings, yards, the last changes and the last lines of the logs, without secrets,
        account numbers, hosts, addresses and people. You read it first; nothing is sent anywhere.
      </p>
      {text !== null && (
        <pre className={preview['text']} role="group" tabIndex={0} aria-label="What is exported">
          {plainText(text, shownCharacters)}
        </pre>
      )}
      <div className={styles['buttons']}>
        {text === null ? (
          <ActButton isBusy={isBusy} onAct={() => void show()}>
            Export diagnostics&hellip;
          </ActButton>
        ) : (
          <>
            <ActButton onAct={() => void save()}>Save this as a file&hellip;</ActButton>
            <ActButton look="quiet" isBusy={isBusy} onAct={() => void show()}>
              Read anew
            </ActButton>
            <ActButton
              look="quiet"
              onAct={() => {
                setText(null);
                setSavedTo(null);
              }}
            >
              Put it away
            </ActButton>
          </>
        )}
      </div>
      <p role="status" className={styles['quiet']}>
        {savedTo !== null && (
          <>
            It is saved: <bdi>{plain(savedTo, 300)}</bdi>
          </>
        )}
      </p>
      {fault !== null && <FaultNote fault={fault} />}
    </section>
  );
}
