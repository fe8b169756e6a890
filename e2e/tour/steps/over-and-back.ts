/** Without a release: what stands by whole and warm takes all traffic with one press, and gives it back with one. */
import { expect } from '@playwright/test';
import type { TourStep } from '../tour.ts';

export const overAndBack: TourStep = {
  name: 'over-and-back',
  title: 'One press over, one press back',
  take: async (tour) => {
    const { fleetPage } = tour.stage;
    const over = await tour.press(fleetPage.cutOver);
    await expect(fleetPage.situation).toContainText('v003 serves');
    const overMs = await tour.firstAnswer('storefront-v003');
    tour.measured({ kind: 'cut-over', label: over, until: 'first answer by v003', ms: overMs });
    await expect(fleetPage.trafficBar).toContainText(/v003\s*100 %/u);
    await tour.picture('cut-over', 'Cut over with one press, seen in real answers.');
    const back = await tour.press(fleetPage.revert);
    await expect(fleetPage.situation).toContainText('Reverted to v001');
    const backMs = await tour.firstAnswer('storefront-v001');
    tour.measured({ kind: 'revert', label: back, until: 'first answer by v001', ms: backMs });
    await tour.watch(100);
    const figures = await tour.endTraffic();
    tour.tell(
      `All of it together: ${String(figures?.sent)} requests sent, ${String(figures?.lost)} lost; ${String(figures?.posts)} POSTs, ${String(figures?.twice)} carried out twice.`,
    );
  },
};
