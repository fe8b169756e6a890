/** What the record says of the comparison, also when neither side is there any more. */
import type { Audit } from '../../../src-shared/audit.ts';
import { acceptedFindingsText } from '../../../src-shared/findings.ts';
import { sincePress } from '../../../src-shared/record-words.ts';
import { plain } from '../../../src-shared/wording.ts';
import { MixedText } from '../../ui/mixed-text.tsx';
import { FindingsExport } from '../findings/findings-export.tsx';
import { FindingsList } from '../findings/findings-list.tsx';
import styles from './record-screen.module.css';

/** Of a cutover, which does not wait for its comparison. */
const unkeptText =
  'Nothing of a comparison is in this record. It can still come within two minutes of the end; where it did not, Blockyard was broken off before it was done, or its version kept none of a cutover.';

/** It is compared beside its order, not before. */
const unbegunText =
  'Nothing was compared: it ended before its order to move the traffic, and a cutover is compared from there on.';

export function RecordFindings({ audit }: { readonly audit: Audit }) {
  const { compared, intent, rollout, told } = audit;
  const isStrict = intent.kind === 'release' && intent.terms.findings === 'strict';
  if (compared === undefined) {
    // Other changes have no two sides, and it would say nothing of them.
    if (intent.kind !== 'release' && intent.kind !== 'cut-over') return null;
    return (
      <section className={styles['card']} aria-label="Findings">
        <h2>Findings</h2>
        <p className={styles['said']}>
          {audit.end === null
            ? 'Nothing of a comparison is in this record so far.'
            : isStrict
              ? 'They were required, and nothing of a comparison is in this record.'
              : intent.kind === 'cut-over'
                ? audit.steps.some(({ key }) => key === 'route')
                  ? unkeptText
                  : unbegunText
                : 'Nothing of a comparison is in this record: earlier versions of Blockyard kept none, and a release that ended early had none.'}
        </p>
      </section>
    );
  }
  const { atMs, outcome } = compared;
  const accepted = told.flatMap((one) =>
    one.accepted === undefined ? [] : [{ ...one.accepted, by: one.by, atMs: one.atMs }],
  );
  return (
    <section className={styles['card']} aria-label="Findings">
      <h2>Findings</h2>
      <p className={styles['said']}>
        {outcome.kind === 'failed' ? 'Tried' : 'Compared'} {sincePress(atMs, audit)}
        {isStrict ? '; no traffic before a person has accepted them.' : '.'}
      </p>
      {accepted.map((one, index) => (
        <p key={index} className={styles['said']}>
          Accepted {sincePress(one.atMs, audit)}: <MixedText text={acceptedFindingsText(one)} />
        </p>
      ))}
      {isStrict && accepted.length === 0 && (
        <p className={styles['said']}>Nobody accepted them, as far as this record says.</p>
      )}
      {outcome.kind === 'failed' ? (
        <p className={styles['said']}>
          It could not be compared: <MixedText text={plain(outcome.because, 500)} />.
        </p>
      ) : (
        <FindingsList findings={outcome.findings} />
      )}
      <FindingsExport of={{ kind: 'record', rollout }} />
    </section>
  );
}
