/** Findings as files: nothing of an outside text is markup in them, and the page loads and runs nothing. */
import { expect, it } from 'vitest';
import type { Compared, Finding } from '../../../src-shared/findings-schema.ts';
import { distil } from './distil.ts';
import { findingsHtml } from './findings-html.ts';
import { findingsMarkdown } from './findings-markdown.ts';
import { findingsPaper, paperName, paperOfRecord, type PaperGround } from './findings-paper.ts';

const hostile = `"><script src=//evil.example>alert(1)</script><img src=x onerror=y> \`|\` ](javascript:z) @all \u202e'&amp;`;
const png = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3]);

const ground: PaperGround = {
  ...{ yardName: hostile, version: '0.1.0', nowMs: 1_767_225_600_000 },
  readPicture: (_run, shot, kind) =>
    shot === 0
      ? Promise.resolve(kind === 'a' ? png : Uint8Array.from([60, 115, 118, 103]))
      : Promise.reject(new Error('It is not there any more.')),
};

function page(shot: number): Finding {
  const picture = { run: 'r-1', shot };
  return { area: 'pages', subject: hostile, before: null, after: hostile, kind: 'changed', why: hostile, picture }; // prettier-ignore
}

const found: Compared = {
  kind: 'found',
  findings: distil(
    {
      ...{ a: hostile, b: hostile, texts: [], missing: [hostile] },
      rows: [{ fact: hostile, a: hostile, b: null, change: 'removed', danger: hostile }],
    },
    [{ areas: ['pages'], findings: [page(0), page(1)], unlisted: 7, missing: [] }],
  ),
};
const head = { title: hostile, facts: [{ name: 'Fleet', value: hostile }] };

it('escapes everything in the page, runs nothing and loads nothing', async () => {
  const html = findingsHtml(await findingsPaper(found, head, ground));
  const tags = [...html.matchAll(/<\/?([a-z0-9]+)/gu)].map((match) => match[1] ?? '');
  const ours = 'html head meta title style body main h1 h2 dl dt dd p b bdi section ul li div table thead tbody tr th td span i figure img figcaption footer'.split(' '); // prettier-ignore
  expect(tags.filter((tag) => !ours.includes(tag))).toEqual([]);
  expect(html).not.toMatch(/<[^>]*\son\w+=/u);
  expect(html).not.toContain('\u202e');
  // The picture that is there and is one; neither the one that is something else, nor the one that is gone.
  const addresses = [...html.matchAll(/\s(?:src|href|srcset)="([^"]*)"/gu)].map(
    (match) => match[1],
  );
  expect(addresses).toEqual([`data:image/png;base64,${Buffer.from(png).toString('base64')}`]);
  expect(html).toContain(`default-src 'none'`);
  expect(html).toContain('prefers-color-scheme: light');
  expect(html).toContain('and 7 more');
  // The control: what was looked for is there, as text.
  expect(html).toContain('&lt;script src=//evil.example&gt;');
});

it('keeps outside texts within their cells in Markdown', async () => {
  const lines = findingsMarkdown(await findingsPaper(found, head, ground)).split('\n');
  const cells = lines.filter((line) => line.startsWith('|')).map((line) => line.replace(/\\./gu, '').split('|').length); // prettier-ignore
  expect(new Set(cells)).toEqual(new Set([7]));
  expect(lines.join('\n')).not.toMatch(/(?<!\\)<script|@all|\u202e/u);
  expect(lines).toContain('and 7 more, which are counted and not listed.');
});

it('says so when it could not be compared, and when a record has none', async () => {
  const failed: Compared = { kind: 'failed', because: 'there is no generation v002' };
  const paper = await findingsPaper(failed, head, { ...ground, readPicture: null });
  expect(findingsHtml(paper)).toContain('It could not be compared.');
  expect(findingsMarkdown(paper)).toContain('**It could not be compared:**');
  const old = { audit: { compared: undefined }, file: '', trouble: null };
  expect(await paperOfRecord(old as unknown as Parameters<typeof paperOfRecord>[0], ground)).toBeNull(); // prettier-ignore
});

it('is called by what it is of, whatever that is called', () => {
  expect(paperName('../../etc passwd', ground.nowMs, 'html')).toBe(
    'findings-..-..-etc-passwd-20260101-000000.html',
  );
  expect(paperName('r-1', Number.NaN, 'markdown')).toBe('findings-r-1-no-time.md');
});
