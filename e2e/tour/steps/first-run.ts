/** A fresh data folder, and a whole fleet of real servers a moment later. */
import { expect } from '@playwright/test';
import { watchPresses } from '../../window/press.ts';
import { generation, running } from '../../window/stage.ts';
import type { TourStep } from '../tour.ts';

export const firstRun: TourStep = {
  name: 'first-run',
  title: 'First run',
  take: async (tour) => {
    const { fleetPage, page } = tour.stage;
    const fleet = await tour.stage.fleet();
    const blocks = ['v001', 'v002'].map((label) => running(fleet, label).length);
    tour.tell(
      `The first start imported its sample images and brought up ${blocks.join(' + ')} blocks, each a server process of its own, behind ${fleet.entry.url}.`,
    );
    expect(generation(fleet, 'v001').blocks).toHaveLength(4);
    await watchPresses(page);
    // Beside the fleet and over nothing; each of its ways puts it away for ever.
    await page
      .getByRole('region', { name: 'Welcome' })
      .getByRole('button', { name: 'Skip' })
      .click();
    await fleetPage.sampleTraffic.check({ force: true });
    await expect(fleetPage.trafficBar).toContainText('As the split says');
    await expect.poll(() => fleetPage.sampleNumber('answered')).toBeGreaterThan(40);
    tour.tell('Sample traffic on: v001 serves all of it, v002 stands by.');
    await tour.picture(
      'first-run',
      'The first start: v001 serves, v002 stands by, whole and warm.',
    );
  },
};
