/** For tests of the engine on a lab: a lab, the engines on it, and what is asked of them again and again. */
import { rm } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { openLab, type Lab } from '../../../e2e/aws-lab/lab.ts';
import type { MadeFleet } from '../../../e2e/aws-lab/made-by-hand.ts';
import type { Fleet } from '../../../src-shared/fleet.ts';
import { called, onlyFleet, panelKeys } from './aws-yard.fixture.ts';
import { openLabEngine, type LabEngine } from './engine-on-lab.fixture.ts';

/** Of each block of a generation. */
export function statesIn(fleet: Fleet, name: string): readonly string[] {
  return fleet.generations
    .filter(({ id }) => id === called(fleet, name))
    .flatMap(({ blocks }) => blocks.map(({ state }) => state.kind));
}

export interface EngineScene {
  readonly lab: () => Lab;
  /** Closed after the test. */
  readonly open: (
    limits?: Parameters<typeof openLabEngine>[1],
    folder?: string,
  ) => Promise<LabEngine>;
  /** It is closed already. */
  readonly forget: () => void;
  /** Removed after the test. */
  readonly folders: string[];
  readonly served: (wish: Parameters<Lab['makeFleet']>[0]) => Promise<MadeFleet>;
  /** Healthy is what was seen several times over some seconds. */
  readonly untilHealthy: (engine: LabEngine, ...names: string[]) => Promise<void>;
  /** Writes to load balancers by the product since. */
  readonly modified: (sinceMs: number) => readonly string[];
  readonly weightsIn: (made: MadeFleet) => Promise<string>;
}

/** What fleets consist of where a test does not say so: `npm run prove` runs the scenarios with both. */
function backing(): { readonly scales?: true; readonly smallest?: number } {
  return process.env['BLOCKYARD_LAB_BACKING'] === 'groups' ? { scales: true, smallest: 1 } : {};
}

/** Called within `describeWithMoto`: its hooks are that one's. */
export function engineScene(): EngineScene {
  let lab: Lab;
  let engines: LabEngine[] = [];
  const folders: string[] = [];
  beforeAll(async () => {
    lab = await openLab({ propagationMs: 300 });
  }, 60_000);
  afterAll(() => lab.close());
  beforeEach(() => lab.reset(), 30_000);
  afterEach(async () => {
    for (const engine of engines) await engine.close();
    engines = [];
    for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
  });
  return {
    lab: () => lab,
    folders,
    open: async (limits = {}, folder) => {
      const engine = await openLabEngine(lab, limits, folder);
      engines.push(engine);
      return engine;
    },
    forget: () => {
      engines = [];
    },
    served: async (wish) => {
      const made = await lab.makeFleet({ ...backing(), ...wish });
      for (const { groupArn, name } of made.generations) {
        await lab.dataPlane.serve(groupArn, name.replace('storefront-', ''), 2);
      }
      return made;
    },
    untilHealthy: async ({ yard }, ...names) => {
      const see = async (): Promise<readonly string[]> => {
        const fleet = await onlyFleet(yard);
        return [...new Set(names.flatMap((name) => statesIn(fleet, name)))];
      };
      await expect.poll(see, { timeout: 60_000, interval: 500 }).toEqual(['healthy']);
    },
    modified: (sinceMs) =>
      lab.calls
        .mutations({ caller: panelKeys.accessKeyId, sinceMs })
        .map(({ action }) => action)
        .filter((action) => action.startsWith('Modify'))
        .sort(),
    weightsIn: async (made) =>
      lab.cli('elbv2', 'describe-listeners', '--listener-arns', made.listenerArn),
  };
}
