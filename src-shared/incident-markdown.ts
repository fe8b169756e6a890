/**
 * A change as a summary for an incident: what, when, who, the figures of its record, what people wrote, and what
 * is not known. Times are UTC. Nothing is in it that no record says. Pure.
 */
import type { Audit, RecordedAudit } from './audit.ts';
import type { FleetPicture } from './fleet-picture.ts';
import type { TimelineEvent } from './panel.ts';
import { unwatchedText } from './unwatched.ts';
import { ownerText, percent } from './wording.ts';
import { markdownText } from './markdown-text.ts';
import { notesSeen } from './note.ts';
import {
  acceptedIn,
  beforeText,
  comparedText,
  duration,
  endText,
  judgedText,
} from './record-words.ts';
import { utcText } from './utc-text.ts';

export interface IncidentGround {
  readonly yardName: string;
  /** Of the timeline, any order: notes of this change, and what happened in its fleet meanwhile. */
  readonly events: readonly TimelineEvent[];
  /** The yard, which keeps the notes, was not asked for them. */
  readonly isWithoutNotes?: true;
}

export function incidentMarkdown(recorded: RecordedAudit, ground: IncidentGround): string {
  const { audit } = recorded;
  const { end } = audit;
  return [
    `## Incident summary: ${markdownText(audit.label)}`,
    '',
    `- What: ${audit.intent.kind} in fleet ${markdownText(audit.fleet)}, yard ${markdownText(ground.yardName)}`,
    `- When: pressed ${utcText(audit.pressedAtMs)}${end === null ? '' : `, ended ${utcText(end.atMs)}`}`,
    `- Who: ${markdownText(ownerText(audit.owner))}`,
    `- Outcome: ${markdownText(endText(audit))}`,
    ...(end === null ? [] : [`- ${markdownText(end.text, 2000)}`]),
    '',
    '### Figures',
    '',
    ...figures(audit),
    ...section('What people wrote', notesOf(audit, ground.events)),
    ...section('Meanwhile', meanwhile(audit, ground.events)),
    '',
    '### Not known',
    '',
    ...(ground.isWithoutNotes === true
      ? ['- What people wrote about it: the yard was not asked for its notes.']
      : []),
    ...(isCutOff(audit, ground.events)
      ? [
          `- Whether people wrote more about it: only the newest ${String(notesSeen)} notes of the yard are read, and the oldest of these is younger than the press.`,
        ]
      : []),
    ...unknowns(recorded).map((text) => `- ${markdownText(text, 600)}`),
    '',
  ].join('\n');
}

function figures(audit: Audit): string[] {
  const { end, steps, sights } = audit;
  const attempts = steps.flatMap((step) => step.attempts);
  const of = (kind: string): number =>
    attempts.filter(({ answer }) => answer?.kind === kind).length;
  const first = end?.firstResponseMs ?? null;
  const last = sights.at(-1)?.picture;
  const compared = comparedText(audit);
  return [
    `- Traffic before: ${markdownText(beforeText(audit))}`,
    ...(compared === null
      ? []
      : [`- What differed from what served: ${markdownText(compared, 1000)}`]),
    ...(last === undefined
      ? []
      : [`- Traffic as last seen in it: ${markdownText(splitText(last))}`]),
    ...(end === null
      ? []
      : [`- From the press to the end: ${duration(end.atMs - audit.pressedAtMs)}`]),
    ...(first === null ? [] : [`- From the press to the first response: ${duration(first)}`]),
    `- Calls: ${String(attempts.length)} sent, ${String(of('answered'))} answered, ${String(of('refused'))} refused, ${String(of('unknown'))} unknown`,
    ...errorsText(audit),
  ];
}

/** The most that one look saw; the entry counts for a few seconds, so it is no sum. */
function errorsText({ sights }: Audit): string[] {
  const counted = sights.flatMap(({ picture }) =>
    picture.traffic === null
      ? []
      : [picture.traffic.reduce((sum, { errorsPerSecond }) => sum + errorsPerSecond, 0)],
  );
  if (counted.length === 0) return [];
  return [`- Most errors in one look: ${Math.max(...counted).toFixed(1)} a second (${String(counted.length)} looks)`]; // prettier-ignore
}

