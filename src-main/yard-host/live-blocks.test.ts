import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { BlockId } from '../../src-shared/ids.ts';
import { generationIdOf } from '../../src-shared/ids.ts';
import { systemClock } from '../clock/system-clock.ts';
import { bootPath, plainServer } from './blocks/block-fixture.ts';
import { openPortPool } from './blocks/free-port.ts';
import { spawnCommand } from './blocks/spawn-command.ts';
import { spawnNodeChild } from './blocks/spawn-node-child.ts';
import { createBlockStarter, type BlockStartOrder } from './blocks/start-block.ts';
import { createEntry, type Entry } from './entry/entry.ts';
import { sampleRecipe } from './first-run.ts';
import { manifestText, openFixture, type FixtureFolder } from './images/image-fixture.ts';
import { openImageStore } from './images/image-store.ts';
import { createLiveBlocks } from './live-blocks.ts';
import { freshBlocks } from './verbs/launch.ts';

let fixture: FixtureFolder;
let entry: Entry;
beforeEach(() => {
  fixture = openFixture();
  const clock = { epochMs: systemClock.now, monotonicMs: systemClock.monotonicMs };
  entry = createEntry({ port: 0, clock, onEvent: () => undefined });
});
afterEach(async () => {
  await entry.close(0);
  await fixture.remove();
});

it('takes a block out of service when its process ends, before its last words are read', async () => {
  const images = await openImageStore({ folder: `${fixture.path}/images`, clock: systemClock });
  const image = await images.importFrom(
    fixture.add('source', { 'blockyard.json': manifestText(), 'server.mjs': plainServer }),
  );
  const said: string[] = [];
  const starter = createBlockStarter({
    spawnNode: spawnNodeChild({ bootPath, execPath: process.execPath }),
    spawnCommand,
    ports: await openPortPool(Math.random),
    clock: systemClock,
    newMark: randomUUID,
    hostEnv: process.env,
  });
  const start = async (order: BlockStartOrder) => {
    const block = await starter(order);
    void block.exited.then(() => said.push('its last words are read'));
    return block;
  };
  const watched: Entry = {
    ...entry,
    markExited: (id: BlockId, reason: string) => {
      said.push('out of service');
      entry.markExited(id, reason);
    },
  };
  const blocks = createLiveBlocks({
    clock: systemClock,
    entry: watched,
    images,
    start,
    onLaunching: () => undefined,
    onProcess: () => undefined,
    onLoss: () => said.push('told'),
    onRefused: (_, reason) => said.push(reason),
    onCut: () => undefined,
    onChange: () => undefined,
  });
  const id = generationIdOf('shop', 1);
  const records = freshBlocks(id, 1, 1, 0);
  const [record] = records;
  if (record === undefined) throw new Error('no block');
  entry.setGeneration(id, { thresholds: sampleRecipe.health, healthPath: '/' });
  const generation = {
    id,
    number: 1,
    image: image.id,
    recipe: sampleRecipe,
    size: 1,
    launchedAtMs: 0,
    rung: 'warm' as const,
    hasServed: false,
    retiredBy: null,
    blocks: records,
  };
  await blocks.launch(generation, record);
  const live = blocks.get(record.id);
  if (live?.kind !== 'running') throw new Error(`not running: ${said.join(' ')}`);
  process.kill(live.block.facts().pid, 'SIGKILL');
  await expect.poll(() => said.includes('told'), { timeout: 10_000 }).toBe(true);
  expect(said).toEqual(['out of service', 'its last words are read', 'out of service', 'told']);
  expect(entry.health(record.id)?.state.kind).toBe('exited');
}, 20_000);
