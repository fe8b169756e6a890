/** The steps of a release as they are drawn: each with a mark and a word. Pure. */
import type { ReleaseIntent } from '../../../src-shared/release.ts';
import type { Course } from '../../../src-shared/panel.ts';
import { roughDuration } from '../../../src-shared/wording.ts';
import { capital } from '../fleet/sentence.ts';
import type { RunningRelease } from './running-release.ts';
import { stageNames, stageOfPhase } from './stages.ts';
import { spanText } from '../../../src-shared/span-text.ts';

export interface DrawnStep {
  /** `4 Warm up` where a stage begins; empty: it goes on. */
  readonly stage: string;
  readonly title: string;
  readonly state: Course['phases'][number]['state'];
  readonly mark: 'done' | 'now' | 'waits' | 'held' | 'ahead';
  readonly word: string;
  /** What was asked of it, while it is ahead. */
  readonly note: string;
}

const words = {
  done: 'done',
  now: 'now',
  waits: 'waits for you',
  held: 'held',
  ahead: 'ahead',
} as const;

export function drawnSteps(course: Course, intent: ReleaseIntent): readonly DrawnStep[] {
  let shift = -1;
  return course.phases.map(({ name, title, state }, index): DrawnStep => {
    if (name === 'shift') shift += 1;
    const mark = state === 'now' ? markOf(course) : state;
    const note = state === 'ahead' ? noteOf(intent, name, shift) : '';
    const stage = stageOfPhase(name);
    const before = course.phases[index - 1];
    const begins = stage !== null && (before === undefined || stageOfPhase(before.name) !== stage);
    const caption = begins ? `${String(stageNames.indexOf(stage) + 1)} ${stage}` : '';
    return { stage: caption, title, state, mark, word: words[mark], note };
  });
}

function markOf({ isHeld, offers }: Course): 'now' | 'waits' | 'held' {
  if (isHeld) return 'held';
  return offers.some(({ kind }) => kind === 'pass') ? 'waits' : 'now';
}

function noteOf(
  { terms }: ReleaseIntent,
  name: Course['phases'][number]['name'],
  shift: number,
): string {
  switch (name) {
    case 'prove':
      return `${String(terms.checks.inARow)} in a row`;
    case 'shift': {
      const step = terms.steps[shift];
      if (step === undefined) return '';
      return step.pauseMs === null ? 'then your press' : `for ${spanText(step.pauseMs)}`;
    }
    case 'bake':
      return terms.bakeMs === 0 ? 'no time' : spanText(terms.bakeMs);
    default:
      return '';
  }
}

/** Empty while nobody knows. */
export function leftText({ course }: RunningRelease): string {
  const leftMs = course?.leftMs ?? null;
  if (leftMs === null) return '';
  return capital(`${roughDuration(leftMs)} left when all goes well`);
}
