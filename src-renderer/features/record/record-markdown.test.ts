import { expect, it } from 'vitest';
import { cutOverIntent } from '../../gallery/fixtures.ts';
import { aRecord, aTakenBackRelease } from '../../gallery/record-fixtures.ts';
import { recordMarkdown } from './record-markdown.ts';

const told = (record = aRecord()): string =>
  recordMarkdown(record, 'Local yard').replaceAll('\u00a0', ' ');

it('tells who, when, why, each call with its token and its time, and the end', () => {
  const text = told();
  for (const part of [
    '## Cut over to v002 - 4 blocks, 100 %',
    '- Pressed: 2026-11-23T14:02:10.000Z by ana on desk',
    '- Seen before: v001 100 %, split revision 6',
    '- End: Verified, 171 ms after the press',
    '- First response after 27 ms',
    '| Send 100 % of the traffic to v002 | Revision 6, v001 100 %; v002 was looked at just before. | 2026-11-23T14:02:10.011Z | 3.4 ms | Split written, revision 7 | `4c1e0f52-8a37-4f0e-9d5b-61c2a7f3b90d.route` |',
    '| 31 ms after the press | Seen: 100 % to v002 |',
  ]) {
    expect(text).toContain(part);
  }
  expect(told(aTakenBackRelease())).toContain('| Hold, said by ben on laptop |'.slice(2));
});

it('tells with which warnings somebody went on, and why', () => {
  const { audit } = aRecord();
  const accepted = { reason: 'Quiet hour', weighed: ['Watch'], by: 'ana on desk', atMs: 0 };
  const record = aRecord({
    intent: { ...cutOverIntent, accepted },
    weighed: [{ what: 'Watch', text: 'Without a bake nothing is watched.' }],
  });
  expect(told(record)).toContain('- Warnings accepted: “Quiet hour” (ana on desk; Watch)');
  expect(told(record)).toContain('  - Watch: Without a bake nothing is watched.');
  expect(told({ ...record, audit })).not.toContain('accepted');
});

it('says what is missing, and when nothing was sent', () => {
  expect(told(aRecord({}, 'Damaged at line 6.'))).toContain(
    '**Not all of it:** Damaged at line 6.',
  );
  expect(told(aRecord({ isClockSetBack: true }))).toContain('The clock was set back');
  expect(told(aRecord({ steps: [], end: null }))).toContain('Nothing was sent.');
});

it('lets nothing from outside end a cell, open a tag or call somebody', () => {
  const hostile = 'v9 | `x` <b> @all \u202e';
  const text = told(aRecord({ label: hostile, told: [{ atMs: 0, text: hostile, by: hostile }] }));
  expect(text).toContain('v9 \\| \\`x\\` \\<b\\> @\u200ball \ufffd');
  expect(text).not.toContain(hostile);
  const rows = text.split('\n').filter((line) => line.startsWith('|'));
  for (const row of rows) expect([3, 7]).toContain(row.replaceAll('\\|', '').split('|').length - 1);
});
