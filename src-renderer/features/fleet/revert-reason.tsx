/**
 * Right after a revert, while it is remembered: why it was pressed. Optional, and never before the press: a revert
 * waits for nothing. The answer is a note about the revert, for everybody.
 */
import { useState } from 'react';
import type { Fleet } from '../../../src-shared/fleet.ts';
import type { Outcome } from '../../../src-shared/panel.ts';
import { labelOf } from '../../../src-shared/split.ts';
import { usePanel, useSetView, useView } from '../../store/panel-context.ts';
import { latency } from '../../ui/format.ts';
import { MixedText } from '../../ui/mixed-text.tsx';
import { NoteForm } from '../timeline/note-form.tsx';
import { useNoteDraft } from '../timeline/use-note-draft.ts';
import styles from './revert-reason.module.css';

/** As long as its end is told. */
const askedMs = 10 * 60_000;

interface RevertReasonProps {
  readonly fleet: Fleet;
  readonly outcome: Outcome | undefined;
  readonly nowMs: number;
}

export function RevertReason({ fleet, outcome, nowMs }: RevertReasonProps) {
  const setView = useSetView();
  const putAway = useView((view) => view.reasonPutAway);
  const isSaid = usePanel((panel) =>
    panel.timeline.some((event) => event.isNote === true && event.rollout === outcome?.rollout),
  );
  const [isIn, setIn] = useState(false);
  const [draft] = useNoteDraft(fleet.id, outcome?.rollout ?? null);
  if (outcome?.intent.kind !== 'revert' || !hasReverted(outcome)) return null;
  const { rollout, intent, atMs } = outcome;
  if (putAway === rollout) return null;
  // Nothing is taken from under the hands of whoever writes.
  const isWriting = isIn || draft.text !== '';
  if (!isWriting && (isSaid || nowMs - atMs > askedMs)) return null;
  const leave = (): void => {
    setView({ reasonPutAway: rollout });
  };
  return (
    <section
      className={styles['card']}
      aria-label="Why it was reverted"
      onFocus={() => {
        setIn(true);
      }}
      onBlur={() => {
        setIn(false);
      }}
    >
      <h2>
        <MixedText text={headingOf(outcome, labelOf(fleet, intent.to))} />
      </h2>
      <NoteForm
        key={rollout}
        {...{ fleet: fleet.id, rollout }}
        label="Why? Optional, for those who read the timeline"
        placeholder="For example: checkout answered 500 since v002"
        onKept={leave}
        leave={{ text: 'Not now', onLeave: leave }}
      />
    </section>
  );
}

/** What no response has proved is not called reverted. */
function headingOf({ kind, firstResponseMs }: Outcome, to: string): string {
  if (kind === 'accepted') return `Revert to ${to} accepted, not verified`;
  const time = firstResponseMs === null ? '' : ` in ${latency(firstResponseMs)}`;
  return `Reverted to ${to}${time}`;
}

function hasReverted({ kind }: Outcome): boolean {
  return kind === 'verified' || kind === 'accepted';
}
