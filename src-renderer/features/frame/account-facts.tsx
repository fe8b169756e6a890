/** Whose account this is, in words that can be compared by eye: nobody may mistake it for another one. */
import { Eye, Link2, ShieldCheck, TriangleAlert } from 'lucide-react';
import type { Band } from '../../../src-shared/panel.ts';
import { accountNumber, plain, plainEnds } from '../../../src-shared/wording.ts';
import { useClock } from '../../store/panel-context.ts';
import { useNow } from '../../ui/use-now.ts';
import { safetyWords } from '../connect/safety-wording.ts';
import styles from './account-facts.module.css';
import { timeLeft } from './time-left.ts';

const safetyIcons = { observe: Eye, normal: ShieldCheck, strict: ShieldCheck } as const;

export function AccountFacts({ account }: { readonly account: NonNullable<Band['account']> }) {
  const { nowMs } = useClock();
  const now = useNow(nowMs, 20_000);
  const left = timeLeft(account.endsAtMs, now);
  const SafetyIcon = safetyIcons[account.safety];
  return (
    <div className={styles['account']}>
      <div className={styles['who']}>
        <p className={styles['where']}>
          <b>{accountNumber(account.id)}</b> <bdi>{plain(account.region, 40)}</bdi>
        </p>
        <p className={styles['actor']}>
          {account.actor === '' ? (
            'not asked yet who acts'
          ) : (
            <>
              as <bdi>{plain(account.actor, 60)}</bdi>
            </>
          )}
        </p>
      </div>
      <div className={styles['chips']}>
        {left !== null && (
          <span className={styles['chip']} data-loud={left.isShort}>
            {left.isShort && <TriangleAlert size={13} aria-hidden="true" />}
            {left.text}
          </span>
        )}
        {account.safety !== 'normal' && (
          <span className={styles['chip']} data-safety={account.safety}>
            <SafetyIcon size={13} aria-hidden="true" />
            {safetyWords[account.safety]}
          </span>
        )}
        {account.endpoint !== null && (
          <span className={styles['chip']} data-loud="true">
            <Link2 size={13} aria-hidden="true" />
            <Endpoint address={account.endpoint} />
          </span>
        )}
        {account.changedFrom !== null && (
          <span className={styles['chip']} data-loud="true">
            <TriangleAlert size={13} aria-hidden="true" />
            not account {accountNumber(account.changedFrom)}
          </span>
        )}
      </div>
    </div>
  );
}

/** Wide enough for most names of a VPC endpoint's region and service, and always for whose domain it is in. */
const shownOfEndpoint = 60;

/** The whole is told where there is no room for it: who owns the end of the name answers for AWS here. */
function Endpoint({ address }: { readonly address: string }) {
  const whole = plain(address, 400);
  const shown = plainEnds(address.replace(/^https?:\/\//, ''), shownOfEndpoint);
  if (whole.endsWith(shown)) return <bdi title={whole}>{shown}</bdi>;
  return (
    <bdi title={whole}>
      <span aria-hidden="true">{shown}</span>
      <span className="visually-hidden">{whole}</span>
    </bdi>
  );
}
