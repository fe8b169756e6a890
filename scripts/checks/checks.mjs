import { checkBoundaries } from './boundaries.mjs';
import { checkOlderElectronTypes } from './electron-types.mjs';
import { tool } from './tool.mjs';

/**
 * Everything that judges the sources without running them, in the order of what is cheapest to understand.
 *
 * @type {readonly { name: string, title: string, judge: (root: string) => Promise<import('./tool.mjs').Verdict> }[]}
 */
export const checks = [
  {
    name: 'types',
    title: 'types (TypeScript, all projects)',
    judge: (root) => tool(root, 'typescript', ['--build', '--pretty', 'false'], 'tsc'),
  },
  { name: 'older-types', title: 'types of the older Electron', judge: checkOlderElectronTypes },
  {
    name: 'lint',
    title: 'lint (ESLint)',
    // No cache: rules that look at types judge a file by its imports too, which a cache does not see.
    judge: (root) => tool(root, 'eslint', ['--max-warnings=0', '.']),
  },
  {
    name: 'format',
    title: 'format (Prettier)',
    judge: (root) => tool(root, 'prettier', ['--check', '--log-level=warn', '--cache', '.']),
  },
  {
    name: 'dead-code',
    title: 'dead code (knip)',
    judge: (root) => tool(root, 'knip', ['--no-progress']),
  },
  {
    name: 'imports',
    title: 'import rules (dependency-cruiser)',
    judge: (root) => checkBoundaries(root),
  },
];

/**
 * Runs the checks, two at a time, and says of each how it went and how long it took.
 *
 * @param {string} root
 * @param {readonly string[]} names which; none means all
 * @param {(line: string) => void} say
 * @returns {Promise<{ passed: number, failed: number, failedTests: { name: string, why: string }[] }>}
 */
export async function runChecks(root, names, say) {
  const waiting = checks.filter(({ name }) => names.length === 0 || names.includes(name));
  /** @type {Awaited<ReturnType<typeof runChecks>>} */
  const tally = { passed: 0, failed: 0, failedTests: [] };
  const workOff = async () => {
    for (let check = waiting.shift(); check; check = waiting.shift()) {
      const startedAt = Date.now();
      const { passed, output } = await check.judge(root);
      const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
      say(`  ${passed ? 'passed' : 'FAILED'}  ${check.title} (${seconds} s)`);
      if (!passed) {
        say(output.replace(/^/gm, '    '));
        tally.failedTests.push({ name: `check: ${check.title}`, why: output });
      }
      tally[passed ? 'passed' : 'failed'] += 1;
    }
  };
  await Promise.all([workOff(), workOff()]);
  return tally;
}
