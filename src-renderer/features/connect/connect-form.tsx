import { ChevronRight, Check } from 'lucide-react';
import { useState } from 'react';
import type { AwsIdentity, AwsProfiles, Safety } from '../../../src-shared/aws-connection.ts';
import type { Fault } from '../../../src-shared/result.ts';
import { accountNumber, plain } from '../../../src-shared/wording.ts';
import { useActs, useClock } from '../../store/panel-context.ts';
import { ActButton } from '../../ui/act-button.tsx';
import { Choice } from '../../ui/choice.tsx';
import { DialogActs } from '../../ui/dialog.tsx';
import { FaultNote } from '../../ui/fault-note.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { timeLeft } from '../frame/time-left.ts';
import { needsMfa, pick, readDraft, type Draft } from './connection-draft.ts';
import styles from './connect.module.css';
import { ProfileList } from './profile-list.tsx';
import { safetyOptions } from './safety-wording.ts';

interface ConnectFormProps {
  readonly found: AwsProfiles;
  readonly onClose: () => void;
}

const untouched: Draft = { picked: null, region: '', endpoint: '', mfaCode: '' };

export function ConnectForm({ found, onClose }: ConnectFormProps) {
  const acts = useActs();
  const [draft, setDraft] = useState<Draft>(untouched);
  const [safety, setSafety] = useState<Safety>('normal');
  const [isMore, setMore] = useState(false);
  const [busy, setBusy] = useState<'test' | 'connect' | null>(null);
  const [fault, setFault] = useState<Fault | null>(null);
  /** Of exactly what is typed now: any change makes it void. */
  const [landing, setLanding] = useState<AwsIdentity | null>(null);

  const change = (next: Draft): void => {
    setDraft(next);
    setLanding(null);
    setFault(null);
  };
  const reading = readDraft(draft, found);
  const isComplete = reading.kind === 'complete';
  const hasEndpoint = draft.endpoint !== '';
  const test = (): void => {
    if (!isComplete || busy !== null) return;
    setBusy('test');
    setFault(null);
    setLanding(null);
    void acts.tryAws(reading.connection, reading.mfaCode).then((result) => {
      setBusy(null);
      if (result.ok) setLanding(result.value);
      else setFault(result.fault);
    });
  };
  const connect = (): void => {
    if (!isComplete || landing === null || busy !== null) return;
    setBusy('connect');
    setFault(null);
    const { connection, mfaCode } = reading;
    const { accountId } = landing;
    void acts.connectAws({ connection, safety, accountId, mfaCode }).then((result) => {
      setBusy(null);
      if (result.ok) onClose();
      else setFault(result.fault);
    });
  };
  const because = isComplete ? 'Test it first, and see where it leads.' : reading.because;

  return (
    <>
      <section className={styles['part']}>
        <h3>Whose credentials</h3>
        <ProfileList
          found={found}
          picked={draft.picked}
          onPick={(picked) => {
            const next = pick(draft, found, picked);
            if (next.endpoint !== '') setMore(true);
            change(next);
          }}
        />
      </section>
      <div className={styles['fields']}>
        <TextField
          label="Region"
          value={draft.region}
          placeholder="eu-west-1"
          isMono
          error={isComplete ? undefined : reading.regionError}
          onChange={(region) => {
            change({ ...draft, region });
          }}
          onEnter={test}
        />
        {needsMfa(draft, found) && (
          <TextField
            label="MFA code"
            value={draft.mfaCode}
            isMono
            onChange={(mfaCode) => {
              change({ ...draft, mfaCode });
            }}
            onEnter={test}
          />
        )}
        <button
          type="button"
          className={styles['more']}
          aria-expanded={isMore}
          onClick={() => {
            setMore(!isMore);
          }}
        >
          <ChevronRight size={14} aria-hidden="true" />
          More
        </button>
        {isMore && (
          <div className={styles['endpoint']}>
            <TextField
              label="Endpoint instead of AWS's own"
              value={draft.endpoint}
              placeholder="https://vpce-0123.example.internal"
              isMono
              error={isComplete ? undefined : reading.endpointError}
              onChange={(endpoint) => {
                change({ ...draft, endpoint });
              }}
              onEnter={test}
            />
            {hasEndpoint && (
              <p className={styles['quiet']}>
                Everything is sent there, and the band says so all the time.
              </p>
            )}
          </div>
        )}
      </div>
      <section className={styles['part']}>
        <h3>Safety level</h3>
        <Choice name="Safety level" value={safety} options={safetyOptions} onPick={setSafety} />
      </section>
      {landing !== null && <Landing identity={landing} region={draft.region} />}
      {fault !== null && <FaultNote fault={fault} />}
      <DialogActs>
        {landing === null && <p className={styles['because']}>{because}</p>}
        <ActButton
          look={landing === null ? 'filled' : 'plain'}
          isBusy={busy === 'test'}
          refusedBecause={isComplete ? undefined : because}
          onAct={test}
        >
          {busy === 'test' ? 'Asking AWS\u2026' : 'Test connection'}
        </ActButton>
        <ActButton
          look={landing === null ? 'plain' : 'filled'}
          isBusy={busy === 'connect'}
          refusedBecause={landing === null ? because : undefined}
          onAct={connect}
        >
          {landing === null
            ? 'Connect'
            : busy === 'connect'
              ? 'Connecting\u2026'
              : `Connect ${accountNumber(landing.accountId)}`}
        </ActButton>
      </DialogActs>
    </>
  );
}

function Landing({
  identity,
  region,
}: {
  readonly identity: AwsIdentity;
  readonly region: string;
}) {
  const { nowMs } = useClock();
  const left = timeLeft(identity.endsAtMs, nowMs());
  return (
    <div className={styles['landing']} role="status">
      <Check size={18} aria-hidden="true" />
      <p>
        You would land in account <b>{accountNumber(identity.accountId)}</b>,{' '}
        <bdi>{plain(region, 40)}</bdi>, as{' '}
        <bdi className={styles['actor']}>{plain(identity.actor, 120)}</bdi>.
        {left !== null && ` These credentials have ${left.text}.`}
      </p>
    </div>
  );
}
