/** Rows as columns of text. Outside text is made safe to read before it is measured. Pure. */
import { plain } from '../../src-shared/wording.ts';

const widest = 60;

/** @param rows the first one is the heading. No trailing blanks; two blanks between columns. */
export function table(rows: readonly (readonly string[])[]): string {
  const cells = rows.map((row) => row.map((cell) => plain(cell, widest)));
  const widths = (cells[0] ?? []).map((_, column) =>
    Math.max(...cells.map((row) => lengthOf(row[column] ?? ''))),
  );
  return cells
    .map((row) =>
      row
        .map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - lengthOf(cell)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function lengthOf(text: string): number {
  return Array.from(text).length;
}
