/** Findings as lines of a terminal. */
import { areasText, areaWords, findingsText, unlistedText } from '../../src-shared/findings.ts';
import type { Compared, Findings } from '../../src-shared/findings-schema.ts';

const marks = { added: '+', removed: '-', changed: '~' } as const;

export function comparedLines(compared: Compared): readonly string[] {
  return compared.kind === 'found'
    ? findingsLines(compared.findings)
    : [`Could not be compared: ${compared.because}.`];
}

export function findingsLines(findings: Findings): readonly string[] {
  const { a, b, listed, missing, moreMissing, areas } = findings;
  const more = unlistedText(findings);
  return [
    `${b} compared with ${a}: ${findingsText(findings)} (${areasText(areas)})`,
    ...listed.map(({ area, subject, before, after, kind, why }) => {
      const values = [before, after].filter((one) => one !== null).join(' -> ');
      const worth = why === null ? '' : `  (worth a look: ${why})`;
      return `  ${marks[kind]} ${areaWords[area].toLowerCase()} ${subject}: ${values}${worth}`;
    }),
    ...(more === '' ? [] : [`  ${more}`]),
    ...missing.map((sentence) => `  Not compared: ${sentence}`),
    ...(moreMissing === 0 ? [] : [`  and ${moreMissing} more were not compared`]),
  ];
}
