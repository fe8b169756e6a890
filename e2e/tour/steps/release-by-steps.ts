/** A release the whole way: launched beside the old one, proved, a share, a larger one, all of it, baked; under load. */
import { expect, type Locator } from '@playwright/test';
import { killQuietly } from '../../window/processes.ts';
import { actOf, openReleaseForm, releaseButton } from '../../window/release-form.ts';
import { lastPressMs } from '../../window/press.ts';
import { running, serving } from '../../window/stage.ts';
import { lastSentAfterMs } from '../measures.ts';
import { nextVersion } from '../next-image.ts';
import type { Tour, TourStep } from '../tour.ts';

const old = 'storefront-v001';
const fresh = 'storefront-v003';

export const releaseBySteps: TourStep = {
  name: 'release-by-steps',
  title: 'Release by steps',
  take: async (tour) => {
    const traffic = await tour.startTraffic({
      name: 'tour-release',
      during: 'Release by steps, over and back',
      requestsPerSecond: 100,
    });
    await traffic.untilFinished(100);
    tour.tell('100 requests a second of our own from here on, each with an id.');
    await begin(tour);
    await launchAndProve(tour);
    await firstShare(tour);
    await secondShare(tour);
    await all(tour);
  },
};

async function begin(tour: Tour): Promise<void> {
  const dialog = await openReleaseForm(tour.stage.page, new RegExp(nextVersion, 'u'));
  await dialog.getByRole('radio', { name: /^10 % - 50 %/u }).check({ force: true });
  await dialog.getByRole('textbox', { name: 'Share 1, watched for' }).fill('3 s');
  await dialog.getByRole('textbox', { name: 'Share 2, percent' }).fill('40');
  await dialog.getByRole('checkbox', { name: 'Share 2, until I press' }).check({ force: true });
  await dialog.getByRole('textbox', { name: 'Bake time' }).fill('5 s');
  // As it looks to somebody who takes the rest as it is.
  await dialog.getByText('Checks, bake and guards').click();
  await expect(releaseButton(dialog)).not.toHaveAttribute('aria-disabled', 'true');
  await dialog.getByRole('heading', { name: /^Release v\d+/u }).scrollIntoViewIfNeeded();
  await tour.picture('plan', 'The release and its plan, before anything is done.');
  tour.tell(`Pressed "${await tour.press(releaseButton(dialog))}".`);
  await expect(dialog).toBeHidden();
}

async function launchAndProve(tour: Tour): Promise<void> {
  const { fleetPage, page } = tour.stage;
  const steps = page.getByRole('list', { name: 'Steps of the release of v003' });
  await expect(fleetPage.lane('v003')).toBeVisible();
  await tour.picture(
    'launch',
    'The candidate comes up beside the old generation, which serves on.',
  );
  await expect(fleetPage.situation).toContainText('v003 waits for your press');
  await expect(steps).toContainText(/Prove in isolation\s*done/u);
  expect(serving(await tour.stage.fleet())).toEqual(['v001']);
  tour.tell(
    'v003 came up beside v001 and was proved at an address of its own; v001 still had all traffic.',
  );
  await tour.picture('proved', 'Proved in isolation, it waits for the press.');
}

async function firstShare(tour: Tour): Promise<void> {
  const { fleetPage } = tour.stage;
  const label = await tour.press(act(tour, 'Send 10 % to v003'));
  // One request in ten goes there, so that chance has a part in it.
  const ms = await tour.firstAnswer(fresh);
  tour.measured({
    kind: 'first-share',
    label,
    until: 'first answer by v003, which has one in ten',
    ms,
  });
  await expect(fleetPage.situation).toContainText('v003 has 10 % of the traffic');
  await expect(fleetPage.revert).toContainText('Revert to v001');
  await tour.picture(
    'first-share',
    'One request in ten, watched; the way back is one press, as ever.',
  );
}

async function secondShare(tour: Tour): Promise<void> {
  const { fleetPage } = tour.stage;
  await expect(fleetPage.situation).toContainText('v003 has 40 % of the traffic');
  await expect(act(tour, 'Go on to 100 %')).toBeVisible();
  await tour.watch(250);
  tour.tell('Went on to 40 % by itself after 3 s that were watched, and waits for a press there.');
  await tour.picture('second-share', 'Four in ten, as observed; it goes on with a press.');
}

async function all(tour: Tour): Promise<void> {
  const { fleetPage, page } = tour.stage;
  const before = running(await tour.stage.fleet(), 'v001');
  const label = await tour.press(act(tour, 'Go on to 100 %'));
  if (tour.control === 'kill-old') for (const { pid } of before) killQuietly(pid);
  const pressedAtMs = await lastPressMs(page);
  await expect(fleetPage.situation).toContainText('v003 serves');
  await expect(fleetPage.trafficBar).toContainText(/v003\s*100 %/u);
  const ms = lastSentAfterMs(tour.traffic.records, old, pressedAtMs);
  tour.measured({ kind: 'all', label, until: 'last request that v001 still got', ms });
  await tour.picture('bake', 'All of it, under watch; the old generation stays whole and warm.');
  await expect(fleetPage.situation).toContainText('stays whole and warm', { timeout: 20_000 });
  expect(running(await tour.stage.fleet(), 'v001')).toHaveLength(4);
  tour.tell('Watched for 5 s with all traffic; v001 stays whole and warm.');
}

function act(tour: Tour, name: string): Locator {
  return actOf(tour.stage.page, name);
}
