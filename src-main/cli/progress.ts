/** Tells how far the changes of this run are, each new state once; passes the places that wait for a person when told to. */
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
      const pass = progress.course?.offers.find((offer) => offer.kind === 'pass');
      if (pass?.kind !== 'pass') continue;
      const key = `${progress.rollout} ${pass.place}`;
      const saidMs = passed.get(key);
      // Lost, refused or come too late: it is still offered, and said again after a while.
      if (saidMs !== undefined && (!passes || clock.monotonicMs() - saidMs < againMs)) continue;
      passed.set(key, clock.monotonicMs());
      if (passes) void rollouts.control(progress.fleet, progress.rollout, pass);
      else if (!terminal.isJson) terminal.tell('waits', {}, 'It waits for a person: `blockyard pass` goes on, `blockyard abort` or `blockyard revert` does not.'); // prettier-ignore
    }
  });
  return { stop };
}

/** ` 40 %  Proving v003: 2 of 5 good answers` */
export function progressText({ value, title, waitingBecause }: Progress): string {
  const percent = `${Math.round(value * 100)} %`.padStart(5);
  return `${percent}  ${stepText({ title, because: waitingBecause ?? undefined })}`;
}
