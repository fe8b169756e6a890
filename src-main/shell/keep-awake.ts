import type { PowerSaveBlocker } from 'electron';

/**
 * Holds the suspension of this program off while a change runs: a computer that dims its display may go on
 * with a release. A lid that is closed still sleeps; then everything is looked at again.
 *
 * @returns to be told whether anything runs, as often as may be.
 */
export function createKeepAwake(
  blocker: Pick<PowerSaveBlocker, 'start' | 'stop'>,
): (isRunning: boolean) => void {
  let held: number | null = null;
  return (isRunning) => {
    if (isRunning && held === null) held = blocker.start('prevent-app-suspension');
    if (!isRunning && held !== null) {
      blocker.stop(held);
      held = null;
    }
  };
}
