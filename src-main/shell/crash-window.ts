/** The panel's side of the crash window: what it is told, and what is done when it has been answered. */
import type { ChildProcess } from 'node:child_process';
import { writeCrashReport, type CrashReport } from '../crash/crash-report.ts';
import { wishOf, type CrashWish } from '../crash/exit-codes.ts';
import { spawnSelf } from './spawn-self.ts';

export interface CrashWindow {
  /**
   * Shows one for a panel that goes on; `answered` when it is over, unless a window was opened meanwhile.
   * @throws the system's error when it cannot be told what happened.
   */
  readonly show: (report: CrashReport, answered: (wish: CrashWish) => void) => void;
  /** For a panel that ends right after. */
  readonly leave: (report: CrashReport) => void;
  readonly isShown: () => boolean;
  /** There is a window again: nobody needs it any more. */
  readonly dismiss: () => void;
}

export function createCrashWindow(reportPath: string): CrashWindow {
  let shown: ChildProcess | null = null;
  const start = (report: CrashReport): ChildProcess => {
    writeCrashReport(reportPath, report);
    return spawnSelf([`--crash-report=${reportPath}`]);
  };
  return {
    show: (report, answered) => {
      if (shown !== null) return;
      const child = start(report);
      shown = child;
      const over = (code: number | null): void => {
        if (shown !== child) return;
        shown = null;
        answered(wishOf(code));
      };
      child.once('exit', over);
      child.once('error', () => over(null));
    },
    leave: (report) => {
      start(report);
    },
    isShown: () => shown !== null,
    dismiss: () => {
      const child = shown;
      shown = null;
      child?.kill();
    },
  };
}
