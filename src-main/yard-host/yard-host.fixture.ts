/** For tests: real yard hosts as processes of their own, on sample images made on the fly. */
import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { isServed, type ServedFleet } from '../../src-shared/entry-of.ts';
import type { Generation } from '../../src-shared/fleet.ts';
import {
  asFleetId,
  asGenerationId,
  asRolloutId,
  asToken,
  type GenerationId,
  type RolloutId,
} from '../../src-shared/ids.ts';
import type { Result } from '../../src-shared/result.ts';
import { systemClock } from '../clock/system-clock.ts';
import type { RouteOrder, YardObservation } from '../yards/port.ts';
import { ensureHost } from '../yards/local/host-finder.ts';
import { openLocalYard, type LocalYard } from '../yards/local/local-yard.ts';
import { removeTree } from './images/image-leftovers.ts';
import { openFixture } from './images/image-fixture.ts';

/** As it was built just before: out of the sources each start of it costs a second of both cores, and its blocks' too. */
const nodeHost =
  process.env['BLOCKYARD_BUILT'] === '1'
    ? join(import.meta.dirname, '../../out/main/node-host.js')
    : join(import.meta.dirname, '../node-host.ts');

/** Answers with its version; `/slow` takes 500 ms, `/exit` ends the block with code 3. */
const server = (version: string): string => `
import { createServer } from 'node:http';
const server = createServer((request, response) => {
  if (request.url === '/exit') process.exit(3);
  const answer = () => response.end(${JSON.stringify(version)});
  if (request.url === '/slow') setTimeout(answer, 500);
  else answer();
});
server.listen(Number(process.env.PORT), '127.0.0.1');
process.on('SIGTERM', () => { server.close(() => process.exit(0)); server.closeIdleConnections(); });
console.log('ready', ${JSON.stringify(version)});
`;

/** The real ones: what they lose is what is tested. */
async function runner(version: string): Promise<Record<string, string>> {
  const folder = join(import.meta.dirname, `../../assets/samples/test-runners-${version}`);
  const names = ['blockyard.json', 'run.mjs', 'server.mjs'];
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
  return Object.fromEntries(names.map((name, index) => [name, texts[index] ?? '']));
}

export interface HostBench {
  readonly dataFolder: string;
  readonly samplesFolder: string;
  /** Starts one more host process for the folder; it may find the folder taken. */
  readonly startHost: () => ChildProcess;
  /** The host that answers, started when there is none. */
  readonly ensure: () => Promise<number>;
  readonly openYard: () => LocalYard;
  readonly close: () => Promise<void>;
}

/** @param samplesFolder the images of the first run; by default some that only say their version. */
export async function openHostBench(
  dataFolder?: string,
  samplesFolder?: string,
): Promise<HostBench> {
  const samples = openFixture();
  for (const version of ['v1', 'v2', 'v3']) {
    samples.add(`storefront-${version}`, {
      'blockyard.json': JSON.stringify({
        name: 'storefront',
        version,
        start: { server: 'server.mjs' },
      }),
      'server.mjs': server(version),
    });
  }
  for (const version of ['v1', 'v2']) samples.add(`test-runners-${version}`, await runner(version));
  const root = await mkdtemp(join(tmpdir(), 'blockyard-host-'));
  const data = dataFolder ?? join(root, 'data');
  const children: ChildProcess[] = [];
  const yards: LocalYard[] = [];
  const startHost = (): ChildProcess => {
    const child = spawn(
      process.execPath,
      [
        nodeHost,
        `--yard-host=${data}`,
        `--samples=${samplesFolder ?? samples.path}`,
        '--sample-port=0',
      ],
      { stdio: ['ignore', 'ignore', 'inherit'] },
    );
    children.push(child);
    return child;
  };
  return {
    dataFolder: data,
    samplesFolder: samplesFolder ?? samples.path,
    startHost,
    ensure: async () => {
      const found = await ensureHost({
        dataFolder: data,
        // Twelve starters on two busy cores are slow; that is not what is tested.
        limitMs: 60_000,
        spawnHost: () => {
          startHost();
        },
      });
      return valueOf(found).claim.pid;
    },
    openYard: () => {
      const yard = openLocalYard({
        dataFolder: data,
        clock: systemClock,
        onLink: () => undefined,
      });
      yards.push(yard);
      return yard;
    },
    close: async () => {
      for (const yard of yards) yard.close();
      for (const child of children) {
        if (child.exitCode !== null || child.signalCode !== null) continue;
        const gone = once(child, 'exit');
        child.kill('SIGKILL');
        await gone;
      }
      // Leases end the blocks a moment later.
      await pause(100);
      await samples.remove();
      await removeTree(root);
    },
  };
}

