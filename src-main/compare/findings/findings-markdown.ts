/** Findings as Markdown, for a ticket or a chat. All texts are outside texts. Pure. */
import { areasText, areaWords, findingsText, unlistedText } from '../../../src-shared/findings.ts';
import { findingAreas } from '../../../src-shared/findings-bounds.ts';
import type { Findings } from '../../../src-shared/findings-schema.ts';
import { markdownText as cell } from '../../../src-shared/markdown-text.ts';
import { utcText } from '../../../src-shared/utc-text.ts';
import type { FindingsPaper } from './findings-paper.ts';

export function findingsMarkdown(paper: FindingsPaper): string {
  const { title, facts, compared, writtenBy, writtenAtMs } = paper;
  return [
    `# ${cell(title)}`,
    '',
    ...facts.map(({ name, value }) => `- ${cell(name)}: ${cell(value, 1000)}`),
    '',
    ...(compared.kind === 'failed'
      ? [`**It could not be compared:** ${cell(compared.because, 1000)}.`]
      : foundLines(compared.findings)),
    '',
    `Written ${utcText(writtenAtMs)} by ${cell(writtenBy)}.`,
    '',
  ].join('\n');
}

const signs = { added: '+ added', removed: '- removed', changed: '~ changed' } as const;

function foundLines(findings: Findings): string[] {
  const { a, b, listed, missing, moreMissing, areas } = findings;
  const more = unlistedText(findings);
  return [
    `**${cell(findingsText(findings))}.** Compared: ${areasText(areas)}.`,
    ...findingAreas.flatMap((area) => {
      const rows = listed.filter((one) => one.area === area);
      if (rows.length === 0) return [];
      return [
        '',
        `## ${areaWords[area]}`,
        '',
        `| | what | ${cell(a)} | ${cell(b)} | worth a look |`,
        '| --- | --- | --- | --- | --- |',
        ...rows.map(
          ({ kind, subject, before, after, why }) =>
            `| ${cell(signs[kind])} | ${cell(subject)} | ${cell(before ?? '')} | ${cell(after ?? '')} | ${why === null ? '' : `**${cell(why)}**`} |`,
        ),
      ];
    }),
    ...(more === '' ? [] : ['', `${more}, which are counted and not listed.`]),
    ...(missing.length === 0 ? [] : ['', '## Not compared', '']),
    ...missing.map((sentence) => `- ${cell(sentence)}`),
    ...(moreMissing === 0 ? [] : [`- and ${String(moreMissing)} more`]),
  ];
}
