import { mkdir, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { run } from '../setup/run.mjs';
import { say } from '../setup/say.mjs';
import { failedTestsOfPlaywright, failedTestsOfVitest } from './failed-tests.mjs';
import { tallyOfPlaywright, tallyOfVitest } from './tally.mjs';

/**
 * @param {string} root
 * @param {readonly string[]} projects of vitest.config.ts
 * @param {readonly string[]} more arguments of vitest
 * @param {boolean} show its output while it runs; else when it ended, in one piece
 * @returns {Promise<import('./tally.mjs').Tally>}
 */
export async function runVitest(root, projects, more = [], show = true) {
  const report = await freshReport(root, `vitest-${projects.join('-')}.json`);
  const compiled = join(root, 'node_modules', '.cache', 'node-compiled');
  const { code, signal, stdout, stderr } = await run(
    process.execPath,
    [
      join(root, 'node_modules', 'vitest', 'vitest.mjs'),
      'run',
      ...projects.map((project) => `--project=${project}`),
      ...more,
      '--reporter=dot',
      '--reporter=json',
      `--outputFile.json=${report}`,
    ],
    // Hundreds of processes start from the same files: compiled once, they start in two thirds of the time.
    { cwd: root, env: { NODE_COMPILE_CACHE: compiled, ...process.env }, show, keepAll: true },
  );
  if (!show) say(`${stdout}\n${stderr}`);
  if (signal !== null) say(`vitest was ended from outside, by ${signal}.`);
  const said = await readReport(report);
  return { ...tallyOfVitest(said, code), failedTests: failedTestsOfVitest(said) };
}

/**
 * @param {string} root
 * @param {NodeJS.ProcessEnv} env
 * @param {readonly string[]} selection Playwright arguments that choose the tests
 * @returns {Promise<import('./tally.mjs').Tally>}
 */
export async function runWindowTests(root, env, selection) {
  const report = await freshReport(root, 'playwright.json');
  const { code, signal } = await run(
    process.execPath,
    [
      join(root, 'node_modules', '@playwright', 'test', 'cli.js'),
      'test',
      '--config=e2e/playwright.config.ts',
      '--reporter=list,json',
      ...selection,
    ],
    { cwd: root, env: { ...env, PLAYWRIGHT_JSON_OUTPUT_FILE: report }, show: true },
  );
  if (signal !== null) say(`Playwright was ended from outside, by ${signal}.`);
  const said = await readReport(report);
  return { ...tallyOfPlaywright(said, code), failedTests: failedTestsOfPlaywright(said) };
}

/**
 * @param {string} root
 * @param {string} name
 */
async function freshReport(root, name) {
  const file = join(root, 'node_modules', '.cache', 'blockyard', name);
  await mkdir(dirname(file), { recursive: true });
  // An old report would pass for the result of a run that crashed.
  await rm(file, { force: true });
  return file;
}

/** @param {string} file */
async function readReport(file) {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch {
    return undefined;
  }
}
