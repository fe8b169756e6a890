/** One comparison of pages: begun by a press, with how far it is, until it is cancelled or left. */
import { useEffect, useState } from 'react';
import type {
  AppearanceList,
  AppearanceProgress,
  AppearanceReport,
} from '../../../src-shared/appearance-schema.ts';
import type { FleetId, GenerationId } from '../../../src-shared/ids.ts';
import type { Fault } from '../../../src-shared/result.ts';
import { useActs, useClock } from '../../store/panel-context.ts';

export type AppearanceState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'drawing'; readonly job: string; readonly progress: AppearanceProgress | null }
  | { readonly kind: 'done'; readonly report: AppearanceReport }
  | { readonly kind: 'failed'; readonly fault: Fault };

export interface Appearance {
  readonly state: AppearanceState;
  readonly begin: (list: AppearanceList) => void;
  readonly cancel: () => void;
}

let jobs = 0;

export function useAppearance(fleet: FleetId, a: GenerationId, b: GenerationId): Appearance {
  const acts = useActs();
  const clock = useClock();
  const [state, setState] = useState<AppearanceState>({ kind: 'idle' });
  const job = state.kind === 'drawing' ? state.job : null;
  // Left, or cancelled: nobody draws on for nobody.
  useEffect(() => {
    if (job === null) return undefined;
    const stop = acts.onAppearance(({ job: of, ...progress }) => {
      if (of !== job) return;
      setState((now) => (now.kind === 'drawing' ? { ...now, progress } : now));
    });
    return () => {
      stop();
      acts.stopAppearance(job);
    };
  }, [acts, job]);
  return {
    state,
    begin: (list) => {
      jobs += 1;
      const of = `appearance-${String(clock.nowMs())}-${String(jobs)}`;
      setState({ kind: 'drawing', job: of, progress: null });
      void acts.compareAppearance({ job: of, fleet, a, b, list }).then((result) => {
        setState((now) => {
          if (now.kind !== 'drawing' || now.job !== of) return now;
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
