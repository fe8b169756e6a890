/** One rollout as an audit record: who, when, why, each call; and the fleet as it was meanwhile. */
import { ChevronLeft } from 'lucide-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { RecordedAudit } from '../../../src-shared/audit.ts';
import type { RolloutId } from '../../../src-shared/ids.ts';
import type { Result } from '../../../src-shared/result.ts';
import { unwatchedText } from '../../../src-shared/unwatched.ts';
import { ownerText, plain } from '../../../src-shared/wording.ts';
import { useActs, usePanel, useSetView } from '../../store/panel-context.ts';
import { ActButton } from '../../ui/act-button.tsx';
import { FaultNote } from '../../ui/fault-note.tsx';
import { MixedText } from '../../ui/mixed-text.tsx';
import { CallList } from './call-list.tsx';
import { momentsOf, seenAt } from './moments.ts';
import { lanesOfRecord } from './past-view.ts';
import { PastStage } from './past-stage.tsx';
import { RecordFindings } from './record-findings.tsx';
import { RecordNotes } from './record-notes.tsx';
import { RecordHead } from './record-head.tsx';
import styles from './record-screen.module.css';
import { judgedText, sincePress } from '../../../src-shared/record-words.ts';
import { Scrubber } from './scrubber.tsx';
import { timeAxis } from './time-axis.ts';

export function RecordScreen({ rollout }: { readonly rollout: RolloutId }) {
  const setView = useSetView();
  const read = useRecord(rollout);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.focus();
  }, []);
  const title = read?.ok === true ? plain(read.value.audit.label, 300) : 'Record of a change';
  return (
    <div className={styles['screen']}>
      <div className={styles['title']}>
        <ActButton
          look="quiet"
          className={styles['back']}
          keys="Escape"
          onAct={() => {
            setView({ record: null });
          }}
        >
          <ChevronLeft size={15} aria-hidden="true" />
          All events
        </ActButton>
        <h1 ref={heading} tabIndex={-1}>
          <bdi>
            <MixedText text={title} />
          </bdi>
        </h1>
      </div>
      {read === null ? (
        <p className={styles['said']}>Reading the record&#8230;</p>
      ) : read.ok ? (
        <Record recorded={read.value} />
      ) : (
        <FaultNote fault={read.fault} />
      )}
    </div>
  );
}

/** Read again whenever something of the rollout is told; null until it was read. */
function useRecord(rollout: RolloutId): Result<RecordedAudit> | null {
  const acts = useActs();
  const news = usePanel((panel) => panel.timeline.find((event) => event.rollout === rollout)?.id);
  const [read, setRead] = useState<{
    readonly rollout: RolloutId;
    readonly answer: Result<RecordedAudit>;
  } | null>(null);
  useEffect(() => {
    let isWanted = true;
    void acts.record(rollout).then((answer) => {
      if (isWanted) setRead({ rollout, answer });
    });
    return () => {
      isWanted = false;
    };
  }, [acts, rollout, news]);
  return read?.rollout === rollout ? read.answer : null;
}

function Record({ recorded }: { readonly recorded: RecordedAudit }) {
  const { audit } = recorded;
  const [place, setPlace] = useState(0);
  const moments = useMemo(() => momentsOf(audit), [audit]);
  const lanes = useMemo(() => lanesOfRecord(audit), [audit]);
  const axis = useMemo(
    () =>
      timeAxis(
        moments.map(({ atMs }) => atMs),
        audit.pressedAtMs,
      ),
    [moments, audit.pressedAtMs],
  );
  const at = Math.min(place, moments.length - 1);
  const atMs = moments[at]?.atMs ?? audit.pressedAtMs;
  const seen = seenAt(audit, atMs);
  return (
    <>
      <RecordHead recorded={recorded} />
      <section className={styles['past']} aria-label="The fleet meanwhile">
        <h2>The fleet meanwhile</h2>
        <Scrubber audit={audit} moments={moments} axis={axis} at={at} onMove={setPlace} />
        {seen === null ? (
          <p className={styles['said']}>
            No pictures of the fleet are in this record: earlier versions of Blockyard kept none.
          </p>
        ) : (
          <PastStage seen={seen} atMs={atMs} lanes={lanes} />
        )}
      </section>
      <RecordFindings audit={audit} />
      <CallList audit={audit} axis={axis} atMs={atMs} />
      <Said audit={audit} />
      <RecordNotes audit={audit} />
    </>
  );
}

function Said({ audit }: { readonly audit: RecordedAudit['audit'] }) {
  const lines = [
    ...audit.told.map(({ atMs, text, by }) => ({ atMs, text, by })),
    ...(audit.judgements ?? []).map((judgement) => {
      return { atMs: judgement.atMs, text: judgedText(judgement), by: judgement.source };
    }),
    ...audit.takeovers.map(({ atMs, epoch, from, unwatchedMs }) => {
      const giver =
        from === undefined
          ? `, epoch ${String(epoch)}. ${unwatchedText(audit.intent.kind, unwatchedMs)}`
          : ` from ${ownerText(from)}, epoch ${String(epoch)}`;
      const text = `Taken over${giver}`;
      return { atMs, text, by: 'a panel on this computer' };
    }),
    ...audit.handovers.map(({ atMs, to }) => {
      return { atMs, text: `Handed over to ${ownerText(to)}`, by: 'this panel' };
    }),
  ].sort((a, b) => a.atMs - b.atMs);
  if (lines.length === 0) return null;
  return (
    <section className={styles['card']} aria-label="What was said">
      <h2>What was said</h2>
      <ol>
        {lines.map(({ atMs, text, by }, index) => (
          <li key={index}>
            <span>{sincePress(atMs, audit)}</span>
            <bdi>
              <MixedText text={plain(text, 300)} />
            </bdi>
            <bdi className={styles['by']}>{plain(by, 80)}</bdi>
          </li>
        ))}
      </ol>
    </section>
  );
}
