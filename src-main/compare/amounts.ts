/** Amounts with their change in words. */

import { bytesText } from '../../src-shared/bytes-text.ts';

/** `3.9 MB (512 kB more, +15 %)` */
export function bytesWithChange(before: number, now: number): string {
  return now === before
    ? bytesText(now)
    : `${bytesText(now)} (${bytesText(Math.abs(now - before))} ${direction(before, now)}${share(before, now)})`;
}

/** `14 (2 more)` */
export function countWithChange(before: number, now: number): string {
  return now === before
    ? String(now)
    : `${now} (${Math.abs(now - before)} ${now > before ? 'more' : 'fewer'})`;
}

function direction(before: number, now: number): string {
  return now > before ? 'more' : 'less';
}

function share(before: number, now: number): string {
  if (before <= 0) return '';
  const change = Math.round(((now - before) / before) * 100);
  if (change === 0) return '';
  return `, ${change > 0 ? '+' : '\u2212'}${Math.abs(change)} %`;
}
