/** Real load beside the window, matched by id on both sides when it ends. */
import { expect } from '@playwright/test';
import type { Fleet } from '../../src-shared/fleet.ts';
import { matchLedgers, readLedger, type Ledger, type LedgerMatch } from '../load/ledger.ts';
import { startOpenLoop, type LoadOptions, type LoadRun } from '../load/open-loop.ts';
import type { RequestRecord } from '../load/request-record.ts';
import { summarise, type LoadSummary } from '../load/summary.ts';

/** Enough to have several requests of each kind under way at any time, and fit for two cores. */
const requestsPerSecond = 120;

export interface Traffic extends LoadRun {
  /** Resolves once so many requests are finished: the load is really there. */
  readonly untilFinished: (count: number) => Promise<void>;
  /** @param fleet whose blocks are asked what they carried out. */
  readonly end: (fleet: Fleet) => Promise<TrafficReport>;
}

export interface TrafficReport {
  readonly summary: LoadSummary;
  readonly match: LedgerMatch;
  readonly records: readonly RequestRecord[];
}

export function startTraffic(
  url: string,
  name: string,
  more: Pick<Partial<LoadOptions>, 'requestsPerSecond' | 'mix'> = {},
): Traffic {
  const run = startOpenLoop({ url, name, requestsPerSecond, ...more });
  return {
    ...run,
    untilFinished: (count) =>
      expect
        .poll(() => run.records.length, { message: 'requests finished', timeout: 30_000 })
        .toBeGreaterThanOrEqual(count),
    end: async (fleet) => {
      const records = await run.stop();
      const ledgers = await ledgersOf(fleet);
      return { summary: summarise(records), match: matchLedgers(records, ledgers), records };
    },
  };
}

async function ledgersOf(fleet: Fleet): Promise<Ledger[]> {
  const blocks = fleet.generations.flatMap((generation) => generation.blocks);
  const addresses = blocks.flatMap((block) =>
    block.address === undefined || block.state.kind === 'exited' ? [] : [block.address],
  );
  return Promise.all(addresses.map(readLedger));
}

/**
 * Nothing lost, nothing carried out twice, nothing answered that nobody did.
 * @param blocks `some-ended`: a block that was replaced took its ledger with it, so what it did is missing.
 */
export function expectNothingLost(
  { summary, match }: TrafficReport,
  blocks: 'all-there' | 'some-ended' = 'all-there',
): void {
  expect(summary.lostBy, `lost of ${String(summary.sent)} requests`).toEqual({});
  expect(match.twice, 'POSTs carried out twice').toEqual([]);
  if (blocks === 'all-there') {
    expect(match.missing, 'POSTs answered that no block knows').toEqual([]);
  }
  expect(match.posts, 'POSTs sent').toBeGreaterThan(0);
}

/** The first answer that names this generation after a moment, in ms since that moment. */
export function firstAnswerAfterMs(
  records: readonly RequestRecord[],
  generation: string,
  momentMs: number,
): number | null {
  const times = records
    .filter((record) => record.generation === generation && record.answeredAtMs !== null)
    .map((record) => (record.answeredAtMs ?? 0) - momentMs)
    .filter((ms) => ms >= 0);
  return times.length === 0 ? null : Math.min(...times);
}