function splitText({ split, generations }: FleetPicture): string {
  const sum = split.weights.reduce((total, { weight }) => total + weight, 0);
  if (sum === 0) return 'nobody';
  return split.weights
    .map(({ generation, weight }) => {
      const number = generations.find(({ id }) => id === generation)?.number;
      const label = number === undefined ? generation : `v${String(number).padStart(3, '0')}`;
      return `${label} ${percent(weight / sum)}`;
    })
    .join(', ');
}

function notesOf({ rollout }: Audit, events: readonly TimelineEvent[]): string[] {
  return events
    .filter((event) => event.isNote === true && event.rollout === rollout)
    .sort((a, b) => a.atMs - b.atMs)
    .map(({ atMs, by, title }) => `- ${utcText(atMs)}, ${markdownText(by)}: ${markdownText(title, 600)}`); // prettier-ignore
}

/** Nobody writes about a change before it was pressed. */
function isCutOff({ pressedAtMs }: Audit, events: readonly TimelineEvent[]): boolean {
  const notes = events.filter(({ isNote }) => isNote === true);
  return notes.length >= notesSeen && notes.every(({ atMs }) => atMs > pressedAtMs);
}

/** Said to it, judged of it, and what else happened in its fleet. */
function meanwhile(audit: Audit, events: readonly TimelineEvent[]): string[] {
  const { rollout, fleet, pressedAtMs, end } = audit;
  const isMeanwhile = (event: TimelineEvent): boolean =>
    event.fleet === fleet &&
    event.rollout !== rollout &&
    event.atMs >= pressedAtMs &&
    end !== null &&
    event.atMs <= end.atMs;
  const lines = [
    ...audit.told.map(({ atMs, text, by }) => ({ atMs, text: `${text}, said by ${by}` })),
    ...(audit.judgements ?? []).map((one) => ({ atMs: one.atMs, text: judgedText(one) })),
    ...audit.takeovers.map(({ atMs, from, unwatchedMs }) => ({
      atMs,
      text:
        from === undefined
          ? `Taken up again. ${unwatchedText(audit.intent.kind, unwatchedMs)}`
          : `Taken over from ${ownerText(from)}`,
    })),
    ...audit.handovers.map(({ atMs, to }) => ({ atMs, text: `Handed over to ${ownerText(to)}` })),
    ...events
      .filter(isMeanwhile)
      .map(({ atMs, title, by }) => ({ atMs, text: `${title} (${by})` })),
  ];
  return lines
    .sort((a, b) => a.atMs - b.atMs)
    .map(({ atMs, text }) => `- ${utcText(atMs)}: ${markdownText(text, 600)}`);
}

function unknowns({ audit, trouble }: RecordedAudit): string[] {
  const { end, steps, sights, intent } = audit;
  const attempts = steps.flatMap((step) => step.attempts);
  const open = attempts.filter(({ answer }) => answer === null).length;
  const unsure = attempts.filter(({ answer }) => answer?.kind === 'unknown').length;
  const isSwitch = intent.kind === 'revert' || intent.kind === 'cut-over';
  return [
    ...(end === null ? ['How it ended: no end is recorded.'] : []),
    ...(end?.kind === 'accepted'
      ? ['Whether it took effect: it was accepted and not verified.']
      : []),
    ...(end?.kind === 'handed-over' ? ['What became of it after it was handed over: that stands in the record of whoever carried it on.'] : []), // prettier-ignore
    ...(unsure === 0
      ? []
      : [`Whether ${plural(unsure, 'call')} without a clear answer took effect.`]),
    ...(open === 0
      ? []
      : [`What the yard said to ${plural(open, 'call')}: no answer is recorded.`]),
    ...(isSwitch && (end?.firstResponseMs ?? null) === null ? ['When the first response came: it was not measured.'] : []), // prettier-ignore
    ...(sights.length === 0
      ? ['How the fleet looked meanwhile: this record keeps no pictures.']
      : []),
    ...(acceptedIn(audit) === null
      ? []
      : ['Whether the warnings that were accepted had to do with it.']),
    ...(trouble === null ? [] : [`The rest of the record: ${trouble}`]),
    ...(audit.isClockSetBack
      ? ['Exact times: the clock of the computer was set back meanwhile.']
      : []),
    'How many clients saw an error, and why it happened: a record of changes says neither.',
  ];
}

function plural(count: number, one: string): string {
  return `${String(count)} ${count === 1 ? one : `${one}s`}`;
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', `### ${title}`, '', ...lines];
}
