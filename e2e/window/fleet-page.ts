/** The fleet screen as a person meets it: what they read and what they press. */
import { expect, type Locator, type Page } from '@playwright/test';

/** Words of the rail. */
export type ScreenName = 'Fleet' | 'Compare' | 'Images' | 'Timeline' | 'Settings';

export interface FleetPage {
  readonly cutOver: Locator;
  readonly revert: Locator;
  readonly lane: (label: string) => Locator;
  /** The sentence that says what is going on. */
  readonly situation: Locator;
  readonly details: Locator;
  readonly trafficBar: Locator;
  readonly sampleTraffic: Locator;
  /** One of `sent`, `answered`, `errors`, `refused`, `lost`. */
  readonly sampleNumber: (word: string) => Promise<number>;
  readonly goTo: (screen: ScreenName) => Promise<void>;
  /** Selects a block by its row in the table, which it leaves open. */
  readonly selectBlock: (label: string, slot: number) => Promise<void>;
  /** Waits until these generations are whole. */
  readonly untilWhole: (labels?: readonly string[], timeoutMs?: number) => Promise<void>;
}

export function fleetPage(page: Page): FleetPage {
  const lane = (label: string): Locator =>
    page.getByRole('region', { name: `Generation ${label}`, exact: true });
  const acts = page.getByRole('region', { name: 'What happens and what can be done' });
  return {
    cutOver: page.getByRole('button', { name: /^Cut over to v\d+/u }),
    revert: page.getByRole('banner').getByRole('button', { name: /revert/iu }),
    lane,
    // A long one is a group, so that it can be scrolled by keyboard.
    situation: acts
      .getByRole('paragraph')
      .or(acts.getByRole('group', { name: 'What happens, in full' }))
      .first(),
    details: page.getByRole('complementary', { name: 'Details' }),
    trafficBar: page.getByRole('region', { name: 'Traffic seen at the entry' }),
    sampleTraffic: page.getByRole('switch', { name: 'Sample traffic' }),
    sampleNumber: async (word) => {
      const numbers = page.locator('dl').filter({ hasText: 'refused' });
      const number = numbers.locator('> div').filter({ hasText: new RegExp(`^${word}`, 'u') });
      const text = await number.getByRole('definition').innerText();
      return Number(text.replaceAll(/\D/gu, ''));
    },
    goTo: async (screen) => {
      await page.getByRole('navigation').getByRole('button', { name: screen }).click();
    },
    selectBlock: async (label, slot) => {
      const asTable = page.getByRole('button', { name: 'Show as table' });
      if (await asTable.isVisible()) await asTable.click();
      await lane(label)
        .getByRole('button', { name: `Slot ${String(slot)}: show details` })
        .first()
        .click();
    },
    untilWhole: async (labels = ['v001', 'v002'], timeoutMs = 30_000) => {
      for (const label of labels) {
        await expect(lane(label)).toContainText('4 of 4 blocks healthy', { timeout: timeoutMs });
      }
    },
  };
}

/** Which generation answers at the entry now. */
export async function servedBy(url: string): Promise<string> {
  const response = await fetch(url, { headers: { connection: 'close' } });
  await response.arrayBuffer();
  const said = response.headers.get('x-blockyard-generation');
  return said ?? `no generation, status ${String(response.status)}`;
}
