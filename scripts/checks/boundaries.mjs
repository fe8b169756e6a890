import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { tool } from './tool.mjs';

// With a TypeScript it cannot read, dependency-cruiser sees no .ts file and still ends with 0: a false green.
const FEWEST_MODULES = 300;

/**
 * The import rules of .dependency-cruiser.cjs, and a floor under the number of modules they were applied to.
 *
 * @param {string} root
 * @param {number} [fewest] of our own modules
 * @returns {Promise<import('./tool.mjs').Verdict>}
 */
export async function checkBoundaries(root, fewest = FEWEST_MODULES) {
  const folders = ['src-shared', 'src-main', 'src-renderer', 'e2e', 'bench'].filter((name) =>
    existsSync(join(root, name)),
  );
  const args = ['--config', '.dependency-cruiser.cjs', '--output-type', 'json', ...folders];
  const { stdout, output } = await tool(root, 'dependency-cruiser', args, 'depcruise');
  /** @type {{ summary: { violations: { rule: { name: string }, from: string, to: string }[] }, modules: { source: string }[] }} */
  let report;
  try {
    report = JSON.parse(stdout);
  } catch {
    return { passed: false, output: `dependency-cruiser gave no report: ${output}` };
  }
  const ours = report.modules.filter(({ source }) =>
    /^(src-|e2e\/|bench\/).*\.tsx?$/.test(source),
  ).length;
  const lines = report.summary.violations.map(
    ({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`,
  );
  if (ours < fewest) {
    lines.push(
      `only ${ours} of our modules were read, fewer than ${fewest}: the rules prove nothing`,
    );
  }
  return { passed: lines.length === 0, output: lines.join('\n') };
}
