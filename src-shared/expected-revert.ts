import type { SwitchTime } from './panel.ts';

/** So many of the last say what the next will take: enough to forget one that met a busy moment. */
const looksBack = 5;

/**
 * What a revert takes, by the switches of its fleet that were measured, newest last: the middle one of the
 * last few reverts, and of the cutovers, which do more, only while none was reverted. In milliseconds;
 * null when none was measured, and then no figure is made up.
 */
export function expectedRevertMs(
  measured: readonly Pick<SwitchTime, 'ms' | 'isRevert'>[],
): number | null {
  const reverts = measured.filter(({ isRevert }) => isRevert);
  const known = reverts.length > 0 ? reverts : measured;
  const last = known
    .slice(-looksBack)
    .map(({ ms }) => ms)
    .sort((a, b) => a - b);
  const [low, high] = [last[(last.length - 1) >> 1], last[last.length >> 1]];
  return low === undefined || high === undefined ? null : (low + high) / 2;
}
