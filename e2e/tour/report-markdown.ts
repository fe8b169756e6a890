/** The report as a page to read beside its pictures. Pure. */
import { machineLine } from '../load/machine.ts';
import type { StepReport, TourReport, TrafficFigures } from './tour-report.ts';

export function reportMarkdown(report: TourReport): string {
  const { problems, steps, startedAt, tookMs, version, machine } = report;
  return `${[
    '# The tour of Blockyard',
    problems.length === 0
      ? `All ${String(steps.length)} steps were seen; nothing was lost, nothing was carried out twice.`
      : `**It failed.**\n\n${problems.map((problem) => `- ${line(problem)}`).join('\n')}`,
    `Blockyard ${version}, ${startedAt}, ${seconds(tookMs)}. ${machineLine(machine).replace('# ', '')}. Every figure below was measured in this run, by a client in one process with what drives the window: how late it was itself is told, too.`,
    figures(report),
    ...steps.map(stepText),
  ].join('\n\n')}\n`;
}

function figures({ presses, wayBack, traffic, sampleTraffic }: TourReport): string {
  const rows = [
    ...presses.map(({ label, until, ms }) => [`"${label}" to the ${until}`, `${ms.toFixed(0)} ms`]),
    ...(wayBack === null
      ? []
      : [
          [
            `First wrong answer of ${wayBack.from} to the first by ${wayBack.to} again, by itself`,
            seconds(wayBack.backAfterMs),
          ],
          [
            `Wrong answers of ${wayBack.from} until then`,
            `${String(wayBack.wrongAnswers)} of ${String(wayBack.answers)}`,
          ],
          [`Went wrong afterwards`, String(wayBack.wrongAfterwards)],
        ]),
    ...(sampleTraffic === null
      ? []
      : [
          [
            'Sample traffic of the window itself',
            `${String(sampleTraffic.sent)} sent, ${String(sampleTraffic.errors)} answered with an error, ${String(sampleTraffic.refused)} refused, ${String(sampleTraffic.lost)} lost`,
          ],
        ]),
  ];
  return [
    '## Figures',
    table(['What', 'Measured'], rows),
    table(
      ['Requests, ids matched on both sides', ...traffic.map(({ during }) => during)],
      countRows.map(([name, take]) => [name, ...traffic.map(take)]),
    ),
  ].join('\n\n');
}

const countRows: readonly (readonly [string, (one: TrafficFigures) => string])[] = [
  ['sent', ({ sent }) => String(sent)],
  ['answered, whole and good', ({ answered }) => String(answered)],
  [
    'answered with an error by the bad release',
    ({ wrongByBadRelease }) => String(wrongByBadRelease),
  ],
  ['**lost**', ({ lost }) => `**${String(lost)}**`],
  ['POSTs', ({ posts }) => String(posts)],
  ['**carried out twice**', ({ twice }) => `**${String(twice)}**`],
  ['answered, but not in the books of any server', ({ missing }) => String(missing)],
  [
    'short requests, p50 / p95 / p99',
    ({ p50Ms, p95Ms, p99Ms }) => [p50Ms, p95Ms, p99Ms].map(ms).join(' / '),
  ],
  ['client late by, p99', ({ lagP99Ms }) => ms(lagP99Ms)],
];

function stepText({ title, end, tookMs, told, pictures }: StepReport, index: number): string {
  const head = `## ${String(index + 1)}. ${title}`;
  if (end.kind === 'not-reached') return `${head}\n\nNot reached.`;
  return [
    head,
    told.map((sentence) => `- ${line(sentence)}`).join('\n'),
    end.kind === 'seen' ? `Took ${seconds(tookMs)}.` : `**Failed:** ${line(end.because)}`,
    ...pictures.map(({ name, caption }) => pictureText(name, caption)),
  ].join('\n\n');
}

function pictureText(name: string, caption: string): string {
  return `<picture><source media="(prefers-color-scheme: dark)" srcset="${name}-dark.png" /><img alt="${caption}" src="${name}-light.png" /></picture>\n\n${caption}`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const row = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => line(cell).replaceAll('|', '\\|')).join(' | ')} |`;
  return [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n');
}

function line(text: string): string {
  return text.replaceAll(/\s+/gu, ' ').trim();
}

function seconds(duration: number): string {
  return `${(duration / 1000).toFixed(1)} s`;
}

function ms(value: number | null): string {
  return value === null ? '-' : `${String(value)} ms`;
}
