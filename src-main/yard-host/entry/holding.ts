/**
 * When requests wait at the entry: while a person has paused it, and for a while since nobody with traffic
 * can answer. An answer a second later is no loss, while a 503 is one. Both end by themselves.
 *
 * The pause goes before everything; when it ends, each of those who waited is tried as if it had just come,
 * so the split of that moment decides who answers. An outage begins with the first request that finds nobody
 * and lasts `outageMs`; afterwards requests are refused at once, until somebody served again or the split
 * has changed: then the next outage is a new one.
 */
import type { EntryClock } from './entry-clock.ts';
import { createWaitingRoom, type Guest, type RoomCounts, type RoomLimits } from './waiting-room.ts';

export interface HoldingLimits extends RoomLimits {
  /** 0: nobody waits for an outage to end. */
  readonly outageMs: number;
}

/** Why requests wait now. Times are epoch ms. */
export type HoldingState =
  | { readonly kind: 'paused'; readonly endsAtMs: number }
  | { readonly kind: 'nobody-serves'; readonly endsAtMs: number };

export interface Holding {
  /** From now on for so long; once more: from now on anew. */
  readonly pause: (forMs: number) => void;
  /** False when it was not paused. */
  readonly resume: () => boolean;
  /** Whole seconds until the pause ends, at least 1; null while there is none. */
  readonly pausedForSeconds: () => number | null;
  /** For a start: somebody is coming, within this time. Probes wait too. */
  readonly awaitServing: (limitMs: number) => void;
  /** Nobody is coming: who waits for that is turned away. */
  readonly giveUp: () => void;
  /** Somebody with traffic is healthy. */
  readonly served: () => void;
  /** Another split is in force: whoever was missing before, it may have somebody. */
  readonly splitChanged: () => void;
  /** For the end of the pause. */
  readonly waitForPause: (guest: Guest) => boolean;
  /**
   * For somebody who can answer. `closed`: nobody waits for that now.
   * @param isRefused somebody seemed healthy and did not accept the connection.
   */
  readonly waitForSomebody: (guest: Guest, isRefused: boolean) => 'waits' | 'full' | 'closed';
  readonly leave: (guest: Guest) => void;
  readonly countTurnedAway: () => void;
  readonly state: () => HoldingState | null;
  readonly counts: () => RoomCounts;
  /** At the end of the entry: who waits is tried once more. */
  readonly close: () => void;
}

export interface HoldingHooks {
  /** A pause or an outage began or ended. */
  readonly onChange: () => void;
  /** A pause has ended by itself. */
  readonly onPauseOver: () => void;
}

interface Span {
  readonly endsAtMs: number;
  readonly timer: NodeJS.Timeout;
}

/** After a refused connection of a block that seemed healthy: its next check is under way. */
const againMs = 100;

export function createHolding(
  clock: EntryClock,
  limits: HoldingLimits,
  hooks: HoldingHooks,
): Holding {
  const room = createWaitingRoom(clock, limits);
  let paused: Span | null = null;
  let outage: (Span & { readonly isStart: boolean }) | 'over' | null = null;
  let again: NodeJS.Timeout | undefined;

  const spanOf = (ms: number, end: () => void): Span => ({
    endsAtMs: clock.monotonicMs() + ms,
    timer: setTimeout(end, ms),
  });
  const endOutage = (next: 'over' | null): void => {
    if (outage === next) return;
    if (outage !== null && outage !== 'over') clearTimeout(outage.timer);
    outage = next;
    // In a pause they wait for its end, and are tried then.
    if (next === 'over' && paused === null) room.turnAllAway();
    hooks.onChange();
  };
  const beginOutage = (ms: number, isStart: boolean): void => {
    if (outage !== null && outage !== 'over') clearTimeout(outage.timer);
    outage = {
      isStart,
      ...spanOf(ms, () => {
        endOutage('over');
      }),
    };
    hooks.onChange();
  };
  const letIn = (): void => {
    room.letIn(() => paused === null);
  };
  const endPause = (): void => {
    clearTimeout(paused?.timer);
    paused = null;
    letIn();
    hooks.onChange();
  };
  const wallTimeOf = ({ endsAtMs }: Span): number =>
    Math.round(clock.epochMs() + endsAtMs - clock.monotonicMs());

  return {
    pause: (forMs) => {
      clearTimeout(paused?.timer);
      paused = spanOf(forMs, () => {
        endPause();
        hooks.onPauseOver();
      });
      hooks.onChange();
    },
    resume: () => {
      if (paused === null) return false;
      endPause();
      return true;
    },
    pausedForSeconds: () =>
      paused === null
        ? null
        : Math.max(1, Math.ceil((paused.endsAtMs - clock.monotonicMs()) / 1000)),
    awaitServing: (limitMs) => {
      beginOutage(limitMs, true);
    },
    giveUp: () => {
      if (outage !== null) endOutage('over');
    },
    served: () => {
      endOutage(null);
      if (paused === null) letIn();
    },
    splitChanged: () => {
      // A start goes on waiting: nobody could answer yet, whoever is meant to.
      if (outage !== null && outage !== 'over' && outage.isStart) return;
      endOutage(null);
      if (paused === null) letIn();
    },
    waitForPause: room.enter,
    waitForSomebody: (guest, isRefused) => {
      if (outage === null && limits.outageMs > 0 && !guest.isProbe) {
        beginOutage(limits.outageMs, false);
      }
      if (outage === null || outage === 'over') return 'closed';
      // A probe wants to see that nobody is there; only a start is no news.
      if (guest.isProbe && !outage.isStart) return 'closed';
      if (!room.enter(guest)) return 'full';
      if (isRefused) {
        again ??= setTimeout(() => {
          again = undefined;
          letIn();
        }, againMs);
      }
      return 'waits';
    },
    leave: room.leave,
    countTurnedAway: room.countTurnedAway,
    state: () => {
      if (paused !== null) return { kind: 'paused', endsAtMs: wallTimeOf(paused) };
      if (outage === null || outage === 'over') return null;
      return { kind: 'nobody-serves', endsAtMs: wallTimeOf(outage) };
    },
    counts: room.counts,
    close: () => {
      clearTimeout(paused?.timer);
      clearTimeout(again);
      paused = null;
      if (outage !== null && outage !== 'over') clearTimeout(outage.timer);
      outage = 'over';
      room.close();
    },
  };
}
