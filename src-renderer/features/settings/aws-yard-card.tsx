/** What can be chosen for one connected account and region. */
import { useState } from 'react';
import type { Safety } from '../../../src-shared/aws-connection.ts';
import type { Band } from '../../../src-shared/panel.ts';
import type { Fault } from '../../../src-shared/result.ts';
import { accountNumber, plain } from '../../../src-shared/wording.ts';
import { useActs, usePanel } from '../../store/panel-context.ts';
import { ActButton } from '../../ui/act-button.tsx';
import { CheckBox } from '../../ui/check-box.tsx';
import { Choice } from '../../ui/choice.tsx';
import { FaultNote } from '../../ui/fault-note.tsx';
import { safetyOptions } from '../connect/safety-wording.ts';
import styles from './settings-screen.module.css';

export function AwsYard({ account }: { readonly account: NonNullable<Band['account']> }) {
  const acts = useActs();
  const yard = usePanel((panel) => panel.yard);
  const name = usePanel((panel) => panel.band.yardName);
  const [isSure, setSure] = useState(false);
  const [fault, setFault] = useState<Fault | null>(null);
  const settle = (result: { readonly ok: boolean; readonly fault?: Fault }): void => {
    setSure(false);
    setFault(result.fault ?? null);
  };
  const save = (safety: Safety): void => {
    void acts.changeYard({ kind: 'safety', safety }).then(settle);
  };
  return (
    <section className={styles['card']}>
      <h2>
        <bdi>{plain(name, 60)}</bdi> {accountNumber(account.changedFrom ?? account.id)}{' '}
        {plain(account.region, 40)}
      </h2>
      <Choice name="Safety level" value={account.safety} options={safetyOptions} onPick={save} />
      <CheckBox
        isOn={account.keepsImages !== false}
        onChange={(keepsImages) => {
          void acts.changeYard({ kind: 'images', keepsImages }).then(settle);
        }}
      >
        Keep the AMIs of launched and adopted generations from being deregistered
      </CheckBox>
      <div className={styles['buttons']}>
        {isSure ? (
          <>
            <ActButton
              look="danger"
              onAct={() => {
                void acts.forgetAws(yard).then(settle);
              }}
            >
              Forget this yard here: AWS stays as it is
            </ActButton>
            <ActButton
              look="quiet"
              onAct={() => {
                setSure(false);
              }}
            >
              Keep it
            </ActButton>
          </>
        ) : (
          <ActButton
            onAct={() => {
              setSure(true);
            }}
          >
            Forget this yard&hellip;
          </ActButton>
        )}
      </div>
      {fault !== null && <FaultNote fault={fault} />}
    </section>
  );
}
