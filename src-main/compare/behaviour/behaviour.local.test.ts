/** On a real yard host with real blocks: a slow starter, a slow path, and two of the same. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verdictOf } from '../../../src-shared/behaviour.ts';
import { startTrend } from '../../../src-shared/block-starts.ts';
import {
  asToken,
  generationIdOf,
  type GenerationId,
  type ImageId,
} from '../../../src-shared/ids.ts';
import { openFixture, type FixtureFolder } from '../../yard-host/images/image-fixture.ts';
import { claimed, fleetId, openHostBench, seenFleet, until, v1, v2, valueOf, wholeFleet, type HostBench } from '../../yard-host/yard-host.fixture.ts'; // prettier-ignore
import type { LocalYard } from '../../yards/local/local-yard.ts';
import { compareBehaviour } from './compare-behaviour.ts';

/** Listens only after `startMs`; `/slow` takes `slowMs`. */
const server = (startMs: number, slowMs: number): string => `
import { createServer } from 'node:http';
const server = createServer((request, response) => {
  if (request.url === '/slow') setTimeout(() => response.end('ok'), ${String(slowMs)});
  else response.end('ok');
});
setTimeout(() => server.listen(Number(process.env.PORT), '127.0.0.1'), ${String(startMs)});
process.on('SIGTERM', () => process.exit(0));
`;

const slowStartMs = 900;

describe('how two generations behave', { timeout: 60_000 }, () => {
  let samples: FixtureFolder;
  let bench: HostBench;
  let yard: LocalYard;
  let pid = 0;
  const image = (version: string, startMs: number, slowMs: number): string =>
    samples.add(`storefront-${version}`, {
      'blockyard.json': JSON.stringify({ name: 'storefront', version, start: { server: 'server.mjs' } }), // prettier-ignore
      'server.mjs': server(startMs, slowMs),
    });
  beforeAll(async () => {
    samples = openFixture();
    image('v1', 0, 1);
    image('v2', slowStartMs, 41);
    image('v3', 0, 1);
    bench = await openHostBench(undefined, samples.path);
    pid = await bench.ensure();
    yard = bench.openYard();
    await wholeFleet(yard);
  });
  afterAll(async () => {
    await bench.close();
    await samples.remove();
  });
  const startsOf = async (id: GenerationId) =>
    (await seenFleet(yard)).generations.find((one) => one.id === id)?.starts;
  const ask = async (a: GenerationId, b: GenerationId) => {
    const signal = new AbortController().signal;
    const fleet = await seenFleet(yard);
    const paths = [{ path: '/' }, { path: '/slow' }];
    const ground = { nowMs: 0, monotonicMs: () => performance.now(), onProgress: () => undefined, signal }; // prettier-ignore
    const report = valueOf(await compareBehaviour(ground, { fleet, a, b, paths, waitsSeconds: 5 }));
    return report.paths.map((one) => verdictOf(one, 'left', 'right').kind);
  };

  it('knows how long each took to start, and that nobody has asked yet', async () => {
    const [quick, slow] = [await startsOf(v1), await startsOf(v2)];
    expect(slow?.healthy.medianMs).toBeGreaterThanOrEqual(slowStartMs);
    expect(slow?.healthy.medianMs).toBeGreaterThan((quick?.healthy.medianMs ?? Infinity) + 300);
    expect(slow?.healthy).toMatchObject({ starts: 4 });
    expect(slow?.running?.medianMs).toBeLessThan(slow?.healthy.medianMs ?? 0);
    expect(slow?.firstResponse).toBeNull();
  });

  it('tells a slow path, and nothing of the other one or of a generation beside itself', async () => {
    expect(await ask(v1, v2)).toEqual(['alike', 'slower']);
    expect(await ask(v1, v1)).toEqual(['alike', 'alike']);
    // Whoever asked was answered: that is its first response.
    const slow = await startsOf(v2);
    expect(slow?.firstResponse?.medianMs).toBeGreaterThan(slow?.healthy.medianMs ?? Infinity);
  });

  it('keeps them over a restart of the host, and for the trend when a generation is retired', async () => {
    const before = await startsOf(v2);
    const rollout = await claimed(yard);
    const order = { fleet: fleetId, rollout, epoch: 1 };
    const v3Image: ImageId = (valueOf(await yard.observe()).images.find(({ version }) => version === 'v3')?.id ?? expect.unreachable()); // prettier-ignore
    const recipe = (await seenFleet(yard)).generations[0]?.recipe ?? expect.unreachable();
    valueOf(await yard.launchGeneration({ ...order, token: asToken('launch-v3'), number: 3, size: 1, image: v3Image, recipe })); // prettier-ignore
    await wholeFleet(yard);
    valueOf(await yard.retireGeneration({ ...order, token: asToken('retire-v2'), generation: v2 }));
    expect(await startsOf(v2)).toEqual(before);
    process.kill(pid, 'SIGKILL');
    await bench.ensure();
    await wholeFleet(yard, 30_000);
    const fleet = await until(async () => {
      const now = await seenFleet(yard);
      // The launches of the new host are starts, too.
      return now.generations[0]?.starts?.healthy.starts === 8 && now;
    }, 'the starts after the restart');
    expect(startTrend(fleet).map(({ generation }) => generation.id)).toEqual([v1, v2, generationIdOf('storefront', 3)]); // prettier-ignore
    expect(fleet.generations.find(({ id }) => id === v2)?.starts).toEqual(before);
  });
});
