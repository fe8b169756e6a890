/** A first run that cannot read its samples is tried again: the yard does not stay empty for ever. */
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { systemClock } from '../clock/system-clock.ts';
import { spawnNodeChild } from './blocks/spawn-node-child.ts';
import { runYardHost, type YardHost } from './run-yard-host.ts';
import {
  noticed,
  openHostBench,
  seen,
  until,
  valueOf,
  wholeFleet,
  type HostBench,
} from './yard-host.fixture.ts';

const hosts: YardHost[] = [];
let bench: HostBench | null = null;
afterEach(async () => {
  for (const host of hosts.splice(0)) await host.stop();
  await bench?.close();
});

async function start(dataFolder: string, samplesFolder: string): Promise<YardHost> {
  const started = valueOf(
    await runYardHost({
      dataFolder,
      samplesFolder,
      appVersion: '0.0.0',
      clock: systemClock,
      samplePort: 0,
      sampleBlocks: 1,
      spawnNode: spawnNodeChild({
        bootPath: join(import.meta.dirname, 'blocks', 'block-boot.ts'),
        execPath: process.execPath,
      }),
    }),
  );
  if (started.kind !== 'running') throw new Error('taken');
  hosts.push(started.host);
  return started.host;
}

it('makes the sample fleet at the next start when the first one could not', async () => {
  bench = await openHostBench();
  const host = await start(bench.dataFolder, join(bench.samplesFolder, 'not-here'));
  const yard = bench.openYard();
  await until(() => Promise.resolve(yard.link().kind === 'live'), 'the link');
  await noticed(yard, /sample fleet could not be made.*tried again at the next start/u);
  expect((await seen(yard)).fleets).toEqual([]);
  await host.stop();
  await start(bench.dataFolder, bench.samplesFolder);
  const fleet = await wholeFleet(yard);
  expect(fleet.generations).toHaveLength(2);
  // Nobody was served before, so no absence is told.
  const { notices } = await seen(yard);
  expect(notices.some(({ text }) => text.includes('was stopped on request'))).toBe(false);
}, 40_000);
