/** The sample's test runners: a fleet without an entry, added beside the others when somebody asks for it. */
import { join } from 'node:path';
import type { Recipe } from '../../../src-shared/fleet.ts';
import type { FolderImage } from '../../../src-shared/image.ts';
import { asFleetId, generationIdOf } from '../../../src-shared/ids.ts';
import { FaultError } from '../../../src-shared/result.ts';
import { chooseEntryPort } from '../first-run.ts';
import type { HostContext } from '../host-context.ts';
import { openFleet } from '../restore.ts';
import type { FleetRecord, GenerationRecord, HostState } from '../state-schema.ts';
import { freshBlocks } from '../verbs/launch.ts';

const fleetName = 'test-runners';
const blocks = 3;

function runnersRecipe(queuePort: number): Recipe {
  return {
    env: { QUEUE_URL: `http://127.0.0.1:${String(queuePort)}` },
    drainTimeoutMs: 10_000,
    health: { intervalMs: 2000, timeoutMs: 1500, healthyAfter: 2, unhealthyAfter: 2 },
    work: {
      kind: 'http',
      takePath: '/jobs/take',
      stopPath: '/jobs/stop',
      statePath: '/jobs/state',
    },
  };
}

export function runnersFleet(
  images: readonly [FolderImage, FolderImage],
  queuePort: number,
  nowMs: number,
): FleetRecord {
  const generations = images.map((image, index): GenerationRecord => {
    const number = index + 1;
    const id = generationIdOf(fleetName, number);
    return {
      id,
      number,
      image: image.id,
      recipe: runnersRecipe(queuePort),
      size: blocks,
      launchedAtMs: nowMs,
      rung: 'warm',
      hasServed: number === 1,
      retiredBy: null,
      blocks: freshBlocks(id, 1 + index * blocks, blocks, nowMs),
    };
  });
  return {
    id: asFleetId(fleetName),
    name: fleetName,
    queuePort,
    floor: blocks,
    split: {
      revision: 1,
      weights: generations.map(({ id, number }) => ({
        generation: id,
        weight: number === 1 ? 100 : 0,
      })),
      changedAtMs: nowMs,
    },
    previous: null,
    rollout: null,
    generations,
    nextBlock: 1 + images.length * blocks,
  };
}

/** @throws FaultError of the import, or 'refused' when they are there. */
export async function addSampleRunners(host: HostContext): Promise<void> {
  const { images, samples, store, clock } = host;
  mustBeNew(store.get());
  const v1 = await images.importFrom(join(samples.folder, `${fleetName}-v1`));
  const v2 = await images.importFrom(join(samples.folder, `${fleetName}-v2`));
  const fleet = runnersFleet([v1, v2], await chooseEntryPort(samples.queuePort), clock.now());
  await store.commit(
    (state) => {
      mustBeNew(state);
      return { state: { ...state, fleets: [...state.fleets, fleet] }, value: null };
    },
    () => {
      // In the turn in which the state has it: a look never meets a fleet that does not run.
      host.openRuntime(fleet.id);
    },
  );
  await openFleet(host, fleet.id);
}

function mustBeNew(state: HostState): void {
  if (state.fleets.every(({ name }) => name !== fleetName)) return;
  const message = 'The sample test runners are in this yard already.';
  throw new FaultError({ code: 'refused', message });
}
