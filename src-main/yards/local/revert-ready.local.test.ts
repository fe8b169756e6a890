/** A real yard whose way back is broken in one way after the other: each is said by the next look. */
import { chmod, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { randomUUID } from 'node:crypto';
import { afterEach, expect, it } from 'vitest';
import { asRolloutId } from '../../../src-shared/ids.ts';
import { revertReadiness } from '../../../src-shared/revert-readiness.ts';
import { sendsAllTo } from '../../../src-shared/split.ts';
import { removeTree } from '../../yard-host/images/image-leftovers.ts';
import {
  openHostBench,
  routeTo,
  seenFleet,
  v1,
  v2,
  valueOf,
  wholeFleet,
  type HostBench,
} from '../../yard-host/yard-host.fixture.ts';
import type { LocalYard } from './local-yard.ts';

let bench: HostBench | null = null;
afterEach(async () => {
  await bench?.close();
  bench = null;
});

/** Between two looks of a panel at the most. */
const lookEveryMs = 1000;

/** v002 serves since a cutover from v001. */
async function cutOver(): Promise<{ yard: LocalYard; imageFolder: string }> {
  bench = await openHostBench();
  await bench.ensure();
  const yard = bench.openYard();
  const fleet = await wholeFleet(yard);
  valueOf(await yard.route(routeTo(v2, asRolloutId(randomUUID()), 'any')));
  const image = fleet.generations.find(({ id }) => id === v1)?.image ?? '';
  const imageFolder = join(bench.dataFolder, 'images', image.replace(':', '-'));
  return { yard, imageFolder };
}

async function conditions(yard: LocalYard): Promise<readonly string[]> {
  const said = revertReadiness(await seenFleet(yard), null);
  return said.kind === 'nothing'
    ? [said.because]
    : said.conditions.map(({ what, reason }) => `${what}: ${reason}`);
}

/** By the next look of a panel; where the disk was slower than a look waits for it, by the one after that. */
async function expectAfterALook(yard: LocalYard, wanted: readonly string[]): Promise<void> {
  await pause(lookEveryMs);
  const seen = await conditions(yard);
  if (JSON.stringify(seen) === JSON.stringify(wanted)) return;
  await pause(lookEveryMs);
  expect(await conditions(yard)).toEqual(wanted);
}

it('says within one look that its image is gone or damaged, and that it is back', async () => {
  const { yard, imageFolder } = await cutOver();
  await expectAfterALook(yard, []);
  await rename(imageFolder, `${imageFolder}-aside`);
  await expectAfterALook(yard, ['image: its image is gone']);
  await rename(`${imageFolder}-aside`, imageFolder);
  await expectAfterALook(yard, []);
  const file = join(imageFolder, 'files', 'server.mjs');
  await chmod(file, 0o644);
  await writeFile(file, '// not the file that was imported\n');
  await expectAfterALook(yard, ['image: its image is damaged']);
  await removeTree(join(imageFolder, 'files'));
  await expectAfterALook(yard, ['image: its image is damaged']);
  // None of it keeps a revert from going.
  valueOf(await yard.route(routeTo(v1, asRolloutId(randomUUID()), 'any')));
  expect(sendsAllTo(await seenFleet(yard), v1)).toBe(true);
}, 60_000);

it('says within one look that a block of it was lost, and that its image is no longer there for another', async () => {
  const { yard, imageFolder } = await cutOver();
  const before = await seenFleet(yard);
  const block = before.generations.find(({ id }) => id === v1)?.blocks[0];
  if (block?.pid === undefined) throw new Error('It has no process.');
  process.kill(block.pid, 'SIGKILL');
  await expectAfterALook(yard, [`healthy: 3 of 4 healthy`]);
  await removeTree(imageFolder);
  await expectAfterALook(yard, [`healthy: 3 of 4 healthy`, 'image: its image is gone']);
}, 60_000);
