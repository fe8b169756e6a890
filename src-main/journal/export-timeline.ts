/** The whole timeline of a yard as a file: one JSON object a line, or Markdown for people. */
import type { TimelineEvent, YardSummary } from '../../src-shared/panel.ts';
import { markdownText } from '../../src-shared/markdown-text.ts';

export type TimelineFormat = 'jsonl' | 'markdown';

export interface TimelineGround {
  readonly yard: Pick<YardSummary, 'id' | 'name' | 'kind' | 'detail'>;
  /** Of this program. */
  readonly version: string;
  readonly nowMs: number;
  /** Records that cannot be read to their end: what they hold beyond is not in it. */
  readonly unreadable: number;
}

/** @param events oldest first. */
export function timelineText(
  events: readonly TimelineEvent[],
  ground: TimelineGround,
  format: TimelineFormat,
): string {
  return format === 'jsonl' ? asLines(events, ground) : asMarkdown(events, ground);
}

/** The first line says what it is; each other one is an event. */
function asLines(events: readonly TimelineEvent[], ground: TimelineGround): string {
  const { yard, version, nowMs, unreadable } = ground;
  const { id, name, kind, detail } = yard;
  const head = {
    format: 'blockyard timeline',
    version: 1,
    times: 'epoch milliseconds of the computer that wrote each of them; of notes, of the yard',
    writtenBy: `Blockyard ${version}`,
    writtenAtMs: nowMs,
    yard: { id, name, kind, detail },
    events: events.length,
    unreadable,
  };
  return [head, ...events].map((line) => `${JSON.stringify(line)}\n`).join('');
}

function asMarkdown(events: readonly TimelineEvent[], ground: TimelineGround): string {
  const { yard, version, nowMs, unreadable } = ground;
  const lines = events.map(
    ({ atMs, fleet, severity, title, detail, by, isNote }) =>
      `| ${utc(atMs)} | ${markdownText(fleet ?? '')} | ${isNote === true ? 'note' : severity} | ${markdownText(title, 1000)} | ${markdownText(detail, 1000)} | ${markdownText(by)} |`,
  );
  return [
    `# Timeline of ${markdownText(yard.name)}`,
    '',
    `${String(events.length)} events, oldest first, times in UTC. Written ${utc(nowMs)} by Blockyard ${version}.`,
    ...(unreadable === 0
      ? []
      : ['', `**${String(unreadable)} records cannot be read to their end:** what they hold beyond is not here.`]), // prettier-ignore
    '',
    '| when | fleet | weight | what | detail | who |',
    '| --- | --- | --- | --- | --- | --- |',
    ...lines,
    '',
  ].join('\n');
}

/** `timeline-local-20261123-140213.jsonl`, whatever the yard is called. */
export function timelineName({ yard, nowMs }: TimelineGround, format: TimelineFormat): string {
  const name = yard.id.replace(/[^A-Za-z0-9._-]+/gu, '-').slice(0, 60);
  const time = utc(nowMs).slice(0, 19).replace(/[-:]/gu, '').replace('T', '-');
  return `timeline-${name}-${time}.${format === 'jsonl' ? 'jsonl' : 'md'}`;
}

function utc(atMs: number): string {
  const at = new Date(atMs);
  return Number.isNaN(at.getTime()) ? 'unknown' : at.toISOString();
}
