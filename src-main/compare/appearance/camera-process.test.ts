/** The camera's process from outside, with real processes in its place: it answers, dies, stays silent, is ended. */
import { spawn } from 'node:child_process';
import { afterEach, expect, it } from 'vitest';
import type { Camera, PictureOrder } from './camera.ts';
import { openCameraProcess } from './camera-process.ts';

let camera: Camera | null = null;
let started = 0;
afterEach(() => camera?.close());

const program = `
process.on('message', ({ id, order }) => {
  if (order.url.endsWith('/die')) process.exit(1);
  if (order.url.endsWith('/silent')) return;
  if (order.url.endsWith('/nonsense')) process.send({ kind: 'taken', id, taken: 'nonsense' });
  process.send({ kind: 'taken', id, taken: { status: 200, endedAt: '/' + process.pid, ms: 1, picture: null, because: null, findings: [], boxes: [] } });
});
process.on('disconnect', () => process.exit(0));
process.send({ kind: 'ready' });`;

function open(): Camera {
  started = 0;
  camera = openCameraProcess(
    () => {
      started += 1;
      return spawn(process.execPath, ['-e', program], {
        stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      });
    },
    { folder: '.', hosts: [] },
  );
  return camera;
}

function order(path: string, withinMs = 10_000): PictureOrder {
  return {
    ...{ side: 'a', url: `http://shop${path}`, headers: {}, hosts: [], width: 800, height: 600 },
    ...{
      theme: 'light',
      tallest: 600,
      selectors: [],
      allowsBadCertificate: false,
      allowsWrites: false,
    },
    ...{ withinMs, file: 'a.png' },
  };
}

it('answers both sides from one process', async () => {
  const { take } = open();
  const [a, b] = await Promise.all([take(order('/')), take(order('/'))]);
  expect(started).toBe(1);
  expect(a).toMatchObject({ status: 200, endedAt: b.endedAt });
});

it('says that it died, to all who waited, and is started again for the next one', async () => {
  const { take } = open();
  const waiting = take(order('/silent'));
  const died = await take(order('/die'));
  expect([died.because, (await waiting).because]).toEqual([
    'The process that draws pages ended by itself.',
    'The process that draws pages ended by itself.',
  ]);
  expect(await take(order('/nonsense'))).toMatchObject({ status: 200 });
  expect(started).toBe(2);
});

it('is ended in the middle of whatever it is at, and takes nothing any more', async () => {
  const { take, close } = open();
  const first = await take(order('/'));
  const waiting = take(order('/silent'));
  await close();
  expect((await waiting).because).toBe('It was stopped.');
  expect((await take(order('/'))).because).toBe('It was stopped.');
  const pid = Number(first.endedAt.slice(1));
  expect(() => process.kill(pid, 0)).toThrow();
});
