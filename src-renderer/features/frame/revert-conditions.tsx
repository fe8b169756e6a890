/** Everything that a revert would meet, a sentence each, where the plan of it is read. */
import { Info, TriangleAlert } from 'lucide-react';
import type { RevertCondition } from '../../../src-shared/revert-readiness.ts';
import { MixedText } from '../../ui/mixed-text.tsx';
import styles from './revert-conditions.module.css';

export function RevertConditions({
  conditions,
}: {
  readonly conditions: readonly RevertCondition[];
}) {
  // The sentence above it counts them already.
  const shown = conditions.filter(({ what }) => what !== 'healthy');
  if (shown.length === 0) return null;
  return (
    <ul className={styles['conditions']} aria-label="What it will meet">
      {shown.map(({ what, severity, text }) => (
        <li key={what} data-severity={severity}>
          {severity === 'note' ? (
            <Info size={14} aria-hidden="true" />
          ) : (
            <TriangleAlert size={14} aria-hidden="true" />
          )}
          <span>
            <MixedText text={text} />
          </span>
        </li>
      ))}
    </ul>
  );
}
