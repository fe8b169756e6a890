/**
 * The write-ahead record on the disk: what one append costs a rollout, beside the bare sync of the same
 * bytes, and how long a start needs to find what is unfinished among 10 000 records.
 */
import { mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { percentile } from '../e2e/load/summary.ts';
import {
  asFleetId,
  asGenerationId,
  asRolloutId,
  asToken,
  type RolloutId,
} from '../src-shared/ids.ts';
import type { BegunEntry, JournalEntry } from '../src-main/journal/entries.ts';
import { openJournal } from '../src-main/journal/journal.ts';
import { chainStart, encodeLine } from '../src-main/journal/line.ts';
import { told, type Figure } from './figure.ts';

const appends = 400;
const records = 10_000;
/** Of them without an end, spread over all. */
const unfinishedEvery = 1000;

export async function measureJournal(): Promise<readonly Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'blockyard-bench-journal-'));
  try {
    return [...(await measureAppends(folder)), ...(await measureRecovery(join(folder, 'many')))];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function measureAppends(folder: string): Promise<readonly Figure[]> {
  const journal = await openJournal(join(folder, 'one'), Date.now);
  const rollout = asRolloutId('bench');
  const record = await journal.begin(begunBy(rollout));
  if (!record.ok) throw new Error(record.fault.message);
  const bare = await open(join(folder, 'bare'), 'a');
  const bytes = encodeLine(1, chainStart(rollout), 0, intended).text;
  const own: number[] = [];
  const bareMs: number[] = [];
  // In turns, so that a busy disk strikes both.
  for (let round = 0; round < appends; round += 1) {
    own.push(await timed(() => record.value.append(intended)));
    bareMs.push(
      await timed(async () => {
        await bare.write(bytes);
        await bare.datasync();
      }),
    );
  }
  await bare.close();
  await record.value.close();
  const at = (times: number[], share: number): number => percentile(times, share) ?? NaN;
  return [
    told('journal-append-p50', at(own, 0.5), 'ms'),
    told('journal-append-p99', at(own, 0.99), 'ms'),
    told('journal-bare-sync-p50', at(bareMs, 0.5), 'ms'),
    told('journal-bare-sync-p99', at(bareMs, 0.99), 'ms'),
  ];
}

async function measureRecovery(folder: string): Promise<readonly Figure[]> {
  const journal = await openJournal(folder, Date.now);
  for (let index = 0; index < records; index += 1) {
    const rollout = asRolloutId(`rollout-${index}`);
    const isUnfinished = index % unfinishedEvery === 0;
    const entries = [begunBy(rollout), intended, ...(isUnfinished ? [] : [ended])];
    const name = `${String(1_700_000_000_000 + index)}-${rollout}.jsonl`;
    await writeFile(join(folder, name), textOf(rollout, entries));
  }
  let found: readonly RolloutId[] = [];
  const unfinishedMs = await timed(async () => (found = await journal.readUnfinished()));
  if (found.length !== records / unfinishedEvery) {
    throw new Error(
      `${found.length} unfinished records were found, and ${records / unfinishedEvery} are there.`,
    );
  }
  const historyMs = await timed(() => journal.readHistory(500));
  return [
    told('journal-records', records, 'records'),
    told('journal-unfinished-among-them', unfinishedMs, 'ms'),
    told('journal-history-with-them', historyMs, 'ms'),
  ];
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const begunAtMs = performance.now();
  await work();
  return performance.now() - begunAtMs;
}

function textOf(rollout: RolloutId, entries: readonly JournalEntry[]): string {
  let hash = chainStart(rollout);
  let text = '';
  for (const [index, entry] of entries.entries()) {
    const line = encodeLine(index + 1, hash, 1_700_000_000_000, entry);
    hash = line.hash;
    text += line.text;
  }
  return text;
}

function begunBy(rollout: RolloutId): BegunEntry {
  return {
    type: 'begun',
    rollout,
    fleet: asFleetId('storefront'),
    intent: {
      kind: 'revert',
      to: asGenerationId('storefront-v001'),
      from: asGenerationId('storefront-v002'),
    },
    owner: { name: 'ann', host: 'desk', panel: 'panel-1' },
    pressedAtMs: 5,
    label: 'Revert to v001',
    split: 'v002 100 %',
    revision: 2,
  };
}

const intended: JournalEntry = {
  type: 'intended',
  key: 'route',
  token: asToken('rollout-1.route'),
  attempt: 1,
  epoch: 1,
  title: 'Send 100 % of the traffic to v001',
  reason: 'The split reads v002 100 % (revision 2).',
};

const ended: JournalEntry = {
  type: 'ended',
  kind: 'verified',
  text: 'v001 serves.',
  firstResponseMs: 20,
};
