/** What axe objects to on a page of ours, as lines to read. */
import type { Page } from '@playwright/test';
import type axe from 'axe-core';
import type { AxeResults, RunOptions } from 'axe-core';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

const source = readFile(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8');

/**
 * The library's own adapter for Playwright hands axe over again for each question and opens a helper tab, which
 * Electron cannot: 1.0 s a question, and 0.3 s like this.
 *
 * @param rules all of the tags above when not given.
 */
export async function complaintsOfAxe(
  page: Page,
  rules?: string[],
  without: string[] = [],
): Promise<readonly string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(await source);
  const options: RunOptions = {
    resultTypes: ['violations'],
    preload: false,
    runOnly: rules === undefined ? { type: 'tag', values: tags } : { type: 'rule', values: rules },
    rules: Object.fromEntries(without.map((rule) => [rule, { enabled: false }])),
  };
  const violations = await ask(page, options);
  const faults = await Promise.all(
    violations.map(async (violation) =>
      violation.id === 'target-size' ? stillCovered(page, violation) : violation,
    ),
  );
  return faults.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.html.slice(0, 160)} ${node.failureSummary ?? ''}`),
  );
}

/** What is half under a bar that stays is whole once a person scrolls to it: only what stays small there is a fault. */
async function stillCovered(page: Page, { id, nodes }: Violation): Promise<Violation> {
  const still: Violation['nodes'] = [];
  for (const { target } of nodes) {
    const selector = String(target[0]);
    await page.locator(selector).evaluate((element) => {
      element.scrollIntoView({ block: 'center' });
    });
    const again = await ask(page, { runOnly: { type: 'rule', values: [id] } }, selector);
    still.push(...again.flatMap((violation) => violation.nodes));
  }
  return { id, nodes: still };
}

type Violation = Pick<AxeResults['violations'][number], 'id' | 'nodes'>;

/** @param within a selector; the whole page when not given. */
async function ask(
  page: Page,
  options: RunOptions,
  within?: string,
): Promise<readonly Violation[]> {
  return page.evaluate(
    async ([asked, selector]) => {
      const { axe: there } = window as unknown as { axe: typeof axe };
      return (await there.run(selector ?? document, asked)).violations;
    },
    [options, within ?? null] as const,
  );
}
