/** Before the first share of a release that requires it: what differs, read and accepted with a reason. */
import { useEffect, useState } from 'react';
import { asksAcceptance, findingsText } from '../../../src-shared/findings.ts';
import { longestFindingsReason } from '../../../src-shared/findings-bounds.ts';
import type { Findings } from '../../../src-shared/findings-schema.ts';
import type { Fleet } from '../../../src-shared/fleet.ts';
import type { RolloutId } from '../../../src-shared/ids.ts';
import { releasedLabel, sharesOf, type ReleaseIntent } from '../../../src-shared/release.ts';
import { releasedId } from '../../../src-shared/released-id.ts';
import type { Result } from '../../../src-shared/result.ts';
import { labelOf } from '../../../src-shared/split.ts';
import { useActs, usePanel } from '../../store/panel-context.ts';
import { ActButton } from '../../ui/act-button.tsx';
import { Dialog, DialogActs, DialogFoot } from '../../ui/dialog.tsx';
import { FaultNote } from '../../ui/fault-note.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { pressRefusal } from '../fleet/press-refusal.ts';
import styles from '../frame/dialogs.module.css';
import { FindingsList } from './findings-list.tsx';

interface AcceptFindingsDialogProps {
  readonly fleet: Fleet;
  readonly rollout: RolloutId;
  readonly intent: ReleaseIntent;
  readonly onClose: () => void;
}

export function AcceptFindingsDialog(props: AcceptFindingsDialogProps) {
  const { fleet, rollout, intent, onClose } = props;
  const acts = useActs();
  const link = usePanel((panel) => panel.link.kind);
  const band = usePanel((panel) => panel.band);
  const [reason, setReason] = useState('');
  const [answer, setAnswer] = useState<Result<Findings> | null>(null);
  const [a, b] = [intent.from, releasedId(fleet, intent)];
  useEffect(() => {
    let isWanted = true;
    void acts.askFindings(fleet.id, a, b).then((found) => {
      if (isWanted) setAnswer(found);
    });
    return () => {
      isWanted = false;
    };
  }, [acts, fleet.id, a, b]);
  const findings = answer?.ok === true ? answer.value : null;
  const label = releasedLabel(fleet, intent);
  const isRunning = fleet.rollout?.id === rollout;
  const refused =
    pressRefusal(link, band) ??
    (!isRunning
      ? 'This release has ended.'
      : answer === null
        ? 'It is being compared.'
        : findings === null
          ? 'What could not be compared cannot be accepted.'
          : reason.trim() === ''
            ? 'It needs a reason: it is kept in the record, with your name.'
            : undefined);
  const act = (): void => {
    if (refused !== undefined || findings === null) return;
    const accepts = { mark: findings.mark, reason: reason.trim() };
    acts.control(fleet.id, rollout, { kind: 'pass', place: 1, accepts });
    onClose();
  };
  return (
    <Dialog
      title={`${label} compared with ${labelOf(fleet, intent.from)}`}
      onClose={onClose}
      width="broad"
    >
      <p className={styles['quiet']}>
        This release sends no traffic before a person has accepted what differs. You accept the
        facts and texts that stand here: where the panel that carries it finds others, it asks
        again. What is measured differs each time, and is accepted as it is.
      </p>
      {answer === null ? (
        <p className={styles['quiet']} role="status">
          Comparing&hellip;
        </p>
      ) : answer.ok ? (
        <FindingsList findings={answer.value} />
      ) : (
        <FaultNote fault={answer.fault} />
      )}
      <DialogFoot>
        {findings !== null && (
          <TextField
            label={`Why ${label} may have traffic with ${asksAcceptance(findings) ? findingsText(findings) : 'no difference'}`}
            value={reason}
            maxLength={longestFindingsReason}
            placeholder="Kept in the record, with your name"
            isFocused
            onChange={setReason}
            onEnter={act}
          />
        )}
        <DialogActs>
          {refused !== undefined && <p className={styles['refused']}>{refused}</p>}
          <ActButton look="quiet" onAct={onClose}>
            Not yet
          </ActButton>
          <ActButton look="filled" refusedBecause={refused} onAct={act}>
            {`Accept and send ${String(sharesOf(intent.terms)[0] ?? 100)} % to ${label}`}
          </ActButton>
        </DialogActs>
      </DialogFoot>
    </Dialog>
  );
}
