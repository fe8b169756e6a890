/** Facts side by side: dangerous first, then changed; equal ones folded away. */
import { X } from 'lucide-react';
import type { Comparison, FactRow } from '../../../src-shared/plan.ts';
import { plain } from '../../../src-shared/wording.ts';
import { plural } from '../../ui/format.ts';
import styles from './comparison-table.module.css';
import { MixedText } from '../../ui/mixed-text.tsx';
import { changedPart, type PartedText } from './changed-part.ts';
import { Parted } from './parted.tsx';

interface ComparisonTableProps {
  readonly comparison: Comparison;
  readonly nameA: string;
  readonly nameB: string;
  readonly sideA: 'old' | 'new' | 'none';
  readonly sideB: 'old' | 'new' | 'none';
}

export function ComparisonTable({ comparison, nameA, nameB, sideA, sideB }: ComparisonTableProps) {
  // What hurts by itself is shown though both sides have it.
  const isShown = (row: FactRow): boolean => row.change !== 'equal' || row.danger !== null;
  const changed = comparison.rows
    .filter(isShown)
    .sort((one, other) => Number(other.danger !== null) - Number(one.danger !== null));
  const equal = comparison.rows.filter((row) => !isShown(row));
  const head = (
    <thead>
      <tr>
        <th scope="col">Fact</th>
        <th scope="col" data-side={sideA}>
          <bdi>
            <MixedText text={nameA} />
          </bdi>
        </th>
        <th scope="col" data-side={sideB}>
          <bdi>
            <MixedText text={nameB} />
          </bdi>
        </th>
      </tr>
    </thead>
  );
  return (
    <div className={styles['comparison']}>
      {changed.length === 0 ? (
        <p className={styles['none']}>No fact differs.</p>
      ) : (
        <table className={styles['table']}>
          <caption className="visually-hidden">Changed facts</caption>
          {head}
          <tbody>
            {changed.map((row) => (
              <Row key={row.fact} row={row} sideA={sideA} sideB={sideB} />
            ))}
          </tbody>
        </table>
      )}
      {equal.length > 0 && (
        <details className={styles['equal']}>
          <summary>
            {plural(equal.length, 'equal fact')}:{' '}
            {equal.map((row) => plain(row.fact, 40)).join(', ')}
          </summary>
          <table className={styles['table']}>
            <caption className="visually-hidden">Equal facts</caption>
            {head}
            <tbody>
              {equal.map((row) => (
                <Row key={row.fact} row={row} sideA={sideA} sideB={sideB} />
              ))}
            </tbody>
          </table>
        </details>
      )}
    </div>
  );
}

interface RowProps extends Pick<ComparisonTableProps, 'sideA' | 'sideB'> {
  readonly row: FactRow;
}

function Row({ row, sideA, sideB }: RowProps) {
  const parts =
    row.a === null || row.b === null ? null : changedPart(shownValue(row.a), shownValue(row.b));
  return (
    <tr data-danger={row.danger !== null} data-change={row.change}>
      <th scope="row">
        <bdi>{plain(row.fact, 80)}</bdi>
      </th>
      <td data-side={sideA}>
        <Value text={row.a} parted={parts?.[0] ?? null} />
      </td>
      <td data-side={sideB}>
        {row.danger !== null && (
          <X
            size={13}
            strokeWidth={2.6}
            role="img"
            aria-label="Dangerous:"
            className={styles['cross']}
          />
        )}
        <Value text={row.b} parted={parts?.[1] ?? null} />
        {row.danger !== null && <bdi className={styles['danger']}>{plain(row.danger, 300)}</bdi>}
      </td>
    </tr>
  );
}

function shownValue(text: string): string {
  return plain(text, 120);
}

interface ValueProps {
  readonly text: string | null;
  readonly parted: PartedText | null;
}

function Value({ text, parted }: ValueProps) {
  if (text === null || text === '') return <span className={styles['absent']}>none</span>;
  return (
    <bdi title={text.length > 120 ? plain(text, 2000) : undefined}>
      <Parted text={shownValue(text)} parted={parted} />
    </bdi>
  );
}
