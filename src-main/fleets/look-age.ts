/** How old a look is by which something is decided. */
import type { Result } from '../../src-shared/result.ts';
import type { Marked } from '../clock/age.ts';
import type { YardObservation } from '../yards/port.ts';

/** When the look began, monotonic: a yard may answer with one that ran when it was asked. */
export function begunAtMs(look: Result<YardObservation>, askedAtMs: number): number {
  return look.ok ? Math.min(askedAtMs, look.value.begunAtMs ?? askedAtMs) : askedAtMs;
}

/** On both clocks: it may have been on its way while the computer slept. */
export function begunAt(look: Result<YardObservation>, asked: Marked): Marked {
  const monotonicMs = begunAtMs(look, asked.monotonicMs);
  return { monotonicMs, atMs: asked.atMs - (asked.monotonicMs - monotonicMs) };
}
