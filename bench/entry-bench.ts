/** What the entry's rules cost: its CPU time and throughput beside a bare proxy's, and no proxy at all. */
import { fileURLToPath } from 'node:url';
import { measureThroughput } from './closed-loop.ts';
import { atMost, told, type Figure } from './figure.ts';
import { startLineProcess } from './line-process.ts';
import { startTargets } from './load-targets.ts';
import { median } from './median.ts';
import { askCpuMicros, startOwnEntry } from './own-entry.ts';

const connections = 32;
const roundMs = 1500;
/** The first one warms up and does not count. */
const rounds = 6;

interface Contestant {
  readonly url: string;
  readonly cpuMicros: () => Promise<number>;
  readonly perSecond: number[];
  readonly cpuMicrosEach: number[];
}

/**
 * Short rounds in turn, so that a busy moment of the machine hits all alike. CPU time per request
 * is what is judged: it holds on a busy machine, where requests per second measure the neighbours.
 * About 30 s.
 */
export async function measureEntryThroughput(): Promise<readonly Figure[]> {
  const targets = await startTargets('shop-v001', 3);
  const bare = startLineProcess(
    fileURLToPath(new URL('bare-proxy.ts', import.meta.url)),
    targets.map(({ port }) => String(port)),
  );
  const { port: barePort } = await bare.next((value) => typeof value['port'] === 'number');
  const own = await startOwnEntry(targets);
  const contestant = (url: string, cpuMicros: () => Promise<number>): Contestant => ({
    url,
    cpuMicros,
    perSecond: [],
    cpuMicrosEach: [],
  });
  const direct = contestant(`http://127.0.0.1:${String(targets[0]?.port)}`, () =>
    Promise.resolve(0),
  );
  const yardstick = contestant(`http://127.0.0.1:${String(barePort)}`, () => askCpuMicros(bare));
  const ours = contestant(own.url, own.cpuMicros);
  try {
    for (let round = 0; round < rounds; round += 1) {
      for (const one of [direct, yardstick, ours]) await measureRound(one, round > 0);
    }
  } finally {
    await Promise.all([own.stop(), bare.stop()]);
    await Promise.all(targets.map((one) => one.process.stop()));
  }
  const bareCpu = median(yardstick.cpuMicrosEach);
  const ownCpu = median(ours.cpuMicrosEach);
  return [
    told('entry-throughput-direct', Math.round(median(direct.perSecond)), 'requests/s'),
    told('entry-throughput-bare-proxy', Math.round(median(yardstick.perSecond)), 'requests/s'),
    told('entry-throughput-own', Math.round(median(ours.perSecond)), 'requests/s'),
    told('entry-cpu-bare-proxy', bareCpu, 'us/request'),
    told('entry-cpu-own', ownCpu, 'us/request'),
    // Measured 1.0 to 1.2 here; a rule that costs as much as proxying itself would show.
    atMost('entry-cpu-own-over-bare', ownCpu / bareCpu, 'x', 1.4),
  ];
}

async function measureRound(one: Contestant, counts: boolean): Promise<void> {
  const before = await one.cpuMicros();
  const { requests, perSecond } = await measureThroughput(one.url, '/health', connections, roundMs);
  const used = (await one.cpuMicros()) - before;
  if (!counts) return;
  one.perSecond.push(perSecond);
  one.cpuMicrosEach.push(used / requests);
}
