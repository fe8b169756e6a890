/** How long credentials still last, in minutes: never a precision that nobody needs. Pure. */

/** A rollout and its way back should fit into what is left. */
const warnBelowMs = 15 * 60_000;

export interface TimeLeft {
  readonly text: string;
  readonly isShort: boolean;
}

/** Null when the credentials do not end by themselves. */
export function timeLeft(endsAtMs: number | null, nowMs: number): TimeLeft | null {
  if (endsAtMs === null) return null;
  const leftMs = endsAtMs - nowMs;
  if (leftMs <= 0) return { text: 'no time left', isShort: true };
  const minutes = Math.floor(leftMs / 60_000);
  const isShort = leftMs < warnBelowMs;
  if (minutes < 1) return { text: 'less than 1 min left', isShort };
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  const whole = hours === 0 ? `${String(minutes)} min` : `${String(hours)} h ${String(rest)} min`;
  return { text: `${whole} left`, isShort };
}
