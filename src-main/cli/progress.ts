/** Tells how far the changes of this run are, each new state once; passes the places that wait for a person when told to. */
import { opinionWords } from '../../src-shared/opinion-words.ts';
import { acceptsAt } from '../../src-shared/release.ts';
import { stepText } from '../../src-shared/step-text.ts';
import type { Progress } from '../../src-shared/panel.ts';
import type { CliRun } from './ground.ts';
import type { OpenPlace } from './open-place.ts';

export interface ProgressTeller {
  readonly stop: () => void;
}

const tickMs = 2000;
const againMs = 3000;

/** @param passes each place where a release waits for a person. */
export function progressTeller(
  { terminal, clock }: CliRun,
  { onEvent, rollouts }: OpenPlace,
  passes: boolean,
): ProgressTeller {
  let last: Pick<Progress, 'title' | 'waitingBecause'> = { title: '', waitingBecause: null };
  let toldAtMs = -Infinity;
  const passed = new Map<string, number>();
  let told = '';
  /** Numbers change all the time; another verdict is news. */
  const tellOpinion = ({ rollout, course }: Progress): void => {
    if (course?.opinion === undefined) return;
    const { title, text, source } = opinionWords(course.opinion, clock.now());
    if (title === told) return;
    told = title;
    const line = [`${title}.`, text, source === '' ? '' : `(${source})`].filter((part) => part !== ''); // prettier-ignore
    terminal.tell('opinion', { rollout, opinion: course.opinion }, line.join(' '));
  };
  const stop = onEvent((event) => {
    if (event.kind !== 'progress') return;
    for (const progress of event.progress) {
      const { title, waitingBecause } = progress;
      const isNew = title !== last.title;
      // What it waits for often counts something, or tells a time.
      const isOver = clock.monotonicMs() - toldAtMs >= tickMs;
      if (isNew || (waitingBecause !== last.waitingBecause && isOver)) {
        terminal.tell('progress', { progress }, progressText(progress));
        last = progress;
        toldAtMs = clock.monotonicMs();
      }
      tellOpinion(progress);
      const pass = progress.course?.offers.find((offer) => offer.kind === 'pass');
      if (pass?.kind !== 'pass') continue;
      const isAccept = asksFindings(progress, pass.place);
      const key = `${progress.rollout} ${pass.place}`;
      const saidMs = passed.get(key);
      // Lost, refused or come too late: it is still offered, and said again after a while.
      if (saidMs !== undefined && (!passes || isAccept || clock.monotonicMs() - saidMs < againMs))
        continue;
      passed.set(key, clock.monotonicMs());
      if (isAccept) terminal.tell('waits', { rollout: progress.rollout, fleet: progress.fleet, place: pass.place, findings: true }, acceptText); // prettier-ignore
      else if (passes) void rollouts.control(progress.fleet, progress.rollout, pass);
      else terminal.tell('waits', { rollout: progress.rollout, fleet: progress.fleet, place: pass.place }, 'It waits for a person: `blockyard pass` goes on, `blockyard abort` or `blockyard revert` does not.'); // prettier-ignore
    }
  });
  return { stop };
}

/** `--yes` does not stand for somebody who has read them. */
const acceptText =
  'It waits until a person accepts what differs: `blockyard pass` shows it, `blockyard pass --accept-findings "REASON"` goes on, `blockyard abort` does not.';

function asksFindings({ intent }: Progress, place: number): boolean {
  return intent.kind === 'release' && acceptsAt(intent.terms, place);
}

/** ` 40 %  Proving v003: 2 of 5 good answers` */
export function progressText({ value, title, waitingBecause }: Progress): string {
  const percent = `${Math.round(value * 100)} %`.padStart(5);
  return `${percent}  ${stepText({ title, because: waitingBecause ?? undefined })}`;
}
