/** How the crash window ends tells a panel that goes on without a window what was chosen. */
export const openCode = 0;
export const quitCode = 3;
/** It ended and nothing was chosen: closed, or it could not be shown. */
export const leftCode = 4;

export type CrashWish = 'open' | 'quit' | 'unknown';

/**
 * Quitting can stop the yard with its traffic: only who pressed it means it. Whatever else ends the window, a signal or
 * a fault of its own, says nothing of what is wanted.
 *
 * @param code null: it was ended by a signal, or never began.
 */
export function wishOf(code: number | null): CrashWish {
  if (code === openCode) return 'open';
  return code === quitCode ? 'quit' : 'unknown';
}
