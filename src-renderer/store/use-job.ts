/** Work of the main process for this window: begun by a press, with how far it is, until it is cancelled or left. */
import { useEffect, useState } from 'react';
import type { Fault, Result } from '../../src-shared/result.ts';
import { useClock } from './panel-context.ts';

export type JobState<Progress, Report> =
  | { readonly kind: 'idle' }
  | { readonly kind: 'running'; readonly job: string; readonly progress: Progress | null }
  | { readonly kind: 'done'; readonly report: Report }
  | { readonly kind: 'failed'; readonly fault: Fault };

/** The same from one drawing to the next, or what runs is ended. */
export interface JobActs<Progress> {
  readonly onProgress: (
    listener: (progress: Progress & { readonly job: string }) => void,
  ) => () => void;
  readonly stop: (job: string) => void;
}

export interface Job<Progress, Report> {
  readonly state: JobState<Progress, Report>;
  readonly begin: (start: (job: string) => Promise<Result<Report>>) => void;
  readonly cancel: () => void;
}

let jobs = 0;

/** @param name of its kind: a job is never called as another one. */
export function useJob<Progress, Report>(
  name: string,
  { onProgress, stop }: JobActs<Progress>,
): Job<Progress, Report> {
  const clock = useClock();
  const [state, setState] = useState<JobState<Progress, Report>>({ kind: 'idle' });
  const job = state.kind === 'running' ? state.job : null;
  // Left, or cancelled: nobody works on for nobody.
  useEffect(() => {
    if (job === null) return undefined;
    const unsubscribe = onProgress((progress) => {
      if (progress.job !== job) return;
      setState((now) => (now.kind === 'running' ? { ...now, progress } : now));
    });
    return () => {
      unsubscribe();
      stop(job);
    };
  }, [onProgress, stop, job]);
  return {
    state,
    begin: (start) => {
      jobs += 1;
      const of = `${name}-${String(clock.nowMs())}-${String(jobs)}`;
      setState({ kind: 'running', job: of, progress: null });
      void start(of).then((result) => {
        setState((now) => {
          if (now.kind !== 'running' || now.job !== of) return now;
          return result.ok
            ? { kind: 'done', report: result.value }
            : { kind: 'failed', fault: result.fault };
        });
      });
    },
    cancel: () => {
      setState({ kind: 'idle' });
    },
  };
}
