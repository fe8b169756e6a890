/** What the revert button says: always where it leads, and what it will meet. Pure. */
import type { Fleet, Generation } from '../../../src-shared/fleet.ts';
import { labelOfGeneration, type GenerationId } from '../../../src-shared/ids.ts';
import { readinessText } from '../../../src-shared/plan-of.ts';
import {
  revertConditions,
  revertReadiness,
  type RevertCondition,
} from '../../../src-shared/revert-readiness.ts';
import { surroundingsOf, type SeenSurroundings } from '../../../src-shared/revert-surroundings.ts';
import { rehearsalPhrase, rehearsedRevert } from '../../../src-shared/rehearsal.ts';
import { currentOf, generationOf, wayBackOf, weightOf } from '../../../src-shared/roles.ts';
import type { Outcome, Progress, YardLink } from '../../../src-shared/panel.ts';
import { ago, latency } from '../../ui/format.ts';
import type { Assumed } from '../../store/view-store.ts';

export interface RevertFace {
  readonly kind: 'ready' | 'degraded' | 'nothing' | 'busy' | 'done';
  readonly title: string;
  readonly note: string;
  readonly to: Generation | null;
  readonly from: Generation | null;
  /** Set when a press cannot do anything, in words. */
  readonly refusedBecause: string | null;
  /** All that is not as it should be; what counts most comes first. */
  readonly conditions: readonly RevertCondition[];
}

interface RevertFaceInput extends SeenSurroundings {
  readonly fleet: Fleet | undefined;
  readonly switchMs: number | null;
  readonly assumed: Assumed | null;
  readonly progress: Progress | undefined;
  /** Why nothing may be written in this yard; null when it may. */
  readonly forbidden?: string | null;
  /** Why there is no fleet: none at all, several of which none is chosen, or the chosen one is gone. */
  readonly absence?: 'none' | 'to-choose' | 'lost';
  /** A revert that was verified moments ago. */
  readonly justDone?: Outcome | undefined;
}

const absences = {
  none: 'There is no fleet yet.',
  'to-choose':
    'Choose a fleet first: this button then says where it leads. A press shows the list.',
  lost: 'The chosen fleet is not seen any more. Choose a fleet first.',
} as const;

export function revertFace(input: RevertFaceInput): RevertFace {
  const { fleet, link } = input;
  if (fleet === undefined) {
    const { absence = 'none' } = input;
    const none = nothing(absences[absence]);
    // Some of them may well have a way back: which one is meant is the person's to say.
    return absence === 'to-choose' ? { ...none, title: 'Revert: choose a fleet' } : none;
  }
  // What waits for a sign-in is ended by the press, although the write itself is refused.
  const stops = link.kind === 'signed-out' && isUnderWay(input.progress);
  const dead = stops ? null : deadLink(link);
  // Nobody takes a press, whatever is still waited for.
  if (dead === null) {
    const own = ownRevert(fleet, input);
    if (own !== null) return own;
  }
  const around = surroundingsOf(input);
  const readiness = revertReadiness(fleet, expectedMs(fleet, input.switchMs), around);
  // Before its write is read back, a cutover has left no way back in the yard: it is the way back then.
  const to = readiness.kind === 'nothing' ? leftBehind(fleet, input.progress) : readiness.to;
  if (to === null) return nothing(dead ?? (readiness.kind === 'nothing' ? readiness.because : ''));
  const from = givingTo(fleet, to);
  const title = `Revert to ${labelOfGeneration(to)}`;
  const common = { title, to, from, refusedBecause: null };
  if (dead !== null) {
    const note = link.kind === 'signed-out' ? 'sign in first' : 'no yard';
    return { ...common, kind: 'nothing', note, refusedBecause: dead, conditions: [] };
  }
  const forbidden = input.forbidden ?? null;
  if (forbidden !== null) {
    const note = 'not allowed here';
    return { ...common, kind: 'nothing', note, refusedBecause: forbidden, conditions: [] };
  }
  const what = input.progress?.intent.kind === 'release' ? 'release' : 'cutover';
  if (stops) {
    const note = `signed out, a press stops the ${what}`;
    return { ...common, kind: 'degraded', note, conditions: [] };
  }
  if (readiness.kind === 'nothing') {
    const conditions = revertConditions(fleet, to, around);
    return { ...common, ...endsIt(what, conditions), conditions };
  }
  const { conditions } = readiness;
  // A warning keeps the word and the figure: the press itself is as ready as without it.
  const kind = conditions.every(isNote) ? 'ready' : 'degraded';
  const said = readinessText(readiness);
  // What it means for the data comes first, and two of such a length do not fit.
  const told = kind === 'ready' && !conditions.some(({ what }) => what === 'data');
  const rehearsed = told ? rehearsedNote(fleet, to, input.nowMs) : '';
  return { ...common, kind, note: `${said}${rehearsed}`, conditions };
}

