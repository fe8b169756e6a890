/** What was typed into the release dialog, what is wrong with it, and what it amounts to. Pure. */
import type { ReleaseTerms, ShiftStep } from '../../../src-shared/release-schema.ts';
import { usualOpinion, usualTerms } from '../../../src-shared/release.ts';
import type { DataChange } from '../../../src-shared/data-note-schema.ts';
import { mostDataText } from '../data/data-choices.ts';
import { alarmsText, readAlarms } from './alarm-names.ts';
import { readSpan, spanText } from '../../../src-shared/span-text.ts';

export interface DraftStep {
  readonly percent: string;
  readonly pause: string;
  /** Goes on with a press instead of after the pause. */
  readonly waitsForPress: boolean;
}

/** All that is typed, as it was typed. */
export interface ReleaseDraft {
  readonly size: string;
  readonly path: string;
  readonly status: string;
  /** Empty: not looked for. */
  readonly text: string;
  readonly withinMs: string;
  readonly inARow: string;
  readonly waitsForPress: boolean;
  /** No share before a person has accepted what differs. */
  readonly requiresFindings: boolean;
  /** None: all at once. */
  readonly steps: readonly DraftStep[];
  readonly bake: string;
  /** In percent of all answers. */
  readonly errors: string;
  readonly slowness: string;
  /** The second opinion has to pass. */
  readonly requiresOpinion: boolean;
  readonly opinionWait: string;
  /** As of `alarmsText`. */
  readonly alarms: string;
  /** What it does to shared data; `unsaid`: what is noted of it stays. */
  readonly data: DataChange | 'unsaid';
  readonly dataText: string;
}

export type DraftField = Exclude<
  keyof ReleaseDraft,
  'waitsForPress' | 'requiresFindings' | 'steps' | 'requiresOpinion' | 'data'
>;

export interface StepProblems {
  readonly percent?: string;
  readonly pause?: string;
}

export interface ReleaseProblems {
  readonly fields: Readonly<Partial<Record<DraftField, string>>>;
  /** One for each step. */
  readonly steps: readonly StepProblems[];
}

export interface ReadDraft {
  readonly problems: ReleaseProblems;
  /** The first of the problems with the name of its field; null: there is none. */
  readonly because: string | null;
  /** Null while something is wrong. */
  readonly complete: { readonly size: number; readonly terms: ReleaseTerms } | null;
}

export const mostBlocks = 500;
export const mostSteps = 20;
const longestPauseMs = 86_400_000;
const longestBakeMs = 604_800_000;
/** As of `mostAlarms`, which stands beside its schema: the window has none of those. */
const mostNames = 10;
const longestAlarms = 8000;

export function draftOf(terms: ReleaseTerms, size: number): ReleaseDraft {
  const { checks, guards, opinion = usualOpinion } = terms;
  return {
    size: String(size),
    path: checks.path,
    status: String(checks.status),
    text: checks.text ?? '',
    withinMs: String(checks.withinMs),
    inARow: String(checks.inARow),
    waitsForPress: terms.waitsForPress,
    requiresFindings: terms.findings === 'strict',
    steps: terms.steps.map(draftStepOf),
    bake: spanText(terms.bakeMs),
    errors: String(Number((guards.errorShare * 100).toFixed(6))),
    slowness: String(guards.latencyTimes),
    requiresOpinion: opinion.isRequired,
    opinionWait: spanText(opinion.waitMs),
    alarms: alarmsText(opinion.alarms),
    data: terms.data?.change ?? 'unsaid',
    dataText: terms.data?.text ?? '',
  };
}

export function usualDraft(size: number): ReleaseDraft {
  return draftOf(usualTerms, size);
}

/** What stands in the pause field of a step that waits for a press, for when it no longer does. */
const usualPause = spanText(60_000);

export function draftStepOf({ percent, pauseMs }: ShiftStep): DraftStep {
  return {
    percent: String(percent),
    pause: pauseMs === null ? usualPause : spanText(pauseMs),
    waitsForPress: pauseMs === null,
  };
}

/** Half of the way that is left, watched as long as the last one was. */
export function stepAfter(steps: readonly DraftStep[]): DraftStep {
  const last = steps.at(-1);
  const from = last === undefined ? 0 : (wholeIn(last.percent, 1, 99) ?? 0);
  const percent = String(Math.min(99, from === 0 ? 10 : Math.ceil((from + 100) / 2)));
  return { pause: usualPause, waitsForPress: false, ...last, percent };
}

const names: Readonly<Record<DraftField, string>> = {
  size: 'Blocks',
  path: 'Path',
  status: 'Status',
  text: 'Text in the answer',
  withinMs: 'Within',
  inARow: 'In a row',
  bake: 'Bake time',
  errors: 'More errors',
  slowness: 'Times as slow',
  opinionWait: 'Wait for it',
  alarms: 'Alarms',
  dataText: 'What of the data',
};

