/** A window on a whole sample fleet, and what is needed to judge what happens there. */
import { expect, type Page } from '@playwright/test';
import { isServed, type ServedFleet } from '../../src-shared/entry-of.ts';
import type { Block, Fleet, Generation } from '../../src-shared/fleet.ts';
import { labelOfGeneration } from '../../src-shared/ids.ts';
import { fleetPage, type FleetPage } from './fleet-page.ts';
import {
  closeEverything,
  newDataFolder,
  openRealWindow,
  snapshotOf,
  startLimitMs,
  textInWindow,
  within,
  type OpenOptions,
  type RealWindow,
} from './real-window.ts';

export interface Stage extends RealWindow {
  readonly fleetPage: FleetPage;
  /** The one fleet, as the window was told last. */
  readonly fleet: () => Promise<ServedFleet>;
  readonly close: () => Promise<void>;
}

/** A fresh data folder, the first run, both generations whole. */
export async function openStage(name: string, options: OpenOptions = {}): Promise<Stage> {
  const dataFolder = await newDataFolder(name);
  try {
    return await openStageAgain(dataFolder, options);
  } catch (error) {
    await closeEverything(dataFolder);
    throw error;
  }
}

/** The next panel on the same folder. @param labels of the two lanes that it must show whole. */
export async function openStageAgain(
  dataFolder: string,
  options: OpenOptions = {},
  labels: readonly string[] = ['v001', 'v002'],
): Promise<Stage> {
  const window = await openRealWindow(dataFolder, options);
  const stage = stageOf(window);
  const heading = window.page.getByRole('heading', { level: 1, name: 'storefront' });
  try {
    await expect(heading).toBeVisible({ timeout: startLimitMs });
  } catch (error) {
    const shown = await within(textInWindow(window.application), 5000).catch(String);
    console.warn(`The window shows no fleet but: ${shown ?? 'nothing, it does not answer'}`);
    throw error;
  }
  await stage.fleetPage.untilWhole(labels, startLimitMs);
  return stage;
}

export function stageOf(window: RealWindow): Stage {
  return {
    ...window,
    fleetPage: fleetPage(window.page),
    fleet: () => fleetOf(window.page),
    close: () => closeEverything(window.dataFolder),
  };
}

export async function fleetOf(page: Page): Promise<ServedFleet> {
  const [fleet] = (await snapshotOf(page)).fleets;
  if (fleet === undefined) throw new Error('The window knows no fleet.');
  if (!isServed(fleet)) throw new Error('Its first fleet has no entry.');
  return fleet;
}

/** @throws when there is no generation with this label. */
export function generation(fleet: Fleet, label: string): Generation {
  const found = fleet.generations.find((each) => labelOfGeneration(each) === label);
  if (found === undefined) throw new Error(`The fleet has no ${label}.`);
  return found;
}

/** Blocks of this generation with a process. */
export function running(fleet: Fleet, label: string): (Block & { readonly pid: number })[] {
  return generation(fleet, label).blocks.flatMap((block) =>
    block.pid === undefined || block.state.kind === 'exited' ? [] : [{ ...block, pid: block.pid }],
  );
}

/** The labels of generations with weight. */
export function serving(fleet: Fleet): string[] {
  return fleet.split.weights
    .filter(({ weight }) => weight > 0)
    .map(({ generation: id }) => {
      const found = fleet.generations.find((each) => each.id === id);
      return found === undefined ? id : labelOfGeneration(found);
    });
}
