/** What became of one request, as its sender saw it. Times are epoch ms with a fraction. */
import type { RequestKind } from './mix.ts';

export interface RequestRecord {
  readonly id: string;
  readonly kind: RequestKind;
  readonly method: 'GET' | 'POST';
  /** When it had to leave by the arrival rate. */
  readonly dueAtMs: number;
  readonly sentAtMs: number;
  /** When the head of the answer came; null without one. */
  readonly answeredAtMs: number | null;
  readonly doneAtMs: number;
  readonly status: number | null;
  readonly generation: string | null;
  readonly echoedId: string | null;
  readonly bytes: number;
  /** The answer came to its proper end. */
  readonly complete: boolean;
  /** Error code, or what was wrong with an answer that came. */
  readonly error: string | null;
}

/** Why a request counts as lost, or null when it got a whole and good answer. */
export function lossReason(record: RequestRecord): string | null {
  if (record.error !== null) return record.error;
  if (!record.complete || record.status === null) return 'incomplete';
  if (record.status >= 500) return `status ${String(record.status)}`;
  if (record.echoedId !== record.id) return 'wrong id';
  return null;
}

/** From the moment it was due, so that a stalled server cannot hide by stalling its client. */
export function latencyMs(record: RequestRecord): number {
  return record.doneAtMs - record.dueAtMs;
}

/** How late the client itself was. */
export function lagMs(record: RequestRecord): number {
  return record.sentAtMs - record.dueAtMs;
}
