/**
 * From a press in the real window to the first response that a client gets from the other generation:
 * real pointer events, the real panel, its yard host with 12 blocks, load from another process.
 */
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, type Locator, type Page } from '@playwright/test';
import { percentile, summarise } from '../e2e/load/summary.ts';
import { fleetPage, type FleetPage } from '../e2e/window/fleet-page.ts';
import { openRealWindow } from '../e2e/window/real-window.ts';
import type { ServedFleet } from '../src-shared/entry-of.ts';
import type { Fleet } from '../src-shared/fleet.ts';
import { openEngine } from './engine.ts';
import { atLeast, atMost, told, type Figure } from './figure.ts';
import { startLoadProcess } from './load-process.ts';
import { probePanel, type EnginePart } from './panel-probe.ts';
import { firstAnswersMs, ratePerSecond, type Switch } from './switch-times.ts';
import { newYardFolder, startHost, type YardFolder } from './yard-process.ts';

const pairs = 21;
const requestsPerSecond = 405;

interface Presses {
  readonly switches: readonly Switch[];
  readonly parts: readonly EnginePart[];
}

export async function measurePresses(): Promise<readonly Figure[]> {
  const place = await newYardFolder();
  try {
    await startHost('electron', place);
    const fleet = await withThirdGeneration(place);
    const { application, page } = await openRealWindow(place.folder);
    const screen = fleetPage(page);
    const probe = await probePanel(application, page);
    await expect(screen.cutOver).toBeEnabled({ timeout: 30_000 });
    const load = startLoadProcess({ url: fleet.entry.url, requestsPerSecond, name: 'press' });
    try {
      await pause(2000);
      const pressedAtMs = await pressAll(page, screen);
      await pause(1000);
      const records = await load.stop();
      const presses = await probe.read();
      if (presses.pressedAtMs.length !== pressedAtMs) {
        throw new Error(`${presses.pressedAtMs.length} presses were seen of ${pressedAtMs}.`);
      }
      const switches = presses.pressedAtMs.map((atMs, index) => ({
        to: targetOf(fleet, index),
        pressedAtMs: atMs,
      }));
      return figures(records, { switches, parts: presses.parts });
    } finally {
      load.kill();
    }
  } finally {
    await place.close();
  }
}

/** Four more blocks beside the sample fleet's eight. */
async function withThirdGeneration({ folder, yard }: YardFolder): Promise<ServedFleet> {
  const engine = await openEngine(yard, join(folder, 'bench-journal'));
  try {
    const image = (await engine.whole()).generations[1]?.image;
    if (image === undefined) throw new Error('The sample fleet has no second generation.');
    await engine.carryOut({ kind: 'launch', image, size: 4 });
    return await engine.whole();
  } finally {
    await engine.close();
  }
}

/** Cutovers lead to the newest generation, reverts back to the first. */
function targetOf(fleet: Fleet, press: number): string {
  const generation = press % 2 === 0 ? fleet.generations.at(-1) : fleet.generations[0];
  return generation?.id ?? '';
}

/** @returns how many. */
async function pressAll(page: Page, screen: FleetPage): Promise<number> {
  for (let pair = 0; pair < pairs; pair += 1) {
    await press(page, screen.cutOver);
    await expect(screen.situation).toContainText('serves, seen', { timeout: 15_000 });
    // At no fixed phase of the panel's looks.
    await pause(300 + ((pair * 137) % 400));
    await press(page, screen.revert);
    await expect(screen.situation).toContainText('Reverted to', { timeout: 15_000 });
    await pause(300 + ((pair * 211) % 400));
  }
  return 2 * pairs;
}

/** Moves there, presses and lets go, as input events of the window. */
async function press(page: Page, button: Locator): Promise<void> {
  await expect(button).not.toHaveAttribute('aria-disabled', 'true');
  const box = await button.boundingBox();
  if (box === null) throw new Error('The button is not on the screen.');
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.up();
}

function figures(
  records: Parameters<typeof summarise>[0],
  { switches, parts }: Presses,
): readonly Figure[] {
  const times = firstAnswersMs(records, switches);
  const { lost, lagP99Ms } = summarise(records);
  const reverts = times.filter((_, index) => index % 2 === 1);
  const cutovers = times.filter((_, index) => index % 2 === 0);
  const p = (values: readonly number[], share: number): number => percentile(values, share) ?? NaN;
  const of = (name: string, take: (part: EnginePart) => number): readonly number[] =>
    parts.filter((part) => part.name === name).map(take);
  const answered = (part: EnginePart): number => part.answeredAtMs - part.calledAtMs;
  const sent = (part: EnginePart): number => part.sentAtMs - part.calledAtMs;
  // The stamp is cut to whole ms: counted as if it had been the latest.
  const swapped = (part: EnginePart): number => part.stampedAtMs + 1 - part.calledAtMs;
  return [
    atLeast('press-count', times.length, 'presses', 40),
    atLeast('press-load', ratePerSecond(records), 'requests/s', 400),
    atMost('press-lost', lost, 'requests', 0),
    told('press-to-response-p50', p(times, 0.5), 'ms'),
    atMost('press-to-response-p95', p(times, 0.95), 'ms', 60),
    atMost('press-to-response-max', Math.max(...times), 'ms', 250),
    told('press-to-response-p95-reverts', p(reverts, 0.95), 'ms'),
    told('press-to-response-p95-cutovers', p(cutovers, 0.95), 'ms'),
    atMost('press-engine-revert-p95', p(of('rollout.revert', swapped), 0.95), 'ms', 5),
    told('press-engine-revert-p50', p(of('rollout.revert', swapped), 0.5), 'ms'),
    told('press-engine-revert-until-sent-p95', p(of('rollout.revert', sent), 0.95), 'ms'),
    told('press-engine-cutover-p50', p(of('rollout.begin', answered), 0.5), 'ms'),
    told('press-engine-cutover-p95', p(of('rollout.begin', answered), 0.95), 'ms'),
    told('press-client-late-p99', lagP99Ms ?? NaN, 'ms'),
  ];
}