export function readDraft(draft: ReleaseDraft): ReadDraft {
  const read = {
    size: wholeIn(draft.size, 1, mostBlocks),
    status: wholeIn(draft.status, 100, 599),
    withinMs: wholeIn(draft.withinMs, 1, 60_000),
    inARow: wholeIn(draft.inARow, 1, 50),
    bake: spanIn(draft.bake, longestBakeMs),
    errors: numberIn(draft.errors, 0, 100),
    slowness: numberIn(draft.slowness, 1, 1000),
    wait: spanIn(draft.opinionWait, longestPauseMs),
    alarms: alarmsIn(draft.alarms),
  };
  const dataText = draft.dataText.trim();
  const path = draft.path.trim();
  const isPath = path.length <= 2000 && /^\/[\x21-\x7e]*$/u.test(path);
  const problem = (field: DraftField, isWrong: boolean, text: string) =>
    isWrong ? { [field]: text } : {};
  const fields: ReleaseProblems['fields'] = {
    ...problem('size', read.size === null, `Between 1 and ${String(mostBlocks)}.`),
    ...problem('path', !isPath, 'A path that begins with / and has no spaces, like /health.'),
    ...problem('status', read.status === null, 'Between 100 and 599, like 200.'),
    ...problem('text', draft.text.length > 500, 'At most 500 characters.'),
    ...problem('withinMs', read.withinMs === null, 'Between 1 and 60000 milliseconds.'),
    ...problem('inARow', read.inARow === null, 'Between 1 and 50.'),
    ...problem('bake', read.bake === null, spanProblem(draft.bake, 'At most 7 days.')),
    ...problem('errors', read.errors === null, 'Between 0 and 100 percent.'),
    ...problem('slowness', read.slowness === null, 'Between 1 and 1000.'),
    ...problem('opinionWait', read.wait === null, spanProblem(draft.opinionWait, 'At most 1 day.')),
    ...problem(
      'alarms',
      read.alarms === null,
      `At most ${String(mostNames)} names of 1 to 255 characters, with commas between; in quotes where a name holds one.`,
    ),
    ...problem('dataText', dataText.length > mostDataText, `At most ${String(mostDataText)} characters.`), // prettier-ignore
  };
  const steps = draft.steps.map((_, at) => stepProblems(draft.steps, at));
  const because = firstProblem(fields, steps);
  const { size, status, withinMs, inARow, bake, errors, slowness, wait, alarms } = read;
  const isWrong = because !== null;
  // Each null is one of the problems; named again, because only so the compiler knows it.
  const lacks = size === null || status === null || withinMs === null || inARow === null;
  const lacksMore = bake === null || errors === null || slowness === null;
  if (isWrong || lacks || lacksMore || wait === null || alarms === null) {
    return { problems: { fields, steps }, because, complete: null };
  }
  const text = draft.text === '' ? null : draft.text;
  const terms: ReleaseTerms = {
    checks: { path, status, text, withinMs, inARow },
    waitsForPress: draft.waitsForPress,
    ...(draft.requiresFindings && { findings: 'strict' as const }),
    steps: draft.steps.map(shiftStepOf),
    bakeMs: bake,
    guards: { errorShare: errors / 100, latencyTimes: slowness },
    opinion: { isRequired: draft.requiresOpinion, waitMs: wait, alarms: [...alarms] },
    ...(draft.data === 'unsaid' ? {} : { data: { change: draft.data, text: dataText } }),
  };
  return { problems: { fields, steps }, because: null, complete: { size, terms } };
}

function alarmsIn(text: string): readonly string[] | null {
  const names = text.length > longestAlarms ? null : readAlarms(text);
  const isGood = (name: string): boolean => name.length <= 255;
  return names !== null && names.length <= mostNames && names.every(isGood) ? names : null;
}

function shiftStepOf({ percent, pause, waitsForPress }: DraftStep): ShiftStep {
  return {
    percent: wholeIn(percent, 1, 99) ?? 1,
    pauseMs: waitsForPress ? null : spanIn(pause, longestPauseMs),
  };
}

function stepProblems(steps: readonly DraftStep[], at: number): StepProblems {
  const step = steps[at];
  if (step === undefined) return {};
  const percent = wholeIn(step.percent, 1, 99);
  const before = at === 0 ? null : wholeIn(steps[at - 1]?.percent ?? '', 1, 99);
  const pauseMs = step.waitsForPress ? null : spanIn(step.pause, longestPauseMs);
  const isPauseWrong = !step.waitsForPress && (pauseMs === null || pauseMs === 0);
  return {
    ...(percent === null
      ? { percent: 'A whole number from 1 to 99.' }
      : before !== null && percent <= before
        ? { percent: `More than the ${String(before)} % before.` }
        : {}),
    ...(isPauseWrong
      ? { pause: pauseMs === 0 ? unwatched : spanProblem(step.pause, 'At most 1 day.') }
      : {}),
  };
}

const unwatched = 'Longer than 0 s: nobody would watch this share.';

function firstProblem(
  fields: ReleaseProblems['fields'],
  steps: readonly StepProblems[],
): string | null {
  const field = (Object.keys(names) as DraftField[]).find((one) => fields[one] !== undefined);
  const at = steps.findIndex(({ percent, pause }) => (percent ?? pause) !== undefined);
  // From top to bottom, as they stand in the dialog.
  if (field !== 'size' && at !== -1) {
    const { percent, pause } = steps[at] ?? {};
    return `Step ${String(at + 1)}: ${percent ?? pause ?? ''}`;
  }
  return field === undefined ? null : `${names[field]}: ${fields[field] ?? ''}`;
}

function spanProblem(text: string, tooLong: string): string {
  return readSpan(text) === null ? 'A time with its unit, like 30 s or 5 min.' : tooLong;
}

function spanIn(text: string, longestMs: number): number | null {
  const ms = readSpan(text);
  return ms === null || ms > longestMs ? null : ms;
}

function wholeIn(text: string, least: number, most: number): number | null {
  return /^\d{1,6}$/u.test(text.trim()) ? numberIn(text, least, most) : null;
}

function numberIn(text: string, least: number, most: number): number | null {
  const typed = text.trim().replace(',', '.');
  if (!/^\d{1,6}(?:\.\d{1,6})?$/u.test(typed)) return null;
  const value = Number(typed);
  return value < least || value > most ? null : value;
}
