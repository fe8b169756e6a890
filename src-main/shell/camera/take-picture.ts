/** One picture: loaded, at rest, measured, written. Each step has a limit, because the page may hold up any of them. */
import { writeFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import * as z from 'zod';
import type { Box } from '../../../src-shared/appearance-schema.ts';
import { plain } from '../../../src-shared/wording.ts';
import type { Taken } from '../../compare/appearance/camera.ts';
import type { PageWatch } from './page-watch.ts';
import type { PageWindow } from './page-window.ts';
import { drawnIn, placesIn, stopAnimationsIn } from './page-scripts.ts';

/** So long no request and no new frame: then it rests. Blinking things are slower, and are stopped anyway. */
const restMs = 250;
const idleMs = 75;
const settleMs = 3000;
const stepMs = 25;
const scriptMs = 2000;
const captureMs = 12_000;

const metricsSchema = z.object({ cssContentSize: z.object({ height: z.number() }) });
const captureSchema = z.object({ data: z.string() });

export async function takePicture(window: PageWindow, watch: PageWatch): Promise<Taken> {
  const startedAt = performance.now();
  const { order } = watch;
  let boxes: Box[] = [];
  const told = (because: string | null, picture: Taken['picture']): Taken => ({
    ...{ status: watch.status, endedAt: plain(watch.endedAt, 300), picture, because, boxes },
    ms: performance.now() - startedAt,
    findings: watch.findings(),
  });
  const loaded = await Promise.race([
    load(window, watch),
    watch.failed,
    late(order.withinMs, `It was not loaded within ${String(order.withinMs / 1000)} s.`),
  ]);
  if (loaded !== null) return told(loaded, null);
  const drawn = await Promise.race([
    settle(window, watch),
    watch.failed,
    late(2 * settleMs + 2 * scriptMs + 1000, 'Its scripts never stop, so no picture can be taken.'),
  ]);
  if (drawn !== null) return told(drawn, null);
  try {
    const shot = await Promise.race([
      capture(window, watch, (found) => (boxes = found)),
      watch.failed,
      late(captureMs, `No picture of it was made within ${String(captureMs / 1000)} s.`),
    ]);
    return typeof shot === 'string' ? told(shot, null) : told(null, shot);
  } catch (error) {
    return told(`No picture of it could be made: ${error instanceof Error ? plain(error.message, 120) : ''}.`, null); // prettier-ignore
  }
}

function late(ms: number, because: string): Promise<string> {
  return pause(ms, because, { ref: false });
}

/** Null when it is loaded, wherever it has led itself by then. */
async function load({ contents, shape }: PageWindow, { order }: PageWatch): Promise<null> {
  await shape(order.width, order.height, order.theme);
  const finished = new Promise<null>((resolve) => {
    contents.once('did-finish-load', () => resolve(null));
  });
  // What becomes of it is heard by the watch: a page that leads itself on rejects this and goes on.
  contents.loadURL(order.url).catch(() => undefined);
  return finished;
}

/** @returns why no picture can be taken; null when it is at rest, or never will be. */
async function settle({ contents }: PageWindow, watch: PageWatch): Promise<string | null> {
  const end = performance.now() + settleMs;
  const isIdle = (): boolean => watch.rest().open === 0 && !contents.isLoadingMainFrame();
  // A page that leads itself on takes with it whatever it is asked: it is asked when it stays.
  await until(end, () => isIdle() && watch.rest().idleMs >= idleMs);
  const endless = await answerOf(stopAnimationsIn(contents));
  const isDrawn = endless === hung ? hung : await answerOf(drawnIn(contents));
  if (endless === hung || isDrawn === hung) {
    return 'Its scripts never stop, so no picture can be taken.';
  }
  for (let count = 0; count < endless; count += 1) watch.note('animation', '');
  const rests = await until(performance.now() + settleMs, () => isIdle() && watch.rest().quietMs >= restMs); // prettier-ignore
  if (!rests) {
    const { open } = watch.rest();
    const why = open > 0 ? 'requests of it go on' : contents.isLoadingMainFrame() ? 'it leads itself on' : 'it moves'; // prettier-ignore
    watch.note('never-settled', why);
  }
  return null;
}

const hung = Symbol('no answer');

async function answerOf<Value>(asked: Promise<Value>): Promise<Value | typeof hung> {
  // What comes too late is nobody's any more.
  asked.catch(() => undefined);
  return Promise.race([asked, pause(scriptMs, hung, { ref: false })]);
}

async function until(end: number, isSo: () => boolean): Promise<boolean> {
  while (!isSo()) {
    if (performance.now() >= end) return false;
    await pause(stepMs);
  }
  return true;
}

async function capture(
  { contents, command }: PageWindow,
  watch: PageWatch,
  found: (boxes: Box[]) => void,
): Promise<Taken['picture']> {
  const { order } = watch;
  // What came in while it settled moves, too.
  await stopAnimationsIn(contents);
  const places = await placesIn(contents, order.selectors);
  places.forEach((boxes, index) => {
    if (boxes.length === 0) watch.note('selector', order.selectors[index] ?? '');
  });
  found(places.flat());
  const metrics = metricsSchema.parse(await command('Page.getLayoutMetrics'));
  const whole = Math.max(order.height, Math.ceil(metrics.cssContentSize.height));
  const height = Math.min(whole, order.tallest);
  if (whole > height && order.tallest > order.height) watch.note('cut', String(order.tallest));
  const { data } = captureSchema.parse(
    await command('Page.captureScreenshot', {
      ...{ format: 'png', optimizeForSpeed: true, captureBeyondViewport: height > order.height },
      clip: { x: 0, y: 0, width: order.width, height, scale: 1 },
    }),
  );
  const png = Buffer.from(data, 'base64');
  await writeFile(order.file, png, { mode: 0o600 });
  // Of the file itself: both numbers stand at the beginning of every PNG.
  return { width: png.readUInt32BE(16), height: png.readUInt32BE(20) };
}
