import { writeRefusal } from '../../../src-shared/safety.ts';
import { usePanel } from '../../store/panel-context.ts';
import { Notice } from './notice.tsx';

/** The credentials lead to somebody else's account: what is shown is not what this yard was kept for. */
export function AccountNotice() {
  const band = usePanel((panel) => panel.band);
  const isOther = (band.account?.changedFrom ?? null) !== null;
  const refusal = writeRefusal(band);
  if (!isOther || refusal === null) return null;
  return (
    <Notice
      icon="warning"
      title="This is another account."
      text={`${refusal} What is shown is what that account holds. Correct the profile, or connect this account as a yard of its own.`}
    />
  );
}
