/**
 * Nineteen differences are planted between two sides that are equal else: real images in a real store, real packages, real
 * answers and sample requests over HTTP, and pages drawn pixel by pixel where the camera would draw them. How long starts
 * took and what blocks hold is given as a yard tells it. Found are these, and nothing else.
 */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { aFleet, aRecipe, v1, v2 } from '../../../src-shared/fleet.fixture.ts';
import { firstList } from '../../../src-shared/appearance.ts';
import { localCapabilities } from '../../../src-shared/capabilities.ts';
import type { Finding, Findings } from '../../../src-shared/findings-schema.ts';
import type { ImageId } from '../../../src-shared/ids.ts';
import type { FolderImage } from '../../../src-shared/image.ts';
import { fail, faultOf, succeed, type Result } from '../../../src-shared/result.ts';
import { systemClock } from '../../clock/system-clock.ts';
import { secretMark } from '../../masking/secret-mark.ts';
import { manifestText, openFixture, type FixtureFile, type FixtureFolder } from '../../yard-host/images/image-fixture.ts'; // prettier-ignore
import { openImageStore, type ImageStore } from '../../yard-host/images/image-store.ts';
import { describeLocalGeneration } from '../../yards/local/describe-generation.ts';
import type { Piece } from '../../yards/port.ts';
import { compareAppearance } from '../appearance/compare-appearance.ts';
import type { Camera, PictureOrder } from '../appearance/camera.ts';
import { openDifferenceThreads } from '../appearance/difference-client.ts';
import { writePicture } from '../appearance/picture-difference.ts';
import { openPictureFolder } from '../appearance/picture-folder.ts';
import { givePackages } from '../contents/contents-jobs.ts';
import { openDesk } from '../contents/desk-client.ts';
import { readContents } from '../contents/read-contents.ts';
import { appearanceFindings } from './appearance-findings.ts';
import { askSamples } from './ask-behaviour.ts';
import { askFindings } from './ask-findings.ts';
import { standingFindings, together } from './behaviour-findings.ts';
import { gatherContents } from './contents-findings.ts';

const secret = 'hunter2-hunter2';

/** One side. What `plants` names is otherwise than on the side that has none. */
function sideOf(plants: ReadonlySet<Plant>) {
  const has = (plant: Plant): boolean => plants.has(plant);
  const files: Record<string, FixtureFile> = {
    'blockyard.json': manifestText({ version: has('version') ? '1.1.0' : '1.0.0' }),
    'server.mjs': 'export {};\n',
    'app/price.mjs': has('file changed') ? 'export const vat = 21;\n' : 'export const vat = 19;\n',
    ...(has('file removed') ? {} : { 'docs/old.txt': 'Nobody reads this.\n' }),
    ...(has('file added') ? { 'assets/new.css': 'a { color: red }\n' } : {}),
    [has('file moved') ? 'lib/later.mjs' : 'lib/early.mjs']: 'export const only = "here";\n',
    'bin/run': has('file executable') ? { text: '#!/bin/sh\n', executable: true } : '#!/bin/sh\n',
  };
  const env = {
    PAYMENTS_TOKEN: has('environment changed') ? `${secret}-new` : secret,
    REGION: 'north',
    ...(has('environment added') ? { FLAG_CART: 'on' } : {}),
  };
  const packages = {
    left: { version: has('package older') ? '4.9.0' : '4.10.0' },
    ...(has('package added') ? { right: { version: '1.0.0' } } : {}),
    same: { version: '2.0.0' },
  };
  const lock = Object.entries(packages).map(([name, one]) => [`node_modules/${name}`, one]);
  return {
    files,
    env,
    size: has('blocks') ? 6 : 4,
    lock: JSON.stringify({ lockfileVersion: 3, packages: Object.fromEntries(lock) as unknown }),
    isShopRed: has('pixels'),
    items: `{"items": [{"id": 9007199254740993, "price": ${has('JSON value') ? '8' : '7'}}], "total": 1}`,
    cache: has('header') ? 'no-store' : 'max-age=60',
    healthStatus: has('status') ? 503 : 200,
    payStatus: has('errors') ? 500 : 200,
    searchMs: has('slow answers') ? 20 : 0,
    startMs: has('slow start') ? 2600 : 300,
    memoryBytes: has('memory') ? 130e6 : 60e6,
  };
}

type Side = ReturnType<typeof sideOf>;
type Plant = keyof typeof planted;

