/** Findings as a file: asked where to, and written by the main process. */
import { Download } from 'lucide-react';
import { useState } from 'react';
import type { Fault } from '../../../src-shared/result.ts';
import { plain } from '../../../src-shared/wording.ts';
import type { FindingsFormat, FindingsOf } from '../../store/findings-acts.ts';
import { useActs } from '../../store/panel-context.ts';
import { ActButton } from '../../ui/act-button.tsx';
import { FaultNote } from '../../ui/fault-note.tsx';
import styles from './findings-export.module.css';

const formats: readonly { readonly format: FindingsFormat; readonly text: string }[] = [
  { format: 'markdown', text: 'Save findings as Markdown\u2026' },
  { format: 'html', text: 'Save findings as HTML\u2026' },
];

export function FindingsExport({ of }: { readonly of: FindingsOf }) {
  const acts = useActs();
  const [busy, setBusy] = useState<FindingsFormat | null>(null);
  const [saved, setSaved] = useState<string | null>(null);
  const [fault, setFault] = useState<Fault | null>(null);
  return (
    <>
      <div className={styles['exports']}>
        {formats.map(({ format, text }) => (
          <ActButton
            key={format}
            className={styles['save']}
            isBusy={busy === format}
            onAct={() => {
              setBusy(format);
              setSaved(null);
              setFault(null);
              void acts.saveFindings(of, format).then((answer) => {
                setBusy(null);
                if (answer.ok) setSaved(answer.value);
                else setFault(answer.fault);
              });
            }}
          >
            <Download size={13} aria-hidden="true" />
            {text}
          </ActButton>
        ))}
        <p role="status" className={styles['saved']}>
          {saved !== null && <>Saved as {plain(saved, 300)}</>}
        </p>
      </div>
      {fault !== null && (
        <FaultNote
          fault={fault}
          onDismiss={() => {
            setFault(null);
          }}
        />
      )}
    </>
  );
}
