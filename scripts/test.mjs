// npm test [-- PHASE ...]: set up what is missing, then every check and test there is. The last line counts them.
import { ensureBuild } from './setup/build.mjs';
import { driverEnvironment } from './setup/prepare.mjs';
import { runScript } from './setup/ready.mjs';
import { say } from './setup/say.mjs';
import { Stop } from './setup/stop.mjs';
import { prefersVirtualDisplay, startVirtualDisplay } from './setup/virtual-display.mjs';
import { electronForTests, requiredCounterparts } from './tests/counterparts.mjs';
import { failedTestsInWords } from './tests/failed-tests.mjs';
import { closingLine, emptyTally, exitCodeOf, sum } from './tests/tally.mjs';

/** @typedef {import('./tests/tally.mjs').Tally} Tally */

/**
 * One group after the other; the lanes of a group beside each other, each from left to right. Tests against moto wait
 * for health checks for most of their time, and the drawn states compute: one after the other they took five minutes
 * more. The checks beside them gain nothing: lint took nine minutes in the place of three. What measures losses and
 * windows of its own under load runs alone.
 */
const GROUPS = [[['check', 'unit']], [['moto'], ['renderer']], [['window', 'package']]];

const PHASES = GROUPS.flat(2);

await runScript(async (root, wanted) => {
  const unknown = wanted.filter((name) => !PHASES.includes(name));
  if (unknown.length > 0) {
    throw new Stop(
      `There is no phase called ${unknown.join(', ')}: choose from ${PHASES.join(', ')}.`,
    );
  }
  const required = requiredCounterparts();
  const phases = PHASES.filter((name) => wanted.length === 0 || wanted.includes(name));
  /** @type {Tally[]} */
  const tallies = [];
  /** @type {ReturnType<typeof electronForTests> | undefined} */
  let electron;
  const findElectronOnce = () => (electron ??= electronForTests(root, required));
  if (phases.some((phase) => phase !== 'check')) await buildForTests(root);
  for (const group of GROUPS) {
    const lanes = group.map((lane) => lane.filter((phase) => phases.includes(phase)));
    const isBeside = lanes.filter((lane) => lane.length > 0).length > 1;
    const ended = lanes.map(async (lane) => {
      for (const phase of lane) {
        tallies.push(await timed(phase, () => runPhase(root, phase, findElectronOnce, isBeside)));
      }
    });
    await Promise.all(ended);
  }
  const total = sum(tallies);
  const failed = failedTestsInWords(total.failedTests ?? []);
  if (failed !== '') say(failed);
  say(`\n${closingLine(total)}`);
  return exitCodeOf(total);
});

/**
 * A build, once for all: two phases that both found none would make it at the same time in the same folder.
 *
 * @param {string} root
 */
async function buildForTests(root) {
  await ensureBuild(root);
  // Tests that start programs of ours may start what was built.
  process.env['BLOCKYARD_BUILT'] = '1';
}

/**
 * @param {string} root
 * @param {string} phase
 * @param {() => ReturnType<typeof electronForTests>} findElectron
 * @param {boolean} isBeside another phase that writes to the same output
 * @returns {Promise<Tally>}
 */
async function runPhase(root, phase, findElectron, isBeside) {
  if (phase === 'check') {
    const { runChecks } = await import('./checks/checks.mjs');
    return { ...(await runChecks(root, [], say)), skipped: 0 };
  }
  const { runVitest } = await import('./tests/runners.mjs');
  // They wait for processes and health checks for most of their time.
  const workers = ['--maxWorkers=3'];
  if (phase === 'unit') return runVitest(root, ['node', 'renderer'], workers, !isBeside);
  if (phase === 'moto') return runVitest(root, ['moto'], workers, !isBeside);
  return inWindow(root, phase, await findElectron());
}

/**
 * @param {string} root
 * @param {string} phase
 * @param {Awaited<ReturnType<typeof electronForTests>>} found
 * @returns {Promise<Tally>}
 */
async function inWindow(root, phase, found) {
  if (found.kind === 'absent') {
    say(`\n*** SKIPPED: all ${phase} tests. ${found.reason} ***\n`);
    return { passed: 0, failed: 0, skipped: 1 };
  }
  const { runWindowTests } = await import('./tests/runners.mjs');
  const display = prefersVirtualDisplay() ? await startVirtualDisplay() : undefined;
  try {
    const env = { ...driverEnvironment(root, found.electron), ...display?.env };
    if (phase !== 'package') return await runWindowTests(root, env, [`--project=${phase}`]);
    const { packageApp } = await import('./packaging/package-app.mjs');
    const { folder, executable } = await packageApp(root, found.electron);
    const packagedEnv = {
      ...env,
      BLOCKYARD_PACKAGED: folder,
      BLOCKYARD_PACKAGED_EXECUTABLE: executable,
    };
    return await runWindowTests(root, packagedEnv, ['--project=package']);
  } finally {
    await display?.stop();
  }
}

/**
 * A phase that breaks down counts as one failure and the others still run: the reader wants the whole picture.
 *
 * @param {string} phase
 * @param {() => Promise<Tally>} body
 * @returns {Promise<Tally>}
 */
async function timed(phase, body) {
  const startedAt = Date.now();
  say(`\n== ${phase}`);
  /** @type {Tally} */
  let tally;
  try {
    tally = await body();
  } catch (error) {
    const why = error instanceof Stop ? error.message : `This was not expected: ${String(error)}`;
    say(why);
    tally = { ...emptyTally(), failed: 1, failedTests: [{ name: `the phase ${phase}`, why }] };
  }
  say(`== ${phase}: ${closingLine(tally)} (${Math.round((Date.now() - startedAt) / 1000)} s)`);
  return tally;
}
