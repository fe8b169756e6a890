import { expect, it } from 'vitest';
import { asFleetId, asRolloutId } from '../../../src-shared/ids.ts';
import type { TimelineEvent } from '../../../src-shared/panel.ts';
import { notesSeen } from '../../../src-shared/note.ts';
import { aRecord, aTakenBackRelease } from '../../gallery/record-fixtures.ts';
import { incidentMarkdown } from '../../../src-shared/incident-markdown.ts';

const { audit } = aRecord();
const event = (more: Partial<TimelineEvent>): TimelineEvent => ({
  ...{ id: 'e', atMs: audit.pressedAtMs + 50, fleet: audit.fleet, rollout: audit.rollout },
  ...{ severity: 'info', title: 'Something', detail: '', by: 'ana on desk' },
  ...more,
});
const told = (record = aRecord(), events: readonly TimelineEvent[] = []): string =>
  incidentMarkdown(record, { yardName: 'Local yard', events }).replaceAll('\u00a0', ' ');

it('tells what, when, who, the figures of the record, and how it ended', () => {
  const text = told();
  for (const part of [
    '## Incident summary: Cut over to v002 - 4 blocks, 100 %',
    '- What: cut-over in fleet storefront, yard Local yard',
    '- When: pressed 2026-11-23T14:02:10.000Z, ended 2026-11-23T14:02:10.171Z',
    '- Who: ana on desk',
    '- Outcome: Verified, 171 ms after the press',
    '- Traffic before: v001 100 %, split revision 6',
    '- Traffic as last seen in it: v002 100 %',
    '- From the press to the first response: 27 ms',
    '- Calls: 1 sent, 1 answered, 0 refused, 0 unknown',
  ]) {
    expect(text).toContain(part);
  }
});

it('says what is not known, and nothing of it where it is known', () => {
  const gone = told(aRecord({ end: null, sights: [] }, 'Damaged at line 6.'));
  expect(gone).toContain('How it ended: no end is recorded.');
  expect(gone).toContain('this record keeps no pictures');
  expect(gone).toContain('The rest of the record: Damaged at line 6.');
  expect(gone).toContain('When the first response came: it was not measured.');
  const known = told();
  expect(known).not.toMatch(/no end is recorded|no pictures|rest of the record|not measured/u);
  // No record of changes ever says that.
  expect(known).toContain('How many clients saw an error');
});

it('holds the notes about it and what happened in its fleet meanwhile, and no others', () => {
  const events = [
    event({ id: 'a', title: 'Checkout fails', isNote: true }),
    event({ id: 'b', title: 'Another note', isNote: true, rollout: asRolloutId('other') }),
    event({ id: 'c', title: 'A block died', rollout: null, by: 'yard' }),
    event({ id: 'd', title: 'Elsewhere', rollout: null, fleet: asFleetId('other') }),
    event({ id: 'e', title: 'Long after', rollout: null, atMs: audit.pressedAtMs + 1e9 }),
  ];
  const text = told(aRecord(), events);
  expect(text).toContain('### What people wrote');
  expect(text).toContain('ana on desk: Checkout fails');
  expect(text).toContain('A block died (yard)');
  expect(text).not.toMatch(/Elsewhere|Long after/u);
  expect(told(aTakenBackRelease())).toContain('Hold, said by ben on laptop');
});

it('lets no outside text break out of it', () => {
  const hostile = '\u202e|<b>`x`\n## @all';
  const text = told(aRecord({ label: hostile }), [
    event({ title: hostile, by: hostile, isNote: true }),
  ]);
  expect(text).not.toMatch(/\u202e|<b>|@all|^## @/mu);
});

it('says when older notes may be missing, and only then', () => {
  const notes = (fromMs: number, count = notesSeen) =>
    Array.from({ length: count }, (_, at) =>
      event({ id: `note-${String(at)}`, isNote: true, rollout: null, atMs: fromMs + at }),
    );
  const missing = 'only the newest 100 notes of the yard are read';
  expect(told(aRecord(), notes(audit.pressedAtMs + 1))).toContain(missing);
  // The oldest that was read is older than the press: none about it can be missing.
  expect(told(aRecord(), notes(audit.pressedAtMs))).not.toContain(missing);
  expect(told(aRecord(), notes(audit.pressedAtMs + 1, notesSeen - 1))).not.toContain(missing);
});
