/** What axe objects to on a page of ours, as lines to read. */
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** @param rules all of the tags above when not given. */
export async function complaintsOfAxe(
  page: Page,
  rules?: string[],
  without: string[] = [],
): Promise<readonly string[]> {
  const axe = new AxeBuilder({ page }).options({ resultTypes: ['violations'] });
  // Electron cannot open the page that the default mode asks for.
  const { violations } = await (rules === undefined ? axe.withTags(tags) : axe.withRules(rules))
    .disableRules(without)
    .setLegacyMode(true)
    .analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.html.slice(0, 160)} ${node.failureSummary ?? ''}`),
  );
}
