/** Times of a record as this computer shows them. Pure. */
import type { Audit } from '../../../src-shared/audit.ts';
import { clockTime, dateTime } from '../../ui/format.ts';

/** `14:02:11.048`: a cutover takes less than a second. */
export function preciseTime(atMs: number): string {
  if (Number.isNaN(new Date(atMs).getTime())) return '--:--:--';
  const rest = ((Math.floor(atMs) % 1000) + 1000) % 1000;
  return `${clockTime(atMs)}.${String(rest).padStart(3, '0')}`;
}

export function pressedText({ pressedAtMs }: Pick<Audit, 'pressedAtMs'>): string {
  return dateTime(pressedAtMs);
}
