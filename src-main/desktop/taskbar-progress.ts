/** What the taskbar shows on the window's entry, from what was observed. Pure. */
import type { Progress, YardSummary } from '../../src-shared/panel.ts';
import type { TrayYard } from './tray-face.ts';

export type TaskbarProgress =
  | { readonly kind: 'none' }
  /** 0..1. `isPaused`: it waits for a person, or is held. */
  | { readonly kind: 'known'; readonly value: number; readonly isPaused: boolean }
  /** Something runs, and nothing is seen of it now. */
  | { readonly kind: 'unknown' }
  /** One failed and nobody has looked since. */
  | { readonly kind: 'failed' };

/** @param hasUnseenFailure a change of ours failed while nobody had the window in front of them. */
export function taskbarProgress(
  yards: readonly Pick<TrayYard, 'summary' | 'panel'>[],
  hasUnseenFailure: boolean,
): TaskbarProgress {
  if (hasUnseenFailure) return { kind: 'failed' };
  const running = yards.flatMap(({ summary, panel }) =>
    panel.progress.map((progress) => ({ status: summary.status, progress })),
  );
  if (running.length === 0) return { kind: 'none' };
  const seen = running.filter(({ status }) => isSeen(status)).map(({ progress }) => progress);
  // Of several it is the one that is least far: the bar is full when all are done.
  const [least] = [...seen].sort((a, b) => a.value - b.value);
  if (least === undefined || seen.length < running.length) return { kind: 'unknown' };
  const value = Math.min(1, Math.max(0, least.value));
  return { kind: 'known', value, isPaused: seen.every(isWaiting) };
}

function isSeen(status: YardSummary['status']): boolean {
  return status === 'live';
}

function isWaiting({ course }: Progress): boolean {
  return course?.isHeld === true || course?.offers.some(({ kind }) => kind === 'pass') === true;
}
