/** What differs from what serves now: one line that opens, and what is dangerous of it in any case. */
import { X } from 'lucide-react';
import type { Generation } from '../../../src-shared/fleet.ts';
import { labelOfGeneration, type ImageId } from '../../../src-shared/ids.ts';
import { plain } from '../../../src-shared/wording.ts';
import { FaultNote } from '../../ui/fault-note.tsx';
import { plural } from '../../ui/format.ts';
import { ComparisonTable } from '../compare/comparison-table.tsx';
import { useImageComparison } from '../compare/use-comparison.ts';
import styles from './release-dialog.module.css';

interface ReleaseDifferencesProps {
  readonly current: Generation;
  readonly image: ImageId;
  /** `v003` */
  readonly label: string;
}

export function ReleaseDifferences({ current, image, label }: ReleaseDifferencesProps) {
  const comparison = useImageComparison(current.image, image);
  const serving = labelOfGeneration(current);
  if (image === current.image) {
    return (
      <p className={styles['quiet']}>
        It is the image of <bdi>{serving}</bdi>, which serves now: nothing of it differs.
      </p>
    );
  }
  if (comparison === null) {
    return (
      <p className={styles['quiet']}>
        Comparing with <bdi>{serving}</bdi>&hellip;
      </p>
    );
  }
  if (!comparison.ok) return <FaultNote fault={comparison.fault} />;
  const { rows } = comparison.value;
  const differing = rows.filter(({ change }) => change !== 'equal').length;
  const dangers = rows.filter(({ danger }) => danger !== null);
  const count =
    differing === 0
      ? 'No fact differs'
      : `${plural(differing, 'fact')} ${differing === 1 ? 'differs' : 'differ'}`;
  return (
    <div className={styles['fold']}>
      <details>
        <summary className={styles['head']}>
          <b>
            {count} from <bdi>{serving}</bdi>, which serves now
          </b>
        </summary>
        <div className={styles['folded']}>
          <ComparisonTable
            comparison={comparison.value}
            nameA={serving}
            nameB={label}
            sideA="old"
            sideB="new"
          />
        </div>
      </details>
      {dangers.length > 0 && (
        <ul className={styles['dangers']} aria-label="Dangers">
          {dangers.map(({ fact, b, danger }) => (
            <li key={fact}>
              <X size={13} strokeWidth={2.6} aria-hidden="true" />
              <span>
                <b>
                  <bdi>{plain(fact, 80)}</bdi> <bdi>{plain(b ?? 'none', 80)}</bdi>:
                </b>{' '}
                <bdi>{plain(danger ?? '', 300)}</bdi>
              </span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
