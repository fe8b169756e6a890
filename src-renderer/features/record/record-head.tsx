/** What was done, by whom, when, on what ground, and how it ended; and the ways to take it along. */
import { Download } from 'lucide-react';
import { useState } from 'react';
import { acceptanceText } from '../../../src-shared/acceptance.ts';
import type { Audit, RecordedAudit } from '../../../src-shared/audit.ts';
import type { Fault } from '../../../src-shared/result.ts';
import { ownerText, plain } from '../../../src-shared/wording.ts';
import { useActs, usePanel } from '../../store/panel-context.ts';
import { ActButton } from '../../ui/act-button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Facts } from '../../ui/facts.tsx';
import { FaultNote } from '../../ui/fault-note.tsx';
import { MixedText } from '../../ui/mixed-text.tsx';
import { incidentMarkdown } from '../../../src-shared/incident-markdown.ts';
import { CopyLink } from '../frame/copy-link.tsx';
import { recordMarkdown } from './record-markdown.ts';
import styles from './record-screen.module.css';
import { ReopenAct } from './reopen-act.tsx';
import { acceptedIn, beforeText, duration, endText } from '../../../src-shared/record-words.ts';
import { pressedText } from './record-words.ts';

export function RecordHead({ recorded }: { readonly recorded: RecordedAudit }) {
  const { audit, trouble } = recorded;
  const { end, weighed = [] } = audit;
  const accepted = acceptedIn(audit);
  const firstResponseMs = end?.firstResponseMs ?? null;
  return (
    <section className={styles['head']} aria-label="What this was">
      <div className={styles['end']} data-kind={end?.kind ?? 'none'}>
        <h2>{endText(audit)}</h2>
        {end !== null && (
          <p>
            <bdi>
              <MixedText text={plain(end.text, 2000)} />
            </bdi>
          </p>
        )}
      </div>
      {trouble !== null && <FaultNote fault={{ message: trouble, where: recorded.file }} />}
      {audit.isClockSetBack && (
        <p className={styles['said']}>
          The clock of the computer was set back meanwhile: times before and after that are not of
          one clock.
        </p>
      )}
      {accepted !== null && (
        <div className={styles['said']}>
          <p>
            Warnings of the preflight accepted: <MixedText text={acceptanceText(accepted)} />
          </p>
          {weighed.length > 0 && (
            <ul>
              {weighed.map(({ what, text }, index) => (
                <li key={index}>
                  <MixedText text={`${plain(what, 120)}: ${plain(text, 1000)}`} />
                </li>
              ))}
            </ul>
          )}
        </div>
      )}
      <div className={styles['facts']}>
        <Facts
          facts={[
            { name: 'Who', value: <MixedText text={ownerText(audit.owner)} /> },
            { name: 'When', value: `pressed ${pressedText(audit)}` },
            { name: 'Seen before', value: <MixedText text={beforeText(audit)} /> },
          ]}
        />
        <Facts
          facts={[
            { name: 'Fleet', value: <MixedText text={plain(audit.fleet, 120)} /> },
            { name: 'Rollout', value: plain(audit.rollout, 80), isMono: true },
            ...(firstResponseMs === null
              ? []
              : [{ name: 'First response', value: `after ${duration(firstResponseMs)}` }]),
          ]}
        />
      </div>
      <Exports recorded={recorded} />
    </section>
  );
}

function Exports({ recorded }: { readonly recorded: RecordedAudit }) {
  const acts = useActs();
  const yardName = usePanel((panel) => panel.band.yardName);
  const events = usePanel((panel) => panel.timeline);
  const [saved, setSaved] = useState<string | null>(null);
  const [fault, setFault] = useState<Fault | null>(null);
  const [isSaving, setSaving] = useState(false);
  const { rollout, fleet }: Audit = recorded.audit;
  return (
    <>
      <div className={styles['exports']}>
        <CopyButton text={incidentMarkdown(recorded, { yardName, events })}>
          Copy incident summary
        </CopyButton>
        <CopyButton text={recordMarkdown(recorded, yardName)}>Copy as text</CopyButton>
        <CopyLink fleet={fleet} part={rollout} />
        <ActButton
          className={styles['save']}
          isBusy={isSaving}
          onAct={() => {
            setSaving(true);
            setSaved(null);
            setFault(null);
            void acts.saveRecord(rollout).then((answer) => {
              setSaving(false);
              if (answer.ok) setSaved(answer.value);
              else setFault(answer.fault);
            });
          }}
        >
          <Download size={13} aria-hidden="true" />
          Save as JSON&#8230;
        </ActButton>
        <ReopenAct audit={recorded.audit} />
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
