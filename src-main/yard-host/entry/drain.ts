/** Waiting for what a block still has under way, for a bounded time. */
import type { BlockRecord } from './roster.ts';

export interface DrainReport {
  /** Nothing had to be cut. False as well when the drain was called off. */
  readonly drained: boolean;
  readonly calledOff: boolean;
  readonly cutRequests: number;
  readonly cutWebSockets: number;
  readonly ms: number;
}

export interface Drain {
  readonly endsAtMs: number;
  readonly report: Promise<DrainReport>;
  readonly callOff: () => void;
}

/**
 * The block must have been taken out of service before. WebSockets are told to go at once, requests
 * may finish; at the deadline whatever is left is cut.
 * @param clock epoch for the deadline shown, monotonic for the time measured.
 */
export function startDrain(
  block: BlockRecord,
  timeoutMs: number,
  clock: { readonly epochMs: () => number; readonly monotonicMs: () => number },
): Drain {
  const startedAtMs = clock.monotonicMs();
  let settle: (calledOff: boolean) => void = () => undefined;
  const report = new Promise<DrainReport>((resolve) => {
    let cutRequests = 0;
    let cutWebSockets = 0;
    let settled = false;
    const timer = setTimeout(() => {
      for (const one of [...block.underWay]) {
        if (one.kind === 'request') cutRequests += 1;
        else cutWebSockets += 1;
        one.cut();
      }
      settle(false);
    }, timeoutMs);
    settle = (calledOff) => {
      if (settled) return;
      settled = true;
      clearTimeout(timer);
      block.onIdle = undefined;
      resolve({
        drained: !calledOff && cutRequests + cutWebSockets === 0,
        calledOff,
        cutRequests,
        cutWebSockets,
        ms: Math.round(clock.monotonicMs() - startedAtMs),
      });
    };
  });
  block.onIdle = () => settle(false);
  for (const one of [...block.underWay]) one.drainBegins();
  if (block.underWay.size === 0) settle(false);
  return { endsAtMs: clock.epochMs() + timeoutMs, report, callOff: () => settle(true) };
}
