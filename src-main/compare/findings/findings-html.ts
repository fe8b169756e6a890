/**
 * Findings as one page that stands for itself: no script, nothing loaded, each outside text escaped and shut in its own
 * direction. A policy in the page says the same to the browser. Pure.
 */
import { areasText, areaWords, findingsText, unlistedText } from '../../../src-shared/findings.ts';
import { findingAreas } from '../../../src-shared/findings-bounds.ts';
import type { Finding, Findings } from '../../../src-shared/findings-schema.ts';
import { utcText } from '../../../src-shared/utc-text.ts';
import { plain } from '../../../src-shared/wording.ts';
import { pageStyle } from './findings-page-style.ts';
import { pictureKey, type FindingsPaper, type PagePictures } from './findings-paper.ts';

export function findingsHtml(paper: FindingsPaper): string {
  const { title, facts, compared, writtenBy, writtenAtMs, pictures } = paper;
  const head = facts.map(
    ({ name, value }) => `<dt>${text(name)}</dt><dd>${text(value, 1000)}</dd>`,
  );
  const body =
    compared.kind === 'failed'
      ? [`<p class="failed"><b>It could not be compared.</b> ${text(compared.because, 1000)}.</p>`]
      : found(compared.findings, pictures);
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="dark light">',
    '<meta name="referrer" content="no-referrer">',
    `<title>${escaped(plain(title, 200))}</title>`,
    `<style>${pageStyle}</style>`,
    '</head>',
    '<body>',
    '<main>',
    `<h1>${text(title, 300)}</h1>`,
    `<dl>${head.join('')}</dl>`,
    ...body,
    `<footer>Written ${escaped(utcText(writtenAtMs))} by ${text(writtenBy)}. Times are UTC.</footer>`,
    '</main>',
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

function found(findings: Findings, pictures: FindingsPaper['pictures']): string[] {
  const { listed, missing, moreMissing, areas, worthALook } = findings;
  const more = unlistedText(findings);
  return [
    `<p class="sum" data-worth="${worthALook > 0 ? 'yes' : 'no'}"><b>${text(capital(findingsText(findings)))}.</b> Compared: ${text(areasText(areas))}.</p>`,
    ...(missing.length === 0
      ? []
      : [
          '<section class="missing">',
          '<h2>Not compared</h2>',
          `<ul>${missing.map((one) => `<li>${text(one, 500)}</li>`).join('')}${moreMissing === 0 ? '' : `<li>and ${String(moreMissing)} more</li>`}</ul>`,
          '</section>',
        ]),
    ...findingAreas.flatMap((area) => {
      const rows = listed.filter((one) => one.area === area);
      return rows.length === 0 ? [] : section(area, rows, findings, pictures);
    }),
    ...(more === '' ? [] : [`<p class="more">${text(more)}, counted and not listed.</p>`]),
  ];
}

function section(
  area: Finding['area'],
  rows: readonly Finding[],
  { a, b }: Findings,
  pictures: FindingsPaper['pictures'],
): string[] {
  const name = areaWords[area];
  return [
    '<section>',
    `<h2>${name} <span>${String(rows.length)}</span></h2>`,
    '<div class="wide"><table>',
    `<thead><tr><th scope="col">What</th><th scope="col" class="old">${text(a, 80)}</th><th scope="col" class="new">${text(b, 80)}</th></tr></thead>`,
    '<tbody>',
    ...rows.map((row) => rowOf(row, pictures)),
    '</tbody>',
    '</table></div>',
    '</section>',
  ];
}

const signs = { added: '+', removed: '\u2212', changed: '~' } as const;

function rowOf(finding: Finding, pictures: FindingsPaper['pictures']): string {
  const { kind, subject, before, after, why, picture } = finding;
  const cell = (value: string | null): string =>
    value === null ? '<td class="none">&ndash;</td>' : `<td>${text(value, 500)}</td>`;
  const reason = why === null ? '' : `<p class="why">${text(why, 500)}</p>`;
  const shown = picture === undefined ? undefined : pictures.get(pictureKey(picture));
  return [
    `<tr${why === null ? '' : ' class="worth"'}>`,
    `<th scope="row"><span class="kind ${kind}"><i aria-hidden="true">${signs[kind]}</i> ${kind}</span> ${text(subject, 500)}${reason}</th>`,
    cell(before),
    cell(after),
    '</tr>',
    ...(shown === undefined ? [] : [`<tr class="shots"><td colspan="3">${shots(shown)}</td></tr>`]),
  ].join('');
}

const captions = { a: 'Before', b: 'After', difference: 'What changed' } as const;

function shots(pictures: PagePictures): string {
  const kinds = ['a', 'b', 'difference'] as const;
  return kinds
    .map((kind) => {
      const address = pictures[kind];
      return address === undefined
        ? ''
        : `<figure><img alt="${captions[kind]}" src="${escaped(address)}"><figcaption>${captions[kind]}</figcaption></figure>`;
    })
    .join('');
}

/** Outside text: its direction ends where it ends. */
function text(value: string, limit = 300): string {
  return `<bdi>${escaped(plain(value, limit))}</bdi>`;
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
};

function escaped(value: string): string {
  return value.replace(/[&<>"'`]/gu, (sign) => entities[sign] ?? '');
}

function capital(value: string): string {
  return value.charAt(0).toUpperCase() + value.slice(1);
}