/** By the reverts that were measured; while there are none, by the rehearsal of this one. */
function expectedMs(fleet: Fleet, measuredMs: number | null): number | null {
  const to = wayBackOf(fleet);
  if (measuredMs !== null || to === undefined) return measuredMs;
  const end = rehearsedRevert(fleet, to.id)?.end;
  return end?.kind === 'measured' ? end.revertMs : null;
}

function rehearsedNote(fleet: Fleet, to: Generation, nowMs: number): string {
  const rehearsal = rehearsedRevert(fleet, to.id);
  if (rehearsal === undefined) return '';
  return `; rehearsed ${ago(nowMs - rehearsal.atMs)}: ${rehearsalPhrase(rehearsal)}`;
}

function isNote({ severity }: RevertCondition): boolean {
  return severity === 'note';
}

/** The press ends what is under way; a yard that is not seen is said alone. */
function endsIt(
  what: string,
  conditions: readonly RevertCondition[],
): Pick<RevertFace, 'kind' | 'note'> {
  const ends = `ends the ${what}`;
  const first = conditions.find((each) => !isNote(each));
  if (first === undefined) return { kind: 'ready', note: ends };
  return {
    kind: 'degraded',
    note: first.what === 'link' ? first.reason : `${ends}; ${first.reason}`,
  };
}

/** A revert that is on its way or was verified moments ago; null when there is none. */
function ownRevert(
  fleet: Fleet,
  { link, assumed, progress, justDone }: RevertFaceInput,
): RevertFace | null {
  const find = (id: GenerationId): Generation | null =>
    fleet.generations.find((generation) => generation.id === id) ?? null;
  const isAssumed = assumed?.kind === 'revert' && assumed.fleet === fleet.id;
  const begun = progress?.intent.kind === 'revert' ? progress.intent.to : null;
  const reverting = isAssumed ? assumed.to : begun;
  if (reverting !== null) {
    const to = find(reverting);
    const name = to === null ? '' : ` to ${labelOfGeneration(to)}`;
    // Nobody sees then what becomes of it: whoever presses again is not refused (rule 5).
    const isInTheDark = !isAssumed && link.kind !== 'live';
    return {
      kind: 'busy',
      title: `Reverting${name}\u2026`,
      note: isInTheDark ? 'yard not answering, press to send again' : '',
      to,
      from: null,
      refusedBecause: isInTheDark ? null : 'It is on its way.',
      conditions: [],
    };
  }
  if (justDone?.intent.kind !== 'revert' || fleet.previous !== null) return null;
  const to = find(justDone.intent.to);
  if (to === null) return null;
  return {
    kind: 'done',
    title: `Reverted to ${labelOfGeneration(to)}`,
    note: justDone.firstResponseMs === null ? '' : `seen in ${latency(justDone.firstResponseMs)}`,
    to,
    from: null,
    refusedBecause: 'It is done. There is no cutover left to take back.',
    conditions: [],
  };
}

function nothing(because: string): RevertFace {
  return {
    kind: 'nothing',
    title: 'Nothing to revert to',
    note: '',
    to: null,
    from: null,
    refusedBecause: because,
    conditions: [],
  };
}

function isUnderWay(progress: Progress | undefined): boolean {
  return progress?.intent.kind === 'cut-over' || progress?.intent.kind === 'release';
}

/** Who gives the traffic back: with a share of it on each side, the one that is not gone back to. */
function givingTo(fleet: Fleet, to: Generation): Generation | null {
  const current = currentOf(fleet);
  if (current?.id !== to.id) return current ?? null;
  const others = fleet.generations.filter(({ id }) => id !== to.id && weightOf(fleet, id) > 0);
  return others.sort((a, b) => weightOf(fleet, b.id) - weightOf(fleet, a.id))[0] ?? current;
}

/** What the change under way takes the traffic from; null when there is none, or nobody had traffic. */
function leftBehind(fleet: Fleet, progress: Progress | undefined): Generation | null {
  if (progress === undefined) return null;
  const { intent, course } = progress;
  if (intent.kind === 'release') {
    // Before its first share it has moved nothing, and its way back is to abort it.
    const isMoving = course?.phases.some(({ name, state }) => name === 'shift' && state === 'now');
    return isMoving === true ? (generationOf(fleet, intent.from) ?? null) : null;
  }
  if (intent.kind !== 'cut-over') return null;
  const { from, to } = intent;
  return (from === to ? undefined : generationOf(fleet, from)) ?? null;
}

/** Nobody there who takes the write: a press could do nothing. */
function deadLink(link: YardLink): string | null {
  switch (link.kind) {
    case 'gone':
      return 'The yard host has ended, and its entry with it. Start the yard first.';
    case 'stopped':
      return 'The yard is stopped. Start the yard first.';
    case 'incompatible':
      return 'This yard host speaks another version and takes no orders from this panel.';
    case 'starting':
      return 'The yard is starting.';
    case 'signed-out':
      return 'You are signed out of this yard. Sign in first.';
    case 'failed':
      return 'The yard could not be opened. The fleet screen says why.';
    case 'live':
    case 'stale':
      return null;
  }
}
