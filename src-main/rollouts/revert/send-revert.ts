/** The one write of a revert, again and again with the same token until there is an answer. */
import { succeed, type Result } from '../../../src-shared/result.ts';
import type { Clock } from '../../clock/clock.ts';
import { within } from '../../clock/within.ts';
import type { Receipt } from '../../journal/entries.ts';
import type { RouteOrder, Yard } from '../../yards/port.ts';
import type { Limits } from '../../yards/yard-pace.ts';
import { tenthsOf } from '../decide/facts.ts';
import { isFinalForRevert } from '../refusal.ts';

export interface SendPorts {
  readonly clock: Clock;
  readonly yard: Pick<Yard, 'route'>;
  readonly limits: Pick<Limits, 'verifyMs'>;
}

export interface RevertSending {
  readonly order: RouteOrder;
  /** Nobody waits for the answer any more. */
  readonly over: AbortSignal;
  /** Asked before each sending but the first, which always goes. */
  readonly mayRepeat: () => boolean;
  readonly learn: (answer: Result<Receipt>, sending: { attempt: number; tookMs: number }) => void;
}

const answerMs = 3000;
const longestRepeatMs = 1000;

/** The first write leaves in this turn of the event loop; the last one at most `verifyMs` later. */
export async function sendRevert(
  { clock, yard, limits }: SendPorts,
  { order, over, mayRepeat, learn }: RevertSending,
): Promise<void> {
  const isOver = (): boolean => over.aborted;
  if (isOver()) return;
  // A yard that throws is a yard that does not answer.
  const send = async (): ReturnType<Yard['route']> => yard.route(order);
  const startedAtMs = clock.monotonicMs();
  const stopped = new Promise<null>((resolve) => {
    over.addEventListener('abort', () => resolve(null), { once: true });
  });
  for (let attempt = 1; !isOver(); attempt += 1) {
    const sentAtMs = clock.monotonicMs();
    const reply = await Promise.race([within(clock, answerMs, send()), stopped]);
    if (reply === null) return;
    const sending = { attempt, tookMs: tenthsOf(clock.monotonicMs() - sentAtMs) };
    learn(reply.ok ? succeed({ kind: 'routed', ...reply.value }) : reply, sending);
    if (reply.ok || isFinalForRevert(reply.fault.code)) return;
    await clock.delay(Math.min(longestRepeatMs, 50 * 2 ** attempt), over);
    if (clock.monotonicMs() - startedAtMs > limits.verifyMs || !mayRepeat()) return;
  }
}
