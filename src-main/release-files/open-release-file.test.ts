import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { localCapabilities } from '../../src-shared/capabilities.ts';
import { aFleet, aGeneration } from '../../src-shared/fleet.fixture.ts';
import { asFleetId, asImageId, asYardId } from '../../src-shared/ids.ts';
import type { FolderImage } from '../../src-shared/image.ts';
import type { PanelSnapshot, YardSummary } from '../../src-shared/panel.ts';
import { usualTerms } from '../../src-shared/release.ts';
import { openReleaseFile } from './open-release-file.ts';
import { largestBytes } from './read-release-file.ts';

const image = (letter: string, version: string): FolderImage => ({
  id: asImageId(`sha256:${letter.repeat(64)}`),
  ...{ name: 'storefront', version, healthPath: '/health', portVariable: 'PORT' },
  start: { kind: 'node', entry: 'server.mjs' },
  ...{ facts: {}, fileCount: 1, bytes: 1, importedAtMs: 0 },
});
const summary = (id: string, name: string): YardSummary => ({
  ...{ id: asYardId(id), name, detail: '', status: 'live', running: null },
  kind: id === 'local' ? 'local' : 'aws',
});
const panel: PanelSnapshot = {
  ...{ sequence: 1, yard: asYardId('local'), markers: [], link: { kind: 'live' } },
  yards: [summary('local', 'Local yard'), summary('aws-1', 'shop')],
  band: { yardName: 'Local yard', kind: 'local', detail: '', account: null },
  capabilities: localCapabilities,
  ...{ observedAtMs: 0, progress: [], outcomes: [], timeline: [], sampleTraffic: [] },
  fleets: [aFleet()],
  images: [image('a', '1.10.0'), image('b', '1.11.0')],
  ...{ switchTimes: [], settings: { theme: 'system', onQuit: 'keep-yard' } },
  self: { name: 'ana', host: 'desk', panel: 'p' },
  versions: { app: '0', electron: '0', host: null },
};

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'blockyard-release-file-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function opened(text: string | Uint8Array, seen: PanelSnapshot = panel) {
  const path = join(folder, 'winter.yaml');
  await writeFile(path, text);
  return openReleaseFile(path, seen);
}

/** Message and what to do, as they are read. */
async function said(text: string | Uint8Array, seen?: PanelSnapshot): Promise<string> {
  const result = await opened(text, seen);
  if (result.ok) throw new Error('It was opened.');
  expect(result.fault.where).toContain('winter.yaml');
  return `${result.fault.message} ${result.fault.todo ?? ''}`;
}

describe('a release file in the window', () => {
  it('is found in the yard that is on screen, with what it leaves out as usual', async () => {
    const result = await opened('blockyard: 1\nimage: storefront@1.10.0\nbake: 10 min\n');
    expect(result).toEqual({
      ok: true,
      value: {
        ...{ file: 'winter.yaml', fleet: 'storefront' },
        source: { kind: 'image', image: image('a', '').id, size: 4 },
        terms: { ...usualTerms, bakeMs: 600_000 },
      },
    });
  });

  it('takes a size, a recipe, and a generation that stands by', async () => {
    const sized = await opened('{"blockyard":1,"image":"aaaaaa","size":7,"recipeOf":"v001"}');
    expect(sized).toMatchObject({ value: { source: { size: 7, recipeOf: 'storefront-v001' } } });
    const standing = await opened('blockyard: 1\nyard: Local yard\ngeneration: v002\n');
    expect(standing).toMatchObject({
      value: { source: { kind: 'generation', generation: 'storefront-v002' } },
    });
  });

  it.each([
    ['blockyard: 1\nimage: storefront@9\n', /no image storefront@9.*storefront@1\.10\.0/u],
    ['blockyard: 1\nfleet: shop\nimage: aaaaaa\n', /no fleet shop.*There are: storefront/u],
    ['blockyard: 1\ngeneration: v009\n', /no generation v009 in storefront.*v001, v002/u],
    ['blockyard: 1\nimage: storefront\n', /no image storefront\b/u],
    ['blockyard: 1\nimportFrom: ../image\n', /\.\.\/image is to be imported.*images screen/u],
    ['blockyard: 1\nyard: shop\nimage: aaaaaa\n', /for the yard shop; Local yard is on screen/u],
    ['blockyard: 1\nyard: nowhere\nimage: aaaaaa\n', /no yard nowhere.*Local yard, shop/u],
    ['blockyard: 1\nimages: aaaaaa\n', /line 2: images is not known; do you mean image\?/u],
    ['blockyard: 1\nimage: [1]\n', /line 2: image has to be a string/u],
    ['', /has to be an object.*Nothing was sent/u],
    ['\u0000\u0001\u0002', /Nothing was sent/u],
  ])('%j is told with what is wrong and what to do', async (text, words) => {
    expect(await said(text)).toMatch(words);
  });

  it('that is too large is read no further than that is seen', async () => {
    expect(await said(new Uint8Array(largestBytes + 1).fill(32))).toContain('too large');
    // The control: as large as may be, it is read.
    const text = 'blockyard: 1\nimage: aaaaaa\n';
    const result = await opened(`${text}#${'x'.repeat(largestBytes - text.length - 2)}\n`);
    expect(result.ok).toBe(true);
  });

  it('is a file, and not a folder or something that is not there', async () => {
    expect(await openReleaseFile(folder, panel)).toMatchObject({
      fault: { message: 'This is not a file.' },
    });
    expect(await openReleaseFile(join(folder, 'none'), panel)).toMatchObject({
      ok: false,
      fault: { code: 'bad-input' },
    });
  });

  it('means the local yard when it names none, and never the one that happens to be on screen', async () => {
    const elsewhere = { ...panel, yard: asYardId('aws-1') };
    expect(await said('blockyard: 1\nimage: aaaaaa\n', elsewhere)).toMatch(
      /means the local one; shop is on screen/u,
    );
    const named = await opened('blockyard: 1\nyard: shop\nimage: aaaaaa\n', elsewhere);
    expect(named.ok).toBe(true);
  });

  it('has to name the fleet where there are several', async () => {
    const other = aFleet({ id: asFleetId('mail'), name: 'mail', generations: [aGeneration(1)] });
    const several = { ...panel, fleets: [...panel.fleets, other] };
    expect(await said('blockyard: 1\nimage: aaaaaa\n', several)).toMatch(/names no fleet.*has 2/u);
    const named = await opened('blockyard: 1\nfleet: mail\nimage: aaaaaa\n', several);
    expect(named).toMatchObject({ value: { fleet: 'mail' } });
  });
});
