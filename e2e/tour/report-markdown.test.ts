import { expect, test } from 'vitest';
import { reportMarkdown } from './report-markdown.ts';
import { goodReport } from './tour-report.fixture.ts';

test('tells the verdict, each figure and the pictures of each step', () => {
  const text = reportMarkdown(goodReport());
  expect(text).toContain('All 3 steps were seen; nothing was lost');
  expect(text).toContain('| "Revert to v001" to the first answer by v001 | 33 ms |');
  expect(text).toContain('| **lost** | **0** |');
  expect(text).toContain('by itself | 6.2 s |');
  expect(text).toContain('srcset="second-share-dark.png"');
  expect(text).toContain('2 x EPYC');
});

test('begins with what was wrong, and claims nothing else', () => {
  const text = reportMarkdown({ ...goodReport(), problems: ['1 of 2305 requests\nlost.'] });
  expect(text).toContain('**It failed.**\n\n- 1 of 2305 requests lost.');
  expect(text).not.toContain('nothing was lost');
});

test('lets nothing that a button says break its tables', () => {
  const report = goodReport();
  const presses = [{ ...report.presses[0]!, label: 'Revert | to v001' }];
  expect(reportMarkdown({ ...report, presses })).toContain('Revert \\| to v001');
});
