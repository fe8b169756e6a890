/** One run of sample requests: begun by a press, with how far it is, until it is cancelled or left. */
import { useEffect, useState } from 'react';
import type { AppearanceProgress } from '../../../src-shared/appearance-schema.ts';
import type { BehaviourReport, SampleOrder } from '../../../src-shared/behaviour-schema.ts';
import type { Fault } from '../../../src-shared/result.ts';
import { useActs, useClock } from '../../store/panel-context.ts';

export type BehaviourState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'asking'; readonly job: string; readonly progress: AppearanceProgress | null }
  | { readonly kind: 'done'; readonly report: BehaviourReport }
  | { readonly kind: 'failed'; readonly fault: Fault };

export interface Behaviour {
  readonly state: BehaviourState;
  readonly begin: (order: SampleOrder) => void;
  readonly cancel: () => void;
}

let jobs = 0;

export function useBehaviour(): Behaviour {
  const acts = useActs();
  const clock = useClock();
  const [state, setState] = useState<BehaviourState>({ kind: 'idle' });
  const job = state.kind === 'asking' ? state.job : null;
  // Left, or cancelled: nobody asks on for nobody.
  useEffect(() => {
    if (job === null) return undefined;
    const stop = acts.onBehaviour(({ job: of, ...progress }) => {
      if (of !== job) return;
      setState((now) => (now.kind === 'asking' ? { ...now, progress } : now));
    });
    return () => {
      stop();
      acts.stopBehaviour(job);
    };
  }, [acts, job]);
  return {
    state,
    begin: (order) => {
      jobs += 1;
      const of = `behaviour-${String(clock.nowMs())}-${String(jobs)}`;
      setState({ kind: 'asking', job: of, progress: null });
      void acts.compareBehaviour({ job: of, ...order }).then((result) => {
        setState((now) => {
          if (now.kind !== 'asking' || now.job !== of) return now;
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
