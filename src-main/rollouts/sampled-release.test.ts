/** Sample requests beside a whole release: none is waited for without an end, and none is sent into moved traffic. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { v1, v2 } from '../../src-shared/fleet.fixture.ts';
import type { Fleet } from '../../src-shared/fleet.ts';
import type { ReleaseTerms } from '../../src-shared/release-schema.ts';
import { usualTerms } from '../../src-shared/release.ts';
import { succeed } from '../../src-shared/result.ts';
import type { AskSamples } from '../compare/findings/ask-behaviour.ts';
import { unsampled } from '../compare/findings/behaviour-findings.ts';
import { valueOf } from '../yard-host/yard-host.fixture.ts';
import { openPanelBench, type PanelBench } from './panel-bench.fixture.ts';
import { fleetId, openSimBench, type SimBench } from './simulation/sim-bench.fixture.ts';

let folder: string;
let bench: SimBench;
let panel: PanelBench;
afterEach(async () => {
  await panel.rollouts.stop();
  bench.observations.stop();
  await rm(folder, { recursive: true, force: true });
});

/** @returns when sample requests began, ended, and traffic was ordered, as words in their order. */
async function released(
  findings: ReleaseTerms['findings'],
  see: (fleet: Fleet) => Fleet = (fleet) => fleet,
): Promise<readonly string[]> {
  const order: string[] = [];
  const samples: AskSamples = (_fleet, _sides, enough) => {
    order.push('begun');
    return new Promise((resolve) => {
      enough.addEventListener('abort', () => {
        order.push('ended');
        resolve(unsampled('it was ended.'));
      });
    });
  };
  folder = await mkdtemp(join(tmpdir(), 'blockyard-sampled-'));
  bench = openSimBench({
    ...{ serving: v1, previous: null },
    change: (yard) => ({
      ...yard,
      // As in an account whose listener leaves no room for a proof.
      capabilities: { ...yard.capabilities, previewAddress: false },
      observe: async () => {
        const seen = await yard.observe();
        return seen.ok ? succeed({ ...seen.value, fleets: seen.value.fleets.map(see) }) : seen;
      },
      route: (...of) => {
        order.push('share');
        return yard.route(...of);
      },
    }),
  });
  panel = await openPanelBench(bench, folder, { engine: { samples } });
  bench.observations.start();
  await bench.pass(1000);
  const wish = {
    kind: 'release',
    source: { kind: 'generation', generation: v2 },
    expectedRevision: 1,
    terms: { ...usualTerms, waitsForPress: false, ...(findings && { findings }) },
  } as const;
  const begun = panel.rollouts.begin(fleetId, wish, bench.clock.now());
  await bench.pass(30_000);
  valueOf(await begun);
  return order;
}

/** Three of the four blocks of v002 are healthy, which is the floor. */
const sick = (fleet: Fleet): Fleet => ({
  ...fleet,
  floor: 3,
  generations: fleet.generations.map((one) => ({
    ...one,
    blocks: one.blocks.map((block, at) =>
      one.id === v2 && at === 0
        ? { ...block, state: { kind: 'unhealthy', reason: 'its check fails' } }
        : block,
    ),
  })),
});

it('compares a candidate that is not whole, and then waits for a person alone', async () => {
  expect(await released('strict', sick)).toEqual(['begun', 'ended']);
  const waits = panel.rollouts.progress().map(({ waitingBecause }) => waitingBecause);
  expect(waits).toEqual([expect.stringContaining('A person has to accept that')]);
});

it('ends them before the first share leaves, not with the look after it', async () => {
  expect(await released(undefined)).toEqual(['begun', 'ended', 'share']);
});
