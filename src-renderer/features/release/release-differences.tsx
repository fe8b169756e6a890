/** What differs from what serves now: one line, opened by itself where something is dangerous. */
import { TriangleAlert } from 'lucide-react';
import type { Generation } from '../../../src-shared/fleet.ts';
import { labelOfGeneration, type ImageId } from '../../../src-shared/ids.ts';
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
  const dangers = rows.filter(({ danger }) => danger !== null).length;
  return (
    // Another pair is another fold: what was closed of one says nothing of the next.
    <details key={image} className={styles['fold']} open={dangers > 0}>
      <summary>
        <b>
          {differing === 0
            ? 'No fact differs'
            : `${plural(differing, 'fact')} ${differing === 1 ? 'differs' : 'differ'}`}{' '}
          from <bdi>{serving}</bdi>, which serves now
        </b>
        {dangers > 0 && (
          <span className={styles['danger']}>
            <TriangleAlert size={13} aria-hidden="true" />
            {plural(dangers, 'danger')}
          </span>
        )}
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
  );
}
