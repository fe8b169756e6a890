/** Of facts and texts: one finding for each fact that differs, and for each place where a text does. Pure. */
import type { Finding } from '../../../src-shared/findings-schema.ts';
import type { Comparison, TextDifference } from '../../../src-shared/plan.ts';
import type { Gathered } from './gathered.ts';

export function factFindings({ rows, texts, missing }: Comparison): Gathered {
  const facts = rows.flatMap(({ fact, a, b, change, danger }): Finding[] =>
    change === 'equal'
      ? []
      : [{ area: 'facts', subject: fact, before: a, after: b, kind: change, why: danger }],
  );
  const hunks = texts.flatMap((text) => hunksOf('texts', text));
  return { areas: ['facts', 'texts'], findings: [...facts, ...hunks], unlisted: 0, missing };
}

/** Removed and added lines that stand together are one finding. */
export function hunksOf(area: Finding['area'], { title, lines }: TextDifference): Finding[] {
  const findings: Finding[] = [];
  let gone: string[] = [];
  let come: string[] = [];
  const close = (): void => {
    if (gone.length === 0 && come.length === 0) return;
    const kind = gone.length === 0 ? 'added' : come.length === 0 ? 'removed' : 'changed';
    const [before, after] = [joined(gone), joined(come)];
    findings.push({ area, subject: title, before, after, kind, why: null });
    [gone, come] = [[], []];
  };
  for (const { kind, text, skips } of lines) {
    if (kind === 'removed') gone.push(text);
    else if (kind === 'added') come.push(text);
    else close();
    // In place of lines that were not compared: they do differ, and in what is not known.
    if (kind === 'gap' && skips === undefined) {
      findings.push({
        area,
        subject: title,
        before: null,
        after: text,
        kind: 'changed',
        why: null,
      });
    }
  }
  close();
  return findings;
}

function joined(lines: readonly string[]): string | null {
  return lines.length === 0 ? null : lines.map((line) => line.trim()).join(' \u23ce ');
}
