/** A new data folder gets a fleet to look at: real servers, two generations side by side. */
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { Recipe } from '../../src-shared/fleet.ts';
import { asFleetId, generationIdOf } from '../../src-shared/ids.ts';
import type { FolderImage } from '../../src-shared/image.ts';
import type { ImageStore } from './images/image-store.ts';
import type { FleetRecord, GenerationRecord } from './state-schema.ts';
import { freshBlocks } from './verbs/launch.ts';

const sampleFolders = ['storefront-v1', 'storefront-v2', 'storefront-v3'] as const;
const fleetName = 'storefront';
const preferredPort = 8480;
const portsTried = 100;

export const sampleRecipe: Recipe = {
  env: {},
  drainTimeoutMs: 10_000,
  // Each check costs 1.3 ms of a slow core: 8 blocks asked every second took 1.3 % of it, idle.
  // A process that ends is seen at once without any check; this is for those that hang.
  health: { intervalMs: 2000, timeoutMs: 1500, healthyAfter: 2, unhealthyAfter: 2 },
};

/** @returns the images of v1, v2 and v3. @throws FaultError of the import. */
export async function importSamples(
  images: ImageStore,
  samplesFolder: string,
): Promise<readonly [FolderImage, FolderImage, FolderImage]> {
  const [v1, v2, v3] = sampleFolders;
  // The order of import is the order in which they are listed.
  const first = await images.importFrom(join(samplesFolder, v1));
  const second = await images.importFrom(join(samplesFolder, v2));
  return [first, second, await images.importFrom(join(samplesFolder, v3))];
}

export function sampleFleet(
  images: readonly [FolderImage, FolderImage, FolderImage],
  port: number,
  blocks: number,
  nowMs: number,
): FleetRecord {
  const [v1, v2] = images;
  const generation = (number: number, image: FolderImage): GenerationRecord => {
    const id = generationIdOf(fleetName, number);
    return {
      id,
      number,
      image: image.id,
      recipe: sampleRecipe,
      size: blocks,
      launchedAtMs: nowMs,
      rung: 'warm',
      hasServed: number === 1,
      retiredBy: null,
      blocks: freshBlocks(id, 1 + (number - 1) * blocks, blocks, nowMs),
    };
  };
  const first = generation(1, v1);
  const second = generation(2, v2);
  return {
    id: asFleetId(fleetName),
    name: fleetName,
    port,
    floor: blocks,
    split: {
      revision: 1,
      weights: [
        { generation: first.id, weight: 100 },
        { generation: second.id, weight: 0 },
      ],
      changedAtMs: nowMs,
    },
    previous: null,
    rollout: null,
    generations: [first, second],
    nextBlock: 1 + 2 * blocks,
  };
}

/** A port for ever: the first free one from 8480 on, else any. */
export async function chooseEntryPort(wanted = preferredPort): Promise<number> {
  if (wanted !== 0) {
    for (let port = wanted; port < wanted + portsTried; port += 1) {
      if ((await bindOnce(port)) !== null) return port;
    }
  }
  const any = await bindOnce(0);
  if (any === null) throw new Error('No port is free on 127.0.0.1.');
  return any;
}

function bindOnce(port: number): Promise<number | null> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => {
      resolve(null);
    });
    probe.listen({ host: '127.0.0.1', port, exclusive: true }, () => {
      const address = probe.address();
      const bound = address !== null && typeof address === 'object' ? address.port : port;
      probe.close(() => {
        resolve(bound);
      });
    });
  });
}
