/** From facts of two things to rows: what changed, what of it can hurt, and in which order. */
import type { FactRow } from '../../src-shared/plan.ts';
import { differInSecretsOnly, shownMasked } from '../../src-shared/masked-text.ts';
import { plain } from '../../src-shared/wording.ts';

/** One fact: how it reads in each, and when its change can hurt. */
export interface Fact {
  readonly fact: string;
  readonly a: string | null;
  readonly b: string | null;
  /** Said only when the two differ. */
  readonly danger?: string | null;
  /** Said whether they differ or not: what `b` is hurts by itself. */
  readonly alwaysDanger?: string | null;
}

/** Dangers first, then what changed, then the rest; within each in the order of the facts. */
export function orderRows(rows: readonly FactRow[]): FactRow[] {
  const isChanged = (row: FactRow): boolean => row.change !== 'equal';
  return [
    ...rows.filter((row) => row.danger !== null),
    ...rows.filter((row) => isChanged(row) && row.danger === null),
    ...rows.filter((row) => !isChanged(row) && row.danger === null),
  ];
}

export function rowOf({ fact, a, b, danger = null, alwaysDanger = null }: Fact): FactRow {
  const change = changeOf(a, b);
  const isSecret = a !== null && b !== null && differInSecretsOnly(a, b);
  return {
    fact: plain(fact, 200),
    a: a === null ? null : plain(shownMasked(a), 500),
    b: b === null ? null : plain(shownMasked(b, isSecret ? a : undefined), 500),
    change,
    danger: alwaysDanger ?? (change === 'equal' ? null : danger),
  };
}

function changeOf(a: string | null, b: string | null): FactRow['change'] {
  if (a === b) return 'equal';
  if (a === null) return 'added';
  return b === null ? 'removed' : 'changed';
}
