/**
 * The queue of an entry: requests that wait for an answer instead of getting a 503. Bounded by places and by
 * how long one may wait; who is let in leaves in the order of arrival, a few at a time, so that a long queue
 * does not reach the blocks as one burst.
 */
import type { EntryClock } from './entry-clock.ts';

export interface Guest {
  /** Let in: worth another try. */
  readonly go: () => void;
  /** It has waited as long as it may, or nobody will come. */
  readonly turnAway: () => void;
  /** Our own question: not counted. */
  readonly isProbe: boolean;
  /** Since it waits, by the monotonic clock; the room's own, and kept when it comes back. */
  sinceMs: number | null;
}

export interface WaitingRoom {
  /** False when every place is taken; that counts as turned away. */
  readonly enter: (guest: Guest) => boolean;
  /** Out without an answer: the client went away. */
  readonly leave: (guest: Guest) => void;
  /** Lets in who waits at this moment, as long as `mayGo` says so. */
  readonly letIn: (mayGo: () => boolean) => void;
  /** The same at once: at the end. */
  readonly letAllIn: () => void;
  readonly turnAllAway: () => void;
  /** Counts one that cannot wait at all. */
  readonly countTurnedAway: () => void;
  readonly counts: () => RoomCounts;
  readonly close: () => void;
}

export interface RoomCounts {
  readonly now: number;
  /** Of those who wait now, the one who waits longest. */
  readonly longestMs: number;
  /** Each request once, since the room was made. */
  readonly total: number;
  readonly turnedAway: number;
}

export interface RoomLimits {
  readonly places: number;
  readonly requestMs: number;
}

const atOnce = 64;
const betweenMs = 4;
/** How exactly a guest's time is kept. */
const sweepMs = 100;

export function createWaitingRoom(clock: EntryClock, limits: RoomLimits): WaitingRoom {
  const waiting = new Set<Guest>();
  let going: Guest[] = [];
  let goTimer: NodeJS.Timeout | undefined;
  let sweepTimer: NodeJS.Timeout | undefined;
  let total = 0;
  let turnedAway = 0;

  const turnAway = (guest: Guest): void => {
    if (!waiting.delete(guest)) return;
    if (!guest.isProbe) turnedAway += 1;
    guest.turnAway();
  };
  const sweep = (): void => {
    sweepTimer = undefined;
    const bornBefore = clock.monotonicMs() - limits.requestMs;
    for (const guest of [...waiting])
      if ((guest.sinceMs ?? Infinity) <= bornBefore) turnAway(guest);
    watch();
  };
  const watch = (): void => {
    if (waiting.size > 0) sweepTimer ??= setTimeout(sweep, sweepMs);
  };
  const step = (mayGo: () => boolean): void => {
    goTimer = undefined;
    if (!mayGo()) going = [];
    for (const guest of going.splice(0, atOnce)) if (waiting.delete(guest)) guest.go();
    if (going.length > 0) {
      goTimer = setTimeout(() => {
        step(mayGo);
      }, betweenMs);
    }
  };
  const letAllIn = (): void => {
    clearTimeout(goTimer);
    goTimer = undefined;
    going = [];
    const all = [...waiting];
    waiting.clear();
    for (const guest of all) guest.go();
  };
  return {
    enter: (guest) => {
      if (waiting.size >= limits.places) {
        if (!guest.isProbe) turnedAway += 1;
        return false;
      }
      if (guest.sinceMs === null) {
        guest.sinceMs = clock.monotonicMs();
        if (!guest.isProbe) total += 1;
      }
      waiting.add(guest);
      watch();
      return true;
    },
    leave: (guest) => {
      waiting.delete(guest);
    },
    letIn: (mayGo) => {
      // Who comes back from a try waits for the next time: one that is refused again and again must not
      // turn this into a loop.
      going = [...waiting];
      clearTimeout(goTimer);
      step(mayGo);
    },
    letAllIn,
    turnAllAway: () => {
      for (const guest of [...waiting]) turnAway(guest);
    },
    countTurnedAway: () => {
      turnedAway += 1;
    },
    counts: () => {
      const nowMs = clock.monotonicMs();
      // Not simply the first: one that came back has a later place and has waited longer.
      let longestMs = 0;
      for (const { sinceMs } of waiting) {
        longestMs = Math.max(longestMs, nowMs - (sinceMs ?? nowMs));
      }
      return { now: waiting.size, longestMs: Math.round(longestMs), total, turnedAway };
    },
    close: () => {
      letAllIn();
      clearTimeout(sweepTimer);
    },
  };
}
