/** For tests: starts real blocks from images made on the fly. */
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { asBlockId, asGenerationId } from '../../../src-shared/ids.ts';
import type { ServerStart } from '../../../src-shared/image.ts';
import { systemClock } from '../../clock/system-clock.ts';
import { openFixture } from '../images/image-fixture.ts';
import type { FixtureFile } from '../images/image-fixture.ts';
import { openImageStore } from '../images/image-store.ts';
import { openPortPool } from './free-port.ts';
import type { PortPool } from './free-port.ts';
import { identifyProcess } from './process-identity.ts';
import { spawnCommand } from './spawn-command.ts';
import { spawnNodeChild } from './spawn-node-child.ts';
import { createBlockStarter } from './start-block.ts';
import type { BlockStartOrder, RunningBlock } from './start-block.ts';

/** Unbundled: Node 24 runs TypeScript as it is. */
export const bootPath = fileURLToPath(new URL('./block-boot.ts', import.meta.url));

export interface TestYard {
  /** Imports these files as an image and starts a block of it. */
  start(
    files: Readonly<Record<string, FixtureFile>>,
    start: ServerStart,
    more?: Partial<Pick<BlockStartOrder, 'recipeEnv' | 'onRelaunch' | 'onProcessEnd'>>,
  ): Promise<RunningBlock>;
  /** Starts a block of a folder that is an image already, with its own manifest. */
  startFolder(folder: string, recipeEnv?: Readonly<Record<string, string>>): Promise<RunningBlock>;
  /** Kills what still runs. */
  close(): Promise<void>;
}

export interface TestYardSettings {
  readonly ports?: Pick<PortPool, 'take' | 'give'>;
  readonly hostEnv?: Readonly<Record<string, string | undefined>>;
  readonly tailBytes?: number;
}

export async function openTestYard(settings: TestYardSettings = {}): Promise<TestYard> {
  const fixture = openFixture();
  const images = await openImageStore({ folder: `${fixture.path}/images`, clock: systemClock });
  const startBlock = createBlockStarter({
    spawnNode: spawnNodeChild({ bootPath, execPath: process.execPath }),
    spawnCommand,
    ports: settings.ports ?? (await openPortPool(Math.random)),
    clock: systemClock,
    newMark: randomUUID,
    hostEnv: settings.hostEnv ?? process.env,
    ...(settings.tailBytes === undefined ? {} : { tailBytes: settings.tailBytes }),
  });
  const blocks: RunningBlock[] = [];
  let count = 0;

  async function startFolder(
    folder: string,
    more: Partial<Pick<BlockStartOrder, 'recipeEnv' | 'onRelaunch' | 'onProcessEnd'>>,
  ): Promise<RunningBlock> {
    const image = await images.importFrom(folder);
    const block = await startBlock({
      block: asBlockId(`test-v001-${blocks.length}`),
      generation: asGenerationId('test-v001'),
      image: await images.verify(image.id),
      folder: images.folderOf(image.id),
      recipeEnv: {},
      ...more,
    });
    blocks.push(block);
    return block;
  }

  return {
    start(files, start, more = {}) {
      count += 1;
      const manifest = {
        name: 'test',
        version: String(count),
        start: start.kind === 'node' ? { server: start.entry } : { command: start.command },
      };
      const folder = fixture.add(`source-${count}`, {
        'blockyard.json': JSON.stringify(manifest),
        ...files,
      });
      return startFolder(folder, more);
    },
    startFolder: (folder, recipeEnv = {}) => startFolder(folder, { recipeEnv }),
    async close() {
      await Promise.all(blocks.map((block) => block.terminate(0)));
      await fixture.remove();
    },
  };
}

/** Runs `look` until it answers with something, for at most `forMs`. */
export async function eventually<Found>(
  look: () => Promise<Found | null> | Found | null,
  forMs = 10_000,
): Promise<Found> {
  for (let waitedMs = 0; waitedMs < forMs; waitedMs += 20) {
    const found = await look();
    if (found !== null) return found;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`nothing within ${forMs} ms`);
}

export async function answerOf(block: RunningBlock, path = '/'): Promise<string> {
  return eventually(async () => {
    const ended = block.exit();
    if (ended !== null) throw new Error(`the block has ended: ${ended.reason}`);
    return fetch(`http://${block.facts().address}${path}`).then(
      (response) => response.text(),
      () => null,
    );
  });
}

export async function isAlive(pid: number): Promise<boolean> {
  return (await identifyProcess(pid)) !== null;
}

export async function untilDead(pids: readonly number[], forMs: number): Promise<number> {
  const from = performance.now();
  await eventually(async () => {
    const alive = await Promise.all(pids.map(isAlive));
    return alive.includes(true) ? null : true;
  }, forMs);
  return performance.now() - from;
}

/** A server of one line that answers with its environment and its pid. */
export const plainServer = `
import { createServer } from 'node:http';
createServer((request, response) => response.end(JSON.stringify({ pid: process.pid, argv: process.argv, cwd: process.cwd() })))
  .listen(Number(process.env.PORT), process.env.HOST);
`;
