/**
 * What the servers themselves say they carried out, matched by id with what the client sent: the
 * only proof that no POST was carried out twice behind everybody's back.
 */
import * as z from 'zod';
import { lossReason, type RequestRecord } from './request-record.ts';

const ledgerSchema = z.object({
  block: z.string(),
  generation: z.string().optional(),
  /** Times that each request id of a POST was carried out. */
  posts: z.record(z.string(), z.number()),
});

export type Ledger = z.infer<typeof ledgerSchema>;

/**
 * Reads a server's ledger, from the server itself and not through the entry.
 * @param address `127.0.0.1:PORT`
 */
export async function readLedger(address: string): Promise<Ledger> {
  const response = await fetch(`http://${address}/api/ledger`);
  if (!response.ok) throw new Error(`${address}/api/ledger answered ${String(response.status)}.`);
  return ledgerSchema.parse(await response.json());
}

export interface LedgerMatch {
  /** Orders sent: the POSTs that servers keep account of. */
  readonly posts: number;
  /** Ids carried out more than once, on one server or on several together. */
  readonly twice: readonly string[];
  /** Ids answered well that no server knows. */
  readonly missing: readonly string[];
  /** Ids without a good answer that were carried out once all the same. */
  readonly unanswered: readonly string[];
}

/** @param ledgers of every server that was behind the entry; one that was killed took its own with it. */
export function matchLedgers(
  records: readonly RequestRecord[],
  ledgers: readonly Ledger[],
): LedgerMatch {
  const counts = new Map<string, number>();
  for (const ledger of ledgers) {
    for (const [id, count] of Object.entries(ledger.posts)) {
      counts.set(id, (counts.get(id) ?? 0) + count);
    }
  }
  const posts = records.filter((record) => record.kind === 'order');
  const countOf = (record: RequestRecord): number => counts.get(record.id) ?? 0;
  const good = (record: RequestRecord): boolean => lossReason(record) === null;
  const ids = (found: readonly RequestRecord[]): string[] => found.map((record) => record.id);
  return {
    posts: posts.length,
    twice: ids(posts.filter((record) => countOf(record) > 1)),
    missing: ids(posts.filter((record) => good(record) && countOf(record) === 0)),
    unanswered: ids(posts.filter((record) => !good(record) && countOf(record) === 1)),
  };
}
