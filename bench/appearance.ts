/**
 * Twenty pages of two generations drawn and compared, over drawing them alone: a bare Electron program with two windows
 * out of sight that loads the same addresses and captures each. Both start their process within what is measured. What
 * comparing the pixels takes by itself is measured once more in each round, of the pictures that were just drawn, over
 * the same bound.
 */
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { openCameraProcess } from '../src-main/compare/appearance/camera-process.ts';
import { cameraSwitches } from '../src-main/compare/appearance/camera-switches.ts';
import { compareAppearance } from '../src-main/compare/appearance/compare-appearance.ts';
import {
  openDifferenceThreads,
  type DifferenceClient,
} from '../src-main/compare/appearance/difference-client.ts';
import {
  openPictureFolder,
  type PictureFolder,
} from '../src-main/compare/appearance/picture-folder.ts';
import type { PictureKind } from '../src-shared/appearance-bounds.ts';
import type { AppearanceReport } from '../src-shared/appearance-schema.ts';
import { firstList } from '../src-shared/appearance.ts';
import type { Fleet } from '../src-shared/fleet.ts';
import { asFleetId, asGenerationId } from '../src-shared/ids.ts';
import { atMost, told, type Figure } from './figure.ts';
import { median } from './median.ts';
import { required } from './required.ts';
import { asRoot } from './yard-process.ts';

const pages = 20;
const rounds = 3;
const windowless = ['--disable-gpu', '--in-process-gpu', '--hide-scrollbars'];
const withoutDisplay = process.platform === 'linux' ? ['--ozone-platform=headless'] : [];

