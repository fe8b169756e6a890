/** There is no repair: a block is replaced by a fresh one of the same generation, under load. */
import { expect } from '@playwright/test';
import { running } from '../../window/stage.ts';
import type { TourStep } from '../tour.ts';

export const replaceBlock: TourStep = {
  name: 'replace-block',
  title: 'Replace a block',
  take: async (tour) => {
    const { fleetPage, page, fleet } = tour.stage;
    await fleetPage.selectBlock('v001', 2);
    await page.getByRole('button', { name: 'Show as blocks' }).click();
    const inSlot2 = async (): Promise<number | undefined> =>
      running(await fleet(), 'v001').find((block) => block.slot === 2)?.pid;
    const before = await inSlot2();
    // Away from the button that the blocks came by.
    await page.mouse.move(0, 0);
    await tour.picture('block', 'One block: its facts, its log, and no button that repairs it.');
    await fleetPage.details.getByRole('button', { name: 'Replace block' }).click();
    await expect(fleetPage.situation).toContainText('replacement of a block of v001 is done', {
      ignoreCase: true,
      timeout: 30_000,
    });
    const after = await inSlot2();
    expect(after, 'process in slot 2').not.toBe(before);
    await fleetPage.untilWhole(['v001']);
    tour.tell(`Replaced slot 2 of v001: process ${String(before)} ended, ${String(after)} serves.`);
    await page.keyboard.press('Escape');
  },
};
