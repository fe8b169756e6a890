/** One run in figures. */
import { lagMs, latencyMs, lossReason, type RequestRecord } from './request-record.ts';

export interface LoadSummary {
  readonly sent: number;
  readonly lost: number;
  /** How many by reason: `ECONNRESET`, `status 503`, `wrong id`... */
  readonly lostBy: Readonly<Record<string, number>>;
  readonly posts: number;
  /** Answers by the generation that the entry named. */
  readonly generations: Readonly<Record<string, number>>;
  /** Of the short requests, from when they were due. */
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
  readonly p99Ms: number | null;
  /** How late the client itself was: above some 5 ms its times say nothing about the server. */
  readonly lagP99Ms: number | null;
}

export function summarise(records: readonly RequestRecord[]): LoadSummary {
  const lostBy: Record<string, number> = {};
  const generations: Record<string, number> = {};
  let lost = 0;
  for (const record of records) {
    const reason = lossReason(record);
    if (reason !== null) {
      lost += 1;
      lostBy[reason] = (lostBy[reason] ?? 0) + 1;
    }
    if (record.generation !== null) {
      generations[record.generation] = (generations[record.generation] ?? 0) + 1;
    }
  }
  const short = records.filter((record) => record.kind === 'short').map(latencyMs);
  return {
    sent: records.length,
    lost,
    lostBy,
    posts: records.filter((record) => record.method === 'POST').length,
    generations,
    p50Ms: percentile(short, 0.5),
    p95Ms: percentile(short, 0.95),
    p99Ms: percentile(short, 0.99),
    lagP99Ms: percentile(records.map(lagMs), 0.99),
  };
}

/** Nearest rank, to a tenth; null without values. @param share 0..1 */
export function percentile(values: readonly number[], share: number): number | null {
  if (values.length === 0) return null;
  const sorted = values.toSorted((left, right) => left - right);
  const value = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
  return Math.round(value * 10) / 10;
}