export async function measureAppearance(): Promise<readonly Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'blockyard-bench-pages-'));
  const sides = [await openSide('#24507a', 0), await openSide('#1d7f52', 1)];
  const urls = sides.map(({ url }) => url);
  try {
    const all: Round[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const bare = await timed(() => drawBare(urls, join(folder, `bare-${String(round)}`)));
      const own = await timed(() => drawAndCompare(urls, folder, false));
      const pixels = await timed(() => comparePixels(own.value, folder));
      // The control: the same page on both sides, and what is left when there is nothing to find.
      const same = [urls[0] ?? '', urls[0] ?? ''];
      const equal = await timed(() => drawAndCompare(same, folder, true));
      all.push({ bareMs: bare.ms, ownMs: own.ms, pixelsMs: pixels.ms, equalMs: equal.ms });
    }
    const ms = (what: keyof Round): number => median(all.map((one) => one[what]));
    const overBare = (what: keyof Round): number =>
      median(all.map((one) => one[what] / one.bareMs));
    return [
      atMost('appearance-pixels-over-drawing-alone', overBare('pixelsMs'), 'x', 1),
      atMost('appearance-over-drawing-alone', overBare('ownMs'), 'x', 4),
      told('appearance-of-20-pages', ms('ownMs'), 'ms'),
      told('appearance-of-20-equal-pages', ms('equalMs'), 'ms'),
      told('appearance-pixels-of-20-pages', ms('pixelsMs'), 'ms'),
      told('appearance-drawing-alone', ms('bareMs'), 'ms'),
    ];
  } finally {
    for (const { close } of sides) close();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

interface Round {
  readonly bareMs: number;
  readonly ownMs: number;
  readonly pixelsMs: number;
  readonly equalMs: number;
}

async function timed<Value>(work: () => Promise<Value>): Promise<{ ms: number; value: Value }> {
  const startedAt = performance.now();
  const value = await work();
  return { ms: performance.now() - startedAt, value };
}

/** A shop window of text and boxes; the other side has another colour, and on each page one box more. */
async function openSide(colour: string, more: number) {
  const server = createServer(({ url = '/' }, response) => {
    const page = Number(url.slice(1));
    const boxes = Array.from({ length: 24 + more }, (_, at) => `<li>${String(page)}-${String(at)} ${'Wool, waxed cotton and a lamp. '.repeat(3)}</li>`); // prettier-ignore
    response.writeHead(200, { 'content-type': 'text/html' });
    response.end(`<!doctype html><title>${String(page)}</title><style>body{margin:0;font:16px/1.5 sans-serif}h1{margin:0;padding:60px;color:#fff;background:linear-gradient(${colour},#88a)}ul{list-style:none;display:grid;grid-template-columns:repeat(4,1fr);gap:12px;padding:24px}li{border:1px solid #ccc;border-radius:8px;padding:16px}</style><h1>Page ${String(page)}</h1><ul>${boxes.join('')}</ul>`); // prettier-ignore
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/`;
  return { url, close: () => void server.close() };
}

async function drawBare(urls: readonly string[], profile: string): Promise<void> {
  const all = urls.flatMap((url) => Array.from({ length: pages }, (_, page) => `${url}${String(page)}`)); // prettier-ignore
  const args = [
    join(import.meta.dirname, 'bare-pages'),
    `--user-data-dir=${profile}`,
    ...[...windowless, ...withoutDisplay, ...asRoot()],
    `--pages=${Buffer.from(all.join('\n')).toString('base64')}`,
  ];
  const child = spawn(required('BLOCKYARD_ELECTRON'), args, { stdio: 'ignore' });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`Drawing alone ended with ${String(code)}.`);
}

async function drawAndCompare(
  urls: readonly string[],
  folder: string,
  areEqual: boolean,
): Promise<AppearanceReport> {
  const [a, b] = [asGenerationId('shop-v001'), asGenerationId('shop-v002')];
  const generations = [a, b].map((id, at) => ({ id, previewUrl: urls[at] }));
  const fleet = { id: asFleetId('shop'), entry: { kind: 'http', url: '' }, split: { weights: [] }, generations }; // prettier-ignore
  const result = await compareAppearance(
    {
      openCamera: (needs) =>
        openCameraProcess(
          () =>
            spawn(
              required('BLOCKYARD_ELECTRON'),
              [required('BLOCKYARD_APP'), ...cameraSwitches(needs, process.platform), ...asRoot()],
              { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] },
            ),
          needs,
        ),
      openDifference,
      pictures: picturesIn(folder),
      ...{ mark: () => '', nowMs: Date.now(), newId: randomUUID },
      onProgress: () => undefined,
      signal: new AbortController().signal,
    },
    {
      // Of a fleet only this is asked.
      fleet: fleet as unknown as Fleet,
      ...{ a, b },
      list: {
        ...firstList,
        ...{ viewports: [{ width: 1280, height: 800 }], extent: 'viewport', waitsSeconds: 60 },
        paths: Array.from({ length: pages }, (_, page) => ({ kind: 'page', path: `/${String(page)}`, ignore: [] })), // prettier-ignore
      },
    },
  );
  if (!result.ok) throw new Error(result.fault.message);
  judge(result.value, areEqual);
  return result.value;
}

/** From files into files, in threads that are started for it: as when they are drawn, with nothing beside it. */
async function comparePixels({ run, shots }: AppearanceReport, folder: string): Promise<void> {
  const pictures = picturesIn(folder);
  const thread = openDifference();
  try {
    // All asked for at once, as while pages are drawn: which thread takes which is not ours to say.
    await Promise.all(
      shots.map(async ({ shot, difference }) => {
        const fileOf = (kind: PictureKind): string => pictures.fileOf(run, shot, kind);
        const pair = { a: fileOf('a'), b: fileOf('b'), mask: fileOf('difference'), ignored: [] };
        const again = await thread.compare(pair);
        const changed = difference.kind === 'compared' ? difference.changed : NaN;
        if (!again.ok || again.value.changed !== changed)
          throw new Error('It was not compared again.');
      }),
    );
  } finally {
    thread.end();
  }
}

function openDifference(): DifferenceClient {
  const program = join(required('BLOCKYARD_APP'), 'out', 'main', 'difference-thread.js');
  return openDifferenceThreads(pathToFileURL(program));
}

function picturesIn(folder: string): PictureFolder {
  return openPictureFolder(join(folder, 'pictures'));
}

/** A quick answer that is wrong is no figure. */
function judge({ shots }: AppearanceReport, areEqual: boolean): void {
  const right = shots.filter(
    ({ difference }) => difference.kind === 'compared' && (difference.changed === 0) === areEqual,
  );
  if (right.length !== pages) throw new Error(`${String(right.length)} of ${String(pages)} pages were compared rightly.`); // prettier-ignore
}