/** @throws with the fault's sentence. */
export function valueOf<Value>(result: Result<Value>): Value {
  if (result.ok) return result.value;
  throw new Error(`${result.fault.code}: ${result.fault.message} ${result.fault.todo ?? ''}`);
}

export async function until<Value>(
  look: () => Promise<Value | null | undefined | false>,
  what: string,
  limitMs = 10_000,
): Promise<Value> {
  const endsAt = performance.now() + limitMs;
  while (performance.now() < endsAt) {
    const found = await look();
    if (found !== null && found !== undefined && found !== false) return found;
    await pause(25);
  }
  throw new Error(`It did not come within ${String(limitMs)} ms: ${what}`);
}

export async function seen(yard: LocalYard): Promise<YardObservation> {
  return valueOf(await yard.observe());
}

export async function seenFleet(yard: LocalYard): Promise<ServedFleet> {
  const fleet = (await seen(yard)).fleets[0];
  if (fleet === undefined || !isServed(fleet)) throw new Error('There is no fleet with an entry.');
  return fleet;
}

export function healthy(generation: Generation): number {
  return generation.blocks.filter((block) => block.state.kind === 'healthy').length;
}

/** Each warm generation has all its blocks in service. */
export async function wholeFleet(yard: LocalYard, limitMs = 15_000): Promise<ServedFleet> {
  return until(
    async () => {
      const observed = await yard.observe();
      const fleet = observed.ok ? observed.value.fleets[0] : undefined;
      const warm = fleet?.generations.filter((each) => each.rung === 'warm') ?? [];
      const isWhole = warm.length > 0 && warm.every((each) => healthy(each) === each.size);
      return isWhole && fleet !== undefined && isServed(fleet) ? fleet : null;
    },
    'every block healthy',
    limitMs,
  );
}

export const fleetId = asFleetId('storefront');
export const v1 = asGenerationId('storefront-v001');
export const v2 = asGenerationId('storefront-v002');
export const owner = { name: 'Ada', host: 'desk', panel: 'panel-1' };
export const someIntent = { kind: 'retire', generation: v1 } as const;

/** A fresh rollout that holds the fleet. */
export async function claimed(yard: LocalYard, leaseMs = 60_000): Promise<RolloutId> {
  const rollout = asRolloutId(randomUUID());
  const claim = { fleet: fleetId, rollout, intent: someIntent, owner, leaseMs, epoch: 1 };
  valueOf(await yard.claim(claim));
  return rollout;
}

/** All traffic to v1 or v2: a cutover with a revision, a revert that overtakes with `any`. */
export function routeTo(
  to: GenerationId,
  rollout: RolloutId,
  expectedRevision: number | 'any',
): RouteOrder {
  const from = to === v1 ? v2 : v1;
  return {
    fleet: fleetId,
    weights: [
      { generation: to, weight: 100 },
      { generation: from, weight: 0 },
    ],
    expectedRevision,
    previous: from,
    rollout,
    overtake: expectedRevision === 'any',
    token: asToken(randomUUID()),
  };
}

export async function noticed(yard: LocalYard, text: RegExp): Promise<void> {
  await until(
    async () => {
      const observed = await yard.observe();
      return observed.ok && observed.value.notices.some((notice) => text.test(notice.text));
    },
    `a notice like ${String(text)}`,
  );
}
