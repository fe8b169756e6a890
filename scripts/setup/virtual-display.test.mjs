import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';

import { expect, it, vi } from 'vitest';

import { isOnPath } from './run.mjs';
import { startVirtualDisplay } from './virtual-display.mjs';

const canRun = isOnPath('Xvfb');
if (!canRun)
  console.warn('*** SKIPPED: the virtual display tests, because Xvfb is not installed ***');

/** @param {string} display such as ":3" */
function answers(display) {
  return new Promise((resolve) => {
    const socket = connect(`/tmp/.X11-unix/X${display.slice(1)}`);
    socket.on('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => {
      resolve(false);
    });
  });
}

it.skipIf(!canRun)('gives two callers two displays and takes them away again', async () => {
  const [one, other] = await Promise.all([startVirtualDisplay(), startVirtualDisplay()]);
  try {
    expect(one.env.DISPLAY).not.toBe(other.env.DISPLAY);
    expect(await answers(one.env.DISPLAY)).toBe(true);
  } finally {
    await one.stop();
    await other.stop();
  }
  expect(await answers(one.env.DISPLAY)).toBe(false);
});

it.skipIf(!canRun)('leaves no server behind when a signal ends its caller', async () => {
  const module = new URL('virtual-display.mjs', import.meta.url).href;
  const program = `
    const { startVirtualDisplay } = await import('${module}');
    console.log((await startVirtualDisplay()).env.DISPLAY);
    setInterval(() => undefined, 1_000);`;
  const caller = spawn(process.execPath, ['--input-type=module', '--eval', program]);
  const [line] = await once(caller.stdout, 'data');
  const display = String(line).trim();
  expect(await answers(display)).toBe(true);
  caller.kill('SIGTERM');
  expect(await once(caller, 'exit')).toEqual([null, 'SIGTERM']);
  await vi.waitFor(async () => {
    expect(await answers(display)).toBe(false);
  }, 10_000);
});
