/**
 * Keeps the store equal to the panel: listens first, then asks for the snapshot, so that nothing can
 * fall between the two. A gap in the sequence asks for a new snapshot; deltas wait meanwhile.
 */
import type { Bridge } from '../../src-shared/ipc-contract.ts';
import type { PanelEvent } from '../../src-shared/panel.ts';
import { faultOf, type Fault } from '../../src-shared/result.ts';
import type { PanelStore } from '../store/panel-store.ts';

export interface Timers {
  readonly after: (ms: number, run: () => void) => () => void;
}

/** A snapshot that fails is asked for again, at most this long later. */
const retryMs = { first: 250, longest: 4000 } as const;
/** More than this waiting behind a snapshot that never comes would only be memory. */
const waitingLimit = 5000;

/** @returns a function that ends the feed. */
export function feedPanel(bridge: Bridge, store: PanelStore, timers: Timers): () => void {
  let waiting: PanelEvent[] | null = [];
  let pauseMs: number = retryMs.first;
  let cancelRetry = (): void => undefined;
  let isOver = false;

  const stopListening = bridge.on['panel.event']((event) => {
    if (waiting !== null) {
      if (waiting.length < waitingLimit) waiting.push(event);
    } else if (!store.apply(event)) {
      waiting = [event];
      ask();
    }
  });

  function ask(): void {
    bridge.call['panel.snapshot'](null).then(
      (result) => {
        if (isOver) return;
        if (!result.ok) {
          retry(result.fault);
          return;
        }
        pauseMs = retryMs.first;
        store.load(result.value);
        const late = waiting ?? [];
        waiting = null;
        for (const [index, event] of late.entries()) {
          if (!store.apply(event)) {
            waiting = late.slice(index);
            ask();
            return;
          }
        }
      },
      (error: unknown) => {
        if (!isOver) retry(faultOf(error));
      },
    );
  }

  function retry(fault: Fault): void {
    store.fail(fault);
    cancelRetry = timers.after(pauseMs, ask);
    pauseMs = Math.min(pauseMs * 2, retryMs.longest);
  }

  ask();
  return () => {
    isOver = true;
    cancelRetry();
    stopListening();
  };
}
