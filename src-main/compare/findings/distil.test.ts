import { expect, it } from 'vitest';
import { longestValue, mostFindings } from '../../../src-shared/findings-bounds.ts';
import { findingsSchema } from '../../../src-shared/findings-schema.ts';
import type { Comparison, FactRow } from '../../../src-shared/plan.ts';
import { distil } from './distil.ts';
import { hunksOf } from './fact-findings.ts';

const equal: FactRow = { fact: 'Name', a: 'shop', b: 'shop', change: 'equal', danger: null };

function row(fact: string, more: Partial<FactRow> = {}): FactRow {
  return { fact, a: '1', b: '2', change: 'changed', danger: null, ...more };
}

function comparison(more: Partial<Comparison> = {}): Comparison {
  return { a: 'v001', b: 'v002', rows: [equal], texts: [], missing: [], ...more };
}

it('lists what is worth a look first, counts all, and bounds what it keeps', () => {
  const many = Array.from({ length: 5000 }, (_, at) => row(`Tag ${String(at)}`));
  const rows = [...many, row('Region', { danger: 'It cannot start here.' })];
  const missing = Array.from({ length: 90 }, (_, at) => `Part ${String(at)} was not read.`);
  const findings = distil(comparison({ rows, missing }), []);
  expect(findingsSchema.parse(findings)).toEqual(findings);
  expect(findings).toMatchObject({ total: 5001, worthALook: 1 });
  expect(findings.listed).toHaveLength(mostFindings);
  expect(findings.listed[0]).toMatchObject({ subject: 'Region', why: 'It cannot start here.' });
  expect([findings.missing.length, findings.moreMissing]).toEqual([30, 60]);
  expect(JSON.stringify(findings).length).toBeLessThan(200_000);
});

it('keeps no secret, no direction mark and no end of a line, however long', () => {
  const hostile = `\u202e\u0000<script>\n${'x'.repeat(4000)}`;
  const rows = [
    row('Tag a', { a: 'DB_PASSWORD=hunter2-hunter2', b: 'AKIAIOSFODNN7EXAMPLE' }),
    row(hostile, { a: hostile, b: null, change: 'removed', danger: hostile }),
  ];
  const findings = distil(comparison({ rows, a: hostile, missing: [hostile] }), []);
  expect(findingsSchema.parse(findings)).toEqual(findings);
  const text = JSON.stringify(findings);
  expect(text).not.toMatch(/hunter2|AKIAIOSFODNN7|\u202e|\\u0000|\\n/u);
  expect(findings.listed[0]?.subject.length).toBeLessThanOrEqual(longestValue);
});

it('is named by what facts and texts differ in, and by nothing else', () => {
  const markOf = (more: Partial<Comparison>) => distil(comparison(more), []).mark;
  const besides = { areas: ['files' as const], findings: [], unlisted: 3, missing: [] };
  const rows = [row('Commit')];
  expect(markOf({ rows })).toBe(distil(comparison({ rows, a: 'v7' }), [besides]).mark);
  const others = [
    markOf({}),
    markOf({ rows: [row('Commit', { b: '3' })] }),
    markOf({ rows, missing: ['The template was not read.'] }),
  ];
  expect(new Set([...others, markOf({ rows })]).size).toBe(4);
});

it('keeps its name whatever was measured: numbers that wobble ask nobody twice', () => {
  const rows = [row('Commit')];
  const measured = (after: string, missing: readonly string[] = []) =>
    distil(comparison({ rows }), [
      {
        areas: ['behaviour'],
        findings: [
          {
            ...{ area: 'behaviour', subject: '/cart, time', before: '9 ms', after },
            ...{ kind: 'changed', why: 'v002 was slower in 60 of 60 pairs.' },
          },
        ],
        ...{ unlisted: 0, missing },
      },
    ]);
  const one = measured('31 ms');
  expect(findingsSchema.parse(one)).toEqual(one);
  expect(one).toMatchObject({ total: 2, worthALook: 1, areas: ['facts', 'texts', 'behaviour'] });
  const marks = [one, measured('33 ms', ['/: Cannot say.']), distil(comparison({ rows }), [])];
  expect(new Set(marks.map(({ mark }) => mark)).size).toBe(1);
});

it('does not tell once more what the files tell one by one', () => {
  const rows = [row('Content'), row('Number of files'), row('Size', { danger: 'Less than half.' })];
  const subjects = (areas: readonly 'files'[]) =>
    distil(comparison({ rows }), [{ areas, findings: [], unlisted: 0, missing: [] }]).listed.map(
      ({ subject }) => subject,
    );
  expect(subjects(['files'])).toEqual(['Size']);
  expect(subjects([])).toEqual(['Size', 'Content', 'Number of files']);
});

it('takes lines of a text that stand together for one finding', () => {
  const line = (kind: 'same' | 'added' | 'removed' | 'gap', text: string) => ({ kind, text });
  const lines = [
    line('removed', 'a=1'),
    line('added', 'a=2'),
    line('same', 'b'),
    line('added', 'c'),
    { ...line('gap', '9 equal lines'), skips: 9 },
    line('removed', 'd'),
    line('gap', 'They are too long to be compared.'),
  ];
  const found = hunksOf('texts', { title: 'User data', lines });
  expect(found.map(({ kind, before, after }) => [kind, before, after])).toEqual([
    ['changed', 'a=1', 'a=2'],
    ['added', null, 'c'],
    ['removed', 'd', null],
    ['changed', null, 'They are too long to be compared.'],
  ]);
  expect(hunksOf('texts', { title: 'User data', lines: [] })).toEqual([]);
});
