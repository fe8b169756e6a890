/** The new generation serves all; one press, and the old one serves again. */
import { expect } from '@playwright/test';
import type { TourStep } from '../tour.ts';

export const emergencyRevert: TourStep = {
  name: 'emergency-revert',
  title: 'Emergency revert',
  take: async (tour) => {
    const { fleetPage } = tour.stage;
    await expect(fleetPage.revert).toContainText('ready');
    await fleetPage.revert.hover();
    await tour.picture('way-back', 'What a revert would do, before it is pressed.');
    const label = await tour.press(fleetPage.revert);
    await expect(fleetPage.situation).toContainText('Reverted to v001');
    const ms = await tour.firstAnswer('storefront-v001');
    tour.measured({ kind: 'revert', label, until: 'first answer by v001', ms });
    await expect(fleetPage.trafficBar).toContainText(/v001\s*100 %/u);
    await tour.picture('reverted', 'One press later.');
  },
};
