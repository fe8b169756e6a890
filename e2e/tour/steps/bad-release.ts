/** An image that passes its health check and its proof, and fails under traffic: the release goes back by itself. */
import { expect } from '@playwright/test';
import { actOf, openReleaseForm, releaseButton } from '../../window/release-form.ts';
import { serving } from '../../window/stage.ts';
import { wayBack } from '../measures.ts';
import type { Tour, TourStep } from '../tour.ts';

const old = 'storefront-v001';
const bad = 'storefront-v004';

export const badRelease: TourStep = {
  name: 'bad-release',
  title: 'A bad release reverts itself',
  take: async (tour) => {
    const { fleetPage } = tour.stage;
    tour.bad = bad;
    const traffic = await tour.startTraffic({
      name: 'tour-bad',
      during: 'Bad release',
      requestsPerSecond: 150,
      // Its mistake is in what orders need.
      mix: { short: 0.3, slow: 0.1, stream: 0, order: 0.6, upload: 0 },
    });
    await traffic.untilFinished(60);
    await cutOver(tour);
    await expect(fleetPage.situation).toContainText('A guard broke', { timeout: 40_000 });
    await expect(fleetPage.situation).toContainText('v001 has all of it');
    const said = (await fleetPage.situation.innerText()).replaceAll(/\s+/gu, ' ').trim();
    expect(serving(await tour.stage.fleet())).toEqual(['v001']);
    tour.tell(`It went back by itself. The screen says: ${said}`);
    await expect(fleetPage.trafficBar).toContainText('As the split says');
    await tour.picture('went-back', 'The traffic went back by itself, and the screen says why.');
    await tour.watch(150);
    await tellWayBack(tour);
  },
};

/** The sample image 1.10.0, with the usual terms and no shares. */
async function cutOver(tour: Tour): Promise<void> {
  const { page } = tour.stage;
  const dialog = await openReleaseForm(page, /1\.10\.0/u);
  tour.tell(`Pressed "${await tour.press(releaseButton(dialog))}".`);
  await expect(dialog).toBeHidden();
  const button = actOf(page, /^Cut over to v004/u);
  await expect(button).toBeVisible({ timeout: 30_000 });
  tour.tell('v004 is healthy and was proved: nothing of its mistake shows without traffic.');
  const label = await tour.press(button);
  const ms = await tour.firstAnswer(bad);
  tour.measured({ kind: 'release-at-once', label, until: 'first answer by v004', ms });
}

async function tellWayBack(tour: Tour): Promise<void> {
  const { records } = tour.traffic;
  const figures = await tour.endTraffic();
  const way = wayBack(records, bad, old);
  if (way === null || figures === null) throw new Error('No wrong answer and way back was seen.');
  tour.notes.wayBack = { from: 'v004', to: 'v001', ...way };
  tour.tell(
    `Back ${(way.backAfterMs / 1000).toFixed(1)} s after its first wrong answer, of ${String(way.wrongAnswers)} in ${String(way.answers)}; ${String(figures.lost)} of ${String(figures.sent)} requests lost, ${String(way.wrongAfterwards)} wrong afterwards.`,
  );
}
