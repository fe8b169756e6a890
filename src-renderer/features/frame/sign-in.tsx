/** The one way back into a yard whose credentials have ended. Nothing is asked of AWS until it is pressed. */
import { LogIn } from 'lucide-react';
import { useState } from 'react';
import { isMfaCode } from '../../../src-shared/mfa-code.ts';
import type { Fault } from '../../../src-shared/result.ts';
import { useActs } from '../../store/panel-context.ts';
import type { Anchor } from '../../store/view-store.ts';
import { ActButton } from '../../ui/act-button.tsx';
import { FaultNote } from '../../ui/fault-note.tsx';
import { TextField } from '../../ui/text-field.tsx';
import styles from './sign-in.module.css';

export function SignIn({ needsMfa }: { readonly needsMfa: boolean }) {
  const acts = useActs();
  const [code, setCode] = useState('');
  const [isBusy, setBusy] = useState(false);
  const [fault, setFault] = useState<Fault | null>(null);
  const typed = code.trim();
  const refused = needsMfa && !isMfaCode(typed) ? 'Type the code of your device.' : undefined;
  const act = (): void => {
    if (refused !== undefined || isBusy) return;
    setBusy(true);
    setFault(null);
    void acts.signIn(needsMfa ? typed : null).then((result) => {
      setBusy(false);
      // A code works once.
      setCode('');
      if (!result.ok) setFault(result.fault);
    });
  };
  return (
    <>
      <div className={styles['row']} data-anchor={'sign-in' satisfies Anchor}>
        {needsMfa && (
          <TextField label="MFA code" value={code} onChange={setCode} onEnter={act} isMono />
        )}
        <ActButton
          look="filled"
          className={styles['button']}
          isBusy={isBusy}
          refusedBecause={refused}
          onAct={act}
        >
          <LogIn size={15} aria-hidden="true" />
          {isBusy ? 'Signing in\u2026' : 'Sign in'}
        </ActButton>
      </div>
      {fault !== null && (
        <div className={styles['fault']}>
          <FaultNote fault={fault} />
        </div>
      )}
    </>
  );
}