/** What of the findings is told of which: a changed manifest is a changed file, too. */
const planted = {
  version: [/^facts Version$/u, /^files blockyard\.json$/u],
  'environment changed': [/^facts Environment PAYMENTS_TOKEN$/u],
  'environment added': [/^facts Environment FLAG_CART$/u],
  blocks: [/^facts Blocks$/u],
  'file changed': [/^files app\/price\.mjs$/u],
  'file removed': [/^files docs\/old\.txt$/u],
  'file added': [/^files assets\/new\.css$/u],
  'file moved': [/^files lib\/later\.mjs$/u],
  'file executable': [/^files bin\/run$/u],
  'package older': [/^packages npm left$/u],
  'package added': [/^packages npm right$/u],
  pixels: [/^pages \/, /u],
  'JSON value': [/^answers \/api\/items \$\.items\[0\]\.price$/u],
  header: [/^answers \/api\/items, header cache-control$/u],
  status: [/^answers \/api\/up, status$/u],
  errors: [/^behaviour \/pay, errors$/u],
  'slow answers': [/^behaviour \/search, time$/u],
  'slow start': [/^behaviour Start-up$/u],
  memory: [/^behaviour Memory$/u],
} as const;

const plants = Object.keys(planted) as Plant[];

let fixture: FixtureFolder;
let store: ImageStore;
let servers: readonly Server[] = [];
let shown: readonly [Side, Side];
let count = 0;

function serve(at: 0 | 1): Promise<Server> {
  const server = createServer((request, response) => {
    const side = shown[at];
    // What differs from answer to answer by itself is no difference of the sides.
    response.setHeader('date', new Date(Date.now() + at * 1000).toUTCString());
    if (request.url === '/api/up') {
      response.statusCode = side.healthStatus;
      response.end('ok');
      return;
    }
    if (request.url === '/pay' || request.url === '/search') {
      response.statusCode = request.url === '/pay' ? side.payStatus : 200;
      setTimeout(() => response.end('ok'), request.url === '/search' ? side.searchMs : 0);
      return;
    }
    response.setHeader('content-type', 'application/json');
    response.setHeader('cache-control', side.cache);
    response.end(at === 0 ? side.items : side.items.replaceAll(' ', '  '));
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      resolve(server);
    });
  });
}

beforeAll(async () => {
  fixture = openFixture();
  store = await openImageStore({ folder: join(fixture.path, 'images'), clock: Date });
  servers = await Promise.all([serve(0), serve(1)]);
});
afterAll(async () => {
  for (const server of servers) server.close();
  await fixture.remove();
});

/** Draws what a camera would have seen: a page of lines, and a basket that is red or not. */
function drawnPages(): Camera {
  return {
    take: ({ side, file, width, height }: PictureOrder) => {
      const data = new Uint8Array(width * height * 4).fill(255);
      const isRed = shown[side === 'a' ? 0 : 1].isShopRed;
      for (let y = 0; y < height; y += 1) {
        for (let x = 0; x < width; x += 1) {
          const isBasket = x >= 300 && x < 340 && y >= 20 && y < 44;
          const isLine = y % 18 < 8 && (x * 7 + y) % 5 < 2;
          const colour = isBasket ? [isRed ? 200 : 30, 30, 30] : isLine ? [0, 0, 0] : null;
          if (colour !== null) data.set(colour, (y * width + x) * 4);
        }
      }
      writeFileSync(file, writePicture({ width, height, data }));
      const picture = { width, height };
      const more = { because: null, findings: [], boxes: [], endedAt: '/' };
      return Promise.resolve({ status: 200, ms: 1, picture, ...more });
    },
    close: () => Promise.resolve(),
  };
}

async function imageOf({ files }: Side): Promise<FolderImage> {
  count += 1;
  return store.importFrom(fixture.add(`source-${String(count)}`, files));
}

function valueOf<Value>(result: Result<Value>): Value {
  if (!result.ok) throw new Error(result.fault.message);
  return result.value;
}

