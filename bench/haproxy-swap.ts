/**
 * Switches under open-loop load, ours beside HAProxy's: what was lost, how long until the new side
 * answers, and what the requests near a switch felt. Same servers, same load, same switching rhythm.
 */
import { matchLedgers, readLedger } from '../e2e/load/ledger.ts';
import { startOpenLoop } from '../e2e/load/open-loop.ts';
import { latencyMs, lossReason, type RequestRecord } from '../e2e/load/request-record.ts';
import { preciseNowMs } from '../e2e/load/send-request.ts';
import { percentile, summarise } from '../e2e/load/summary.ts';
import { atMost, told, type Figure } from './figure.ts';
import { findHaproxy, startHaproxy } from './haproxy.ts';
import { startTargets, type LoadTarget } from './load-targets.ts';
import { median } from './median.ts';
import { startOwnEntry, type RunningProxy } from './own-entry.ts';

export interface SwapPlan {
  readonly switches: number;
  readonly betweenMs: number;
  readonly requestsPerSecond: number;
  readonly blocksPerGeneration: number;
}

const usualPlan: SwapPlan = {
  switches: 20,
  betweenMs: 1500,
  requestsPerSecond: 400,
  blocksPerGeneration: 4,
};

interface SwapResult {
  readonly sent: number;
  readonly lost: number;
  readonly twice: number;
  readonly missing: number;
  readonly firstAnswerMs: readonly number[];
  readonly p99AfterSwitchMs: number;
  readonly lagP99Ms: number;
  readonly engineMicros: readonly number[];
}

/** One run in front of fresh servers. */
async function runSwaps(
  start: (targets: readonly LoadTarget[]) => Promise<RunningProxy>,
  plan: SwapPlan,
): Promise<SwapResult> {
  const generations = ['shop-v001', 'shop-v002'];
  const targets = (
    await Promise.all(generations.map((one) => startTargets(one, plan.blocksPerGeneration)))
  ).flat();
  const proxy = await start(targets);
  try {
    const load = startOpenLoop({
      url: proxy.url,
      requestsPerSecond: plan.requestsPerSecond,
      name: proxy.name.replace(' ', '-'),
    });
    await pause(1500);
    const switches: { readonly atMs: number; readonly to: string }[] = [];
    const engineMicros: number[] = [];
    for (let turn = 1; turn <= plan.switches; turn += 1) {
      const to = generations[turn % 2] ?? '';
      switches.push({ atMs: preciseNowMs(), to });
      const told = await proxy.switchTo(to);
      if (told.engineMicros !== undefined) engineMicros.push(told.engineMicros);
      await pause(plan.betweenMs);
    }
    const records = await load.stop();
    const ledgers = await Promise.all(targets.map(({ port }) => readLedger(`127.0.0.1:${port}`)));
    const match = matchLedgers(records, ledgers);
    const summary = summarise(records);
    const near = records.filter(
      (one) =>
        one.kind === 'short' &&
        switches.some(({ atMs }) => one.dueAtMs >= atMs && one.dueAtMs < atMs + 1000),
    );
    return {
      sent: summary.sent,
      lost: summary.lost,
      twice: match.twice.length,
      missing: match.missing.length,
      firstAnswerMs: switches.map(({ atMs, to }) => firstAnswerAfter(records, atMs, to)),
      p99AfterSwitchMs: percentile(near.map(latencyMs), 0.99) ?? Number.NaN,
      lagP99Ms: summary.lagP99Ms ?? Number.NaN,
      engineMicros,
    };
  } finally {
    await proxy.stop();
    await Promise.all(targets.map((one) => one.process.stop()));
  }
}

/** A client later than this was itself starved: its times say nothing about the proxy. */
const punctualMs = 10;
const attempts = 3;

/**
 * Repeats a run until the client was punctual. Times are those of the most punctual run; losses are
 * added up over all of them, for a busy machine excuses none.
 */
async function runPunctually(
  start: (targets: readonly LoadTarget[]) => Promise<RunningProxy>,
  plan: SwapPlan,
  log: (line: string) => void,
): Promise<SwapResult> {
  let best: SwapResult | undefined;
  let sent = 0;
  let lost = 0;
  let twice = 0;
  let missing = 0;
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    const run = await runSwaps(start, plan);
    sent += run.sent;
    lost += run.lost;
    twice += run.twice;
    missing += run.missing;
    if (best === undefined || run.lagP99Ms < best.lagP99Ms) best = run;
    if (run.lagP99Ms <= punctualMs) break;
    const again = attempt < attempts ? ' Once more.' : ' The times of this machine say little.';
    log(`The load client was late by ${String(run.lagP99Ms)} ms (p99).${again}`);
  }
  if (best === undefined) throw new Error('No run was made.');
  return { ...best, sent, lost, twice, missing };
}

/** From the command to the first good answer by the new side, in ms; NaN when none came. */
function firstAnswerAfter(records: readonly RequestRecord[], atMs: number, to: string): number {
  let first = Number.NaN;
  for (const one of records) {
    if (one.generation !== to || one.answeredAtMs === null || one.sentAtMs < atMs - 200) continue;
    if (lossReason(one) !== null || one.answeredAtMs < atMs) continue;
    const afterMs = one.answeredAtMs - atMs;
    if (!(first <= afterMs)) first = afterMs;
  }
  return first;
}

/**
 * Both runs as figures. Without HAProxy its half is left out, loudly, with the way to get it.
 * @param log where the skip is said.
 */
export async function measureSwaps(
  log: (line: string) => void,
  plan: SwapPlan = usualPlan,
): Promise<readonly Figure[]> {
  const own = await runPunctually(startOwnEntry, plan, log);
  const program = findHaproxy();
  const figures = ownFigures(own);
  if (program === undefined) {
    log('SKIPPED: HAProxy is not installed, so nothing is compared with it.');
    log('         As root on Debian or Ubuntu: apt-get install -y haproxy');
    return figures;
  }
  const peer = await runPunctually((targets) => startHaproxy(program, targets), plan, log);
  const ownFirst = median(own.firstAnswerMs);
  const peerFirst = median(peer.firstAnswerMs);
  return [
    ...figures,
    told('swap-haproxy-lost', peer.lost, 'requests'),
    told('swap-haproxy-sent', peer.sent, 'requests'),
    told('swap-haproxy-first-response-median', peerFirst, 'ms'),
    told('swap-haproxy-first-response-max', Math.max(...peer.firstAnswerMs), 'ms'),
    told('swap-haproxy-p99-after-switch', peer.p99AfterSwitchMs, 'ms'),
    told('swap-haproxy-client-lag-p99', peer.lagP99Ms, 'ms'),
    atMost('swap-first-response-own-over-haproxy', ownFirst / peerFirst, 'x', 3),
  ];
}

function ownFigures(own: SwapResult): readonly Figure[] {
  return [
    told('swap-own-sent', own.sent, 'requests'),
    // None at all, which is also no more than HAProxy loses.
    atMost('swap-own-lost', own.lost, 'requests', 0),
    atMost('swap-own-posts-twice', own.twice, 'requests', 0),
    atMost('swap-own-posts-missing', own.missing, 'requests', 0),
    told('swap-own-first-response-median', median(own.firstAnswerMs), 'ms'),
    told('swap-own-first-response-max', Math.max(...own.firstAnswerMs), 'ms'),
    told('swap-own-p99-after-switch', own.p99AfterSwitchMs, 'ms'),
    told('swap-own-client-lag-p99', own.lagP99Ms, 'ms'),
    atMost('swap-own-engine-max', Math.max(...own.engineMicros) / 1000, 'ms', 5),
  ];
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
