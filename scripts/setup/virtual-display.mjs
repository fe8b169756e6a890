import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { isOnPath } from './run.mjs';
import { Stop } from './stop.mjs';

const START_LIMIT_MS = 15_000;
/** @type {readonly NodeJS.Signals[]} */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];
const SCREEN = '1920x1200x24';

/** Whether windows can open here without help. */
export function hasDisplay() {
  if (process.platform !== 'linux') return true;
  return Boolean(process.env.DISPLAY) || Boolean(process.env.WAYLAND_DISPLAY);
}

/** On Linux what drives a window gets a screen of its own where it can, so that it neither disturbs nor is disturbed. */
export function prefersVirtualDisplay() {
  return process.platform === 'linux' && (isOnPath('Xvfb') || !hasDisplay());
}

/**
 * Starts a virtual X server on a free display number that it chooses itself, reachable only with its cookie.
 *
 * @returns {Promise<{ env: { DISPLAY: string, XAUTHORITY: string }, stop: () => Promise<void> }>}
 */
export async function startVirtualDisplay() {
  const folder = await mkdtemp(join(tmpdir(), 'blockyard-display-'));
  const cookieFile = join(folder, 'Xauthority');
  await writeFile(cookieFile, cookieEntry(randomBytes(16)), { mode: 0o600 });
  const server = spawn(
    'Xvfb',
    ['-displayfd', '3', '-screen', '0', SCREEN, '-nolisten', 'tcp', '-auth', cookieFile],
    { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] },
  );
  const stopNow = () => {
    server.kill('SIGTERM');
    rmSync(folder, { recursive: true, force: true });
  };
  /** A signal ends us without 'exit', and the server would stay behind. @param {NodeJS.Signals} signal */
  const onSignal = (signal) => {
    stopNow();
    if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
  };
  process.once('exit', stopNow);
  for (const signal of SIGNALS) process.once(signal, onSignal);
  const stop = async () => {
    process.off('exit', stopNow);
    for (const signal of SIGNALS) process.off(signal, onSignal);
    const ended = new Promise((resolve) => {
      server.once('exit', resolve);
    });
    if (server.exitCode === null && server.signalCode === null && server.kill('SIGTERM'))
      await ended;
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const number = await displayNumber(server);
    return { env: { DISPLAY: `:${number}`, XAUTHORITY: cookieFile }, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/**
 * @param {import('node:child_process').ChildProcess} server
 * @returns {Promise<string>}
 */
function displayNumber(server) {
  return new Promise((resolve, reject) => {
    const fail = (/** @type {string} */ why) => {
      clearTimeout(timer);
      reject(
        new Stop(
          `The virtual display did not start (${why}): run "Xvfb :99" by hand to see why, or start again on a machine with a display.`,
        ),
      );
    };
    const timer = setTimeout(() => {
      fail(`no answer within ${START_LIMIT_MS / 1000} s`);
    }, START_LIMIT_MS);
    let told = '';
    server.stdio[3]?.on('data', (chunk) => {
      told += String(chunk);
      if (!told.endsWith('\n')) return;
      clearTimeout(timer);
      resolve(told.trim());
    });
    server.on('error', (error) => {
      fail(error.message);
    });
    server.on('exit', (code) => {
      fail(`it ended with code ${code}`);
    });
  });
}

/**
 * One entry in the format of Xauthority files that fits every display: family "wild", no address, no number.
 *
 * @param {Buffer} cookie
 */
function cookieEntry(cookie) {
  const field = (/** @type {Buffer} */ bytes) =>
    Buffer.concat([Buffer.from([bytes.length >> 8, bytes.length & 255]), bytes]);
  const none = Buffer.alloc(0);
  return Buffer.concat([
    Buffer.from([0xff, 0xff]),
    field(none),
    field(none),
    field(Buffer.from('MIT-MAGIC-COOKIE-1')),
    field(cookie),
  ]);
}
