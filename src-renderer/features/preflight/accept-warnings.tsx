/** Why the operator goes on with what the preflight warns of: kept with the change, and wanted on the strict level. */
import { weighedIn, weighedText } from '../../../src-shared/acceptance.ts';
import type { Preflight } from '../../../src-shared/preflight.ts';
import { asksTwice } from '../../../src-shared/safety.ts';
import { longestReason } from '../../../src-shared/sizes.ts';
import { usePanel } from '../../store/panel-context.ts';
import { TextField } from '../../ui/text-field.tsx';
import styles from './preflight-list.module.css';

interface AcceptWarningsProps {
  readonly preflight: Preflight;
  readonly reason: string;
  readonly onChange: (reason: string) => void;
}

export function AcceptWarnings({ preflight, reason, onChange }: AcceptWarningsProps) {
  const isWanted = usePanel((panel) => asksTwice(panel.band));
  const checks = weighedIn(preflight);
  if (checks.length === 0) return null;
  return (
    <div className={styles['accept']}>
      <TextField
        label={`Why you go on with ${weighedText(checks)}${isWanted ? '' : ' (optional)'}`}
        value={reason}
        maxLength={longestReason}
        placeholder="Kept in the record, with your name"
        onChange={onChange}
      />
    </div>
  );
}
