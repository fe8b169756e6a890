/** How long an entry lets requests wait, and what is told of them. Types and values only: the window's first bundle has them. */

/** A pause that nobody ends: short enough for clients that give up after a minute. */
export const usualPauseMs = 30_000;
export const shortestPauseMs = 1000;
export const longestPauseMs = 120_000;

/** Requests of an entry that wait at the same time: a socket and a request head each, a few MB in all. */
export const waitingAtMost = 2000;
/** One request, however often the pause is made longer. */
export const requestWaitsAtMostMs = 30_000;
/** Since nobody serves: a replaced block is back within this, and so is a revert. */
export const outageWaitMs = 10_000;
