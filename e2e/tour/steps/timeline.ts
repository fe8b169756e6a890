/** The record of it all: what happened, and the bad release as an audit record. */
import { expect } from '@playwright/test';
import type { TourStep } from '../tour.ts';

export const timeline: TourStep = {
  name: 'timeline',
  title: 'The record of it',
  take: async (tour) => {
    const { fleetPage, page } = tour.stage;
    await fleetPage.goTo('Timeline');
    const events = page.getByRole('region', { name: 'Events' });
    await expect(events).toContainText('A guard broke');
    await expect(events).toContainText('Revert to v001');
    const count = await events.getByRole('listitem').count();
    tour.tell(`${String(count)} events stand in the timeline, each with who and when.`);
    await tour.picture('timeline', 'Everything that happened, newest first.');
    await events
      .getByRole('button', { name: /Release v004/u })
      .first()
      .click();
    await expect(page.getByRole('region', { name: 'The fleet meanwhile' })).toBeVisible();
    // Shortly before it was taken back.
    await page.getByRole('slider', { name: 'Moment of this change' }).focus();
    await page.keyboard.press('End');
    for (let back = 0; back < 4; back += 1) await page.keyboard.press('ArrowLeft');
    // Blocks change over within a moment, and in the middle of it their words cannot be read.
    await page.waitForTimeout(500);
    await tour.picture(
      'record',
      'The bad release as its record kept it: each call, and the fleet meanwhile.',
    );
    tour.tell('The record of the bad release can be opened, scrubbed, and saved.');
  },
};
