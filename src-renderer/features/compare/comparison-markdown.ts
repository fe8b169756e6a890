/** A comparison as Markdown, for a ticket or a chat: the same rows in the same order. Pure. */
import type { Comparison, TextDifference } from '../../../src-shared/plan.ts';
import { markdownText as cell } from '../../../src-shared/markdown-text.ts';

const signs = { same: ' ', added: '+', removed: '-', gap: '@@ ' } as const;

export function comparisonMarkdown(
  { rows, texts, missing }: Comparison,
  nameA: string,
  nameB: string,
): string {
  const shown = rows.filter((row) => row.change !== 'equal' || row.danger !== null);
  const equal = rows.length - shown.length;
  return [
    `## ${cell(nameA)} and ${cell(nameB)}`,
    '',
    ...(shown.length === 0
      ? ['No fact differs.']
      : [
          `| fact | ${cell(nameA)} | ${cell(nameB)} | |`,
          '| --- | --- | --- | --- |',
          ...shown.map(
            ({ fact, a, b, danger }) =>
              `| ${cell(fact)} | ${cell(a ?? 'none')} | ${cell(b ?? 'none')} | ${danger === null ? '' : `**Danger:** ${cell(danger)}`} |`,
          ),
        ]),
    '',
    `${equal} equal ${equal === 1 ? 'fact' : 'facts'}.`,
    ...(missing.length === 0
      ? []
      : ['', '### Not compared', '', ...missing.map((line) => `- ${cell(line)}`)]),
    ...texts.flatMap(textBlock),
    '',
  ].join('\n');
}

function textBlock({ title, lines }: TextDifference): string[] {
  if (lines.length === 0) return ['', `### ${cell(title)}`, '', 'Equal.'];
  const body = lines.map(({ kind, text }) => `${signs[kind]}${text}`);
  // Longer than any row of backticks inside, so that no line can end the block.
  const fence = '`'.repeat(Math.max(2, ...runsIn(body)) + 1);
  return ['', `### ${cell(title)}`, '', `${fence}diff`, ...body, fence];
}

function runsIn(lines: readonly string[]): number[] {
  return lines.flatMap((line) => (line.match(/`+/gu) ?? []).map((run) => run.length));
}