/** Everything that can be compared of two sides, by the parts that compare it. */
async function findingsOf(a: Side, b: Side): Promise<Findings> {
  shown = [a, b];
  const images = [await imageOf(a), await imageOf(b)] as const;
  const [one, other] = servers.map((server) => (server.address() as AddressInfo).port);
  const base = aFleet();
  const generations = base.generations.slice(0, 2).map((generation, at) => {
    const side = at === 0 ? a : b;
    return {
      ...generation,
      image: images[at === 0 ? 0 : 1].id,
      size: side.size,
      starts: startsOf(side),
      blocks: generation.blocks.map((block) => ({ ...block, memoryBytes: side.memoryBytes })),
      recipe: { ...aRecipe, env: side.env },
      previewUrl: `http://127.0.0.1:${String(at === 0 ? one : other)}/`,
    };
  });
  const fleet = { ...base, generations };
  const look = { observedAtMs: 0, fleets: [fleet], images: [...images], notices: [] };
  const mark = secretMark(new Uint8Array(32).fill(7));
  const sides = { fleet: fleet.id, a: v1, b: v2 };

  const desk = openDesk();
  const answered = (read: Promise<Piece>): Promise<Result<Piece>> =>
    read.then(succeed, (error: unknown) => fail(faultOf(error)));
  const yard = {
    capabilities: localCapabilities,
    imageList: (image: ImageId, from: number) => answered(store.readList(image, from)),
    imageFile: (image: ImageId, path: string, from: number) =>
      answered(store.readFile(image, path, from)),
  };
  const pair = { a: images[0].id, b: images[1].id };
  valueOf(await readContents({ yard, desk, onProgress: () => undefined }, pair));
  for (const side of ['a', 'b'] as const) {
    const path = join(fixture.path, `${side}-package-lock.json`);
    writeFileSync(path, (side === 'a' ? a : b).lock);
    valueOf(await givePackages(desk, side, path));
  }
  const contents = valueOf(await gatherContents(desk));
  desk.end();

  const report = valueOf(
    await compareAppearance(
      {
        ...{ openCamera: drawnPages, openDifference: openDifferenceThreads, mark },
        pictures: openPictureFolder(join(fixture.path, 'appearance')),
        ...{ nowMs: (count += 1), newId: () => 'planted', onProgress: () => undefined },
        signal: new AbortController().signal,
      },
      {
        fleet,
        ...{ a: v1, b: v2 },
        list: {
          ...firstList,
          viewports: [{ width: 400, height: 320 }],
          paths: [
            { kind: 'page', path: '/', ignore: [] },
            { kind: 'api', path: '/api/items', ignore: [] },
            { kind: 'api', path: '/api/up', ignore: [] },
          ],
        },
      },
    ),
  );
  const describeGeneration = (id: typeof fleet.id, generation: typeof v1) =>
    Promise.resolve(describeLocalGeneration(look, id, generation, mark));
  const seenBesides = () => Promise.resolve([contents, appearanceFindings(report)]);
  const ask = askFindings({ yard: { describeGeneration }, clock: systemClock, seenBesides });
  const [left, right] = generations;
  if (left === undefined || right === undefined) throw new Error('There are two.');
  const paths = ['/pay', '/search'].map((path) => ({ kind: 'api' as const, path, ignore: [] }));
  const sample = askSamples({
    clock: systemClock,
    listOf: () => ({ ...firstList, paths }),
    keep: () => undefined,
  });
  const samples = await sample(fleet, sides, new AbortController().signal);
  const behaviour = together([standingFindings(fleet, { a: left, b: right }), samples]);
  return valueOf(await ask(sides, Promise.resolve(behaviour)));
}

/** Of four, and what was measured of them. */
function startsOf({ startMs: medianMs }: Side) {
  const healthy = { medianMs, slowestMs: medianMs * 1.2, starts: 4 };
  return { seenBy: 'yard' as const, running: null, healthy, firstResponse: null };
}

const nameOf = ({ area, subject }: Finding): string => `${area} ${subject}`;

/** Which of them were found, and what was found that nobody has planted. */
function judged({ listed, total }: Findings) {
  const names = listed.map(nameOf);
  const isOf = (name: string, plant: Plant): boolean =>
    planted[plant].some((pattern) => pattern.test(name));
  expect(total).toBe(listed.length);
  return {
    found: plants.filter((plant) => names.some((name) => isOf(name, plant))),
    strange: names.filter((name) => !plants.some((plant) => isOf(name, plant))),
  };
}

const none = sideOf(new Set());
const all = sideOf(new Set(plants));

it('finds the nineteen that were planted, and nothing else', async () => {
  expect(plants).toHaveLength(19);
  const findings = await findingsOf(none, all);
  expect(judged(findings)).toEqual({ found: plants, strange: [] });
  expect(findings).toMatchObject({
    areas: ['facts', 'texts', 'files', 'packages', 'pages', 'answers', 'behaviour'],
    missing: [],
  });
  const worth = findings.listed.filter(({ why }) => why !== null).map(nameOf);
  expect(worth).toEqual(expect.arrayContaining(['packages npm left', 'answers /api/up, status'])); // prettier-ignore
  expect(JSON.stringify(findings)).not.toContain('hunter2');
});

it('finds nothing between equal sides: the control', async () => {
  const findings = await findingsOf(all, all);
  expect(judged(findings)).toEqual({ found: [], strange: [] });
  expect(findings.total).toBe(0);
});

it.each([[['file moved']], [['pixels', 'errors']]] as const)(
  'finds the others without %j: the control',
  async (left) => {
    const others = plants.filter((plant) => !left.some((one) => one === plant));
    const findings = await findingsOf(none, sideOf(new Set(others)));
    expect(judged(findings)).toEqual({ found: others, strange: [] });
  },
);
