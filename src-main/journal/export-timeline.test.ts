import { expect, it } from 'vitest';
import { asFleetId, asYardId } from '../../src-shared/ids.ts';
import type { TimelineEvent } from '../../src-shared/panel.ts';
import { timelineName, timelineText } from './export-timeline.ts';

const yard = { id: asYardId('local'), name: 'This | yard', kind: 'local', detail: '' } as const;
const ground = { yard, version: '0.1.0', nowMs: Date.UTC(2026, 10, 23, 14, 2, 13), unreadable: 1 };
const hostile = '\u202e|<b>`x`\n@all';
const event: TimelineEvent = {
  ...{ id: 'note-1', atMs: 1000, fleet: asFleetId('shop'), rollout: null, severity: 'info' },
  ...{ title: hostile, detail: '', by: hostile, isNote: true },
};

it('is one JSON object a line, the first says what it is, and reads back as it was', () => {
  const lines = timelineText([event, { ...event, id: 'b' }], ground, 'jsonl')
    .trimEnd()
    .split('\n');
  const [head, ...events] = lines.map((line) => JSON.parse(line) as unknown);
  expect(head).toMatchObject({
    format: 'blockyard timeline',
    version: 1,
    events: 2,
    unreadable: 1,
  });
  expect(events).toEqual([event, { ...event, id: 'b' }]);
});

it('is a table for people in which no outside text ends a cell or calls anybody', () => {
  const text = timelineText([event], ground, 'markdown');
  const [row = ''] = text.split('\n').filter((line) => line.includes('1970-01-01'));
  expect(row.replaceAll(String.raw`\|`, '').split('|')).toHaveLength(8);
  expect(row).toContain('| note |');
  expect(text).not.toMatch(/@all|<b>|\u202e/u);
  expect(text).toContain('1 records cannot be read to their end');
});

it('has a name that says when, whatever the yard is called', () => {
  const odd = { ...ground, yard: { ...yard, id: asYardId('../aws:1/eu') } };
  expect(timelineName(odd, 'jsonl')).toBe('timeline-..-aws-1-eu-20261123-140213.jsonl');
  expect(timelineName(ground, 'markdown')).toBe('timeline-local-20261123-140213.md');
});
