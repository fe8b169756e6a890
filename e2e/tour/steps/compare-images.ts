/** A new image comes in, and is compared with the one that serves before it gets anything to do. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { makeNextImage, nextVersion } from '../next-image.ts';
import type { Tour, TourStep } from '../tour.ts';

export const compareImages: TourStep = {
  name: 'compare-images',
  title: 'Compare two images',
  take: async (tour) => {
    const { fleetPage, page } = tour.stage;
    await importNext(tour);
    await fleetPage.goTo('Compare');
    await page.getByRole('button', { name: /Right$/u }).click();
    await page.getByRole('option', { name: nextVersion }).click();
    await expect(page.getByRole('heading', { level: 1 })).toContainText(
      `v001 current and storefront ${nextVersion}`,
    );
    const facts = page.getByRole('region', { name: 'Facts' });
    await expect(facts).toContainText('5d9a0e4');
    const summary = await page.getByRole('main').getByRole('paragraph').first().innerText();
    tour.tell(`Compared what serves with ${nextVersion}: ${summary.trim()}.`);
    await tour.picture('compare', 'What serves and what comes: changed facts first.');
    await fleetPage.goTo('Fleet');
  },
};

async function importNext(tour: Tour): Promise<void> {
  const { fleetPage, page } = tour.stage;
  const folder = await mkdtemp(join(tmpdir(), 'blockyard-tour-image-'));
  try {
    await fleetPage.goTo('Images');
    const path = page.getByRole('textbox', { name: 'Path of a folder or .tgz' });
    await path.fill(await makeNextImage(folder));
    await path.press('Enter');
    const said = page.getByRole('main').getByRole('status');
    await expect(said).toContainText(`Imported storefront ${nextVersion}`);
    tour.tell(
      `${(await said.innerText()).trim().replace(/\.$/u, '')}: each file hashed, kept read-only.`,
    );
    await tour.picture('images', 'The images of the yard, named by content.');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
