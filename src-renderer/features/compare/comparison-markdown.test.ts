import { describe, expect, it } from 'vitest';
import type { Comparison } from '../../../src-shared/plan.ts';
import { comparisonMarkdown } from './comparison-markdown.ts';

const comparison: Comparison = {
  a: 'v001',
  b: 'v002',
  rows: [
    { fact: 'Owner', a: '1', b: '2', change: 'changed', danger: 'Somebody else made it.' },
    { fact: 'Tag x', a: null, b: 'a|b <img> @ana `', change: 'added', danger: null },
    { fact: 'Name', a: 'n', b: 'n', change: 'equal', danger: null },
  ],
  texts: [
    { title: 'User data', lines: [{ kind: 'added', text: 'x ```` y' }] },
    { title: 'Template', lines: [] },
  ],
  missing: ['v002: nothing was read.'],
};

describe('comparisonMarkdown', () => {
  it('has the rows, what is missing and the texts', () => {
    expect(comparisonMarkdown(comparison, 'v001 current', 'v002')).toBe(
      [
        '## v001 current and v002',
        '',
        '| fact | v001 current | v002 | |',
        '| --- | --- | --- | --- |',
        '| Owner | 1 | 2 | **Danger:** Somebody else made it. |',
        '| Tag x | none | a\\|b \\<img\\> @\u200bana \\` |  |',
        '',
        '1 equal fact.',
        '',
        '### Not compared',
        '',
        '- v002: nothing was read.',
        '',
        '### User data',
        '',
        '`````diff',
        '+x ```` y',
        '`````',
        '',
        '### Template',
        '',
        'Equal.',
        '',
      ].join('\n'),
    );
  });
});
