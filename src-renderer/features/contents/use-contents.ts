/** One comparison of contents: begun by a press, with how far it is, until it is cancelled or left. */
import { useEffect, useState } from 'react';
import type { ContentsProgress, ContentsReport } from '../../../src-shared/contents.ts';
import type { ContentsSide } from '../../../src-shared/contents-words.ts';
import type { ImageId } from '../../../src-shared/ids.ts';
import type { Fault, Result } from '../../../src-shared/result.ts';
import { useActs, useClock } from '../../store/panel-context.ts';

export type ContentsState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'reading'; readonly job: string; readonly progress: ContentsProgress | null }
  | {
      readonly kind: 'done';
      readonly job: string;
      readonly report: ContentsReport;
      /** Rises when a list of packages was given: what was asked for before is old. */
      readonly given: number;
      readonly fault: Fault | null;
    }
  | { readonly kind: 'failed'; readonly fault: Fault };

export interface Contents {
  readonly state: ContentsState;
  readonly begin: () => void;
  readonly cancel: () => void;
  /** Asks for a file with a list of packages of one side. */
  readonly give: (side: ContentsSide) => void;
}

const idle: ContentsState = { kind: 'idle' };
let jobs = 0;

export function useContents(a: ImageId, b: ImageId): Contents {
  const acts = useActs();
  const clock = useClock();
  const [state, setState] = useState<ContentsState>(idle);
  const job = state.kind === 'reading' || state.kind === 'done' ? state.job : null;
  // Left, or of other images now: nobody reads on for nobody.
  useEffect(() => {
    if (job === null) return undefined;
    const stop = acts.onContents(({ job: of, ...progress }) => {
      if (of !== job) return;
      setState((now) => (now.kind === 'reading' ? { ...now, progress } : now));
    });
    return () => {
      stop();
      acts.stopContents(job);
    };
  }, [acts, job]);
  const take = (of: string, result: Result<ContentsReport>): void => {
    setState((now) => {
      if ((now.kind !== 'reading' && now.kind !== 'done') || now.job !== of) return now;
      const given = now.kind === 'done' ? now.given + 1 : 0;
      if (result.ok) return { kind: 'done', job: of, report: result.value, given, fault: null };
      return now.kind === 'done'
        ? { ...now, fault: result.fault }
        : { kind: 'failed', fault: result.fault };
    });
  };
  return {
    state,
    begin: () => {
      jobs += 1;
      const of = `contents-${String(clock.nowMs())}-${String(jobs)}`;
      setState({ kind: 'reading', job: of, progress: null });
      void acts.readContents(of, a, b).then((result) => {
        take(of, result);
      });
    },
    cancel: () => {
      setState(idle);
    },
    give: (side) => {
      if (state.kind !== 'done') return;
      const of = state.job;
      void acts.givePackages(of, side).then((result) => {
        if (!result.ok) take(of, result);
        else if (result.value !== null) take(of, { ok: true, value: result.value });
      });
    },
  };
}
