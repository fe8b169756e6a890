/** One reading of changed blocks: begun by a press, with how far it is, until it is cancelled or left. */
import { useEffect, useState } from 'react';
import type { ContentsProgress } from '../../../src-shared/contents.ts';
import type { DisksReport } from '../../../src-shared/disk-blocks.ts';
import type { ImageId } from '../../../src-shared/ids.ts';
import type { Fault } from '../../../src-shared/result.ts';
import { useActs, useClock } from '../../store/panel-context.ts';

export type DisksState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'reading'; readonly job: string; readonly progress: ContentsProgress | null }
  | { readonly kind: 'done'; readonly report: DisksReport }
  | { readonly kind: 'failed'; readonly fault: Fault };

export interface Disks {
  readonly state: DisksState;
  readonly begin: () => void;
  readonly cancel: () => void;
}

const idle: DisksState = { kind: 'idle' };
let jobs = 0;

export function useDisks(a: ImageId, b: ImageId): Disks {
  const acts = useActs();
  const clock = useClock();
  const [state, setState] = useState<DisksState>(idle);
  const job = state.kind === 'reading' ? state.job : null;
  // Left, or cancelled: AWS is asked for nothing more.
  useEffect(() => {
    if (job === null) return undefined;
    const stop = acts.onContents(({ job: of, ...progress }) => {
      if (of === job) setState((now) => (now.kind === 'reading' ? { ...now, progress } : now));
    });
    return () => {
      stop();
      acts.stopDisks(job);
    };
  }, [acts, job]);
  return {
    state,
    begin: () => {
      jobs += 1;
      const of = `disks-${String(clock.nowMs())}-${String(jobs)}`;
      setState({ kind: 'reading', job: of, progress: null });
      void acts.readDisks(of, a, b).then((result) => {
        setState((now) => {
          if (now.kind !== 'reading' || now.job !== of) return now;
          return result.ok
            ? { kind: 'done', report: result.value }
            : { kind: 'failed', fault: result.fault };
        });
      });
    },
    cancel: () => {
      setState(idle);
    },
  };
}
