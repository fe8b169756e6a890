/** Pages that hang, cry, lead away and reach out: each ends in a sentence, nothing is reached, and the panel works on. */
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import type {
  AppearanceList,
  AppearanceReport,
  ShotResult,
} from '../../src-shared/appearance-schema.ts';
import { firstList } from '../../src-shared/appearance.ts';
import type { Bridge } from '../../src-shared/ipc-contract.ts';
import { hostileServer, openSelfSigned, openStranger, type Stranger } from './hostile-pages.ts';
import { makeImage } from './made-images.ts';
import { processesOf } from './processes.ts';
import { generation, openStage, type Stage } from './stage.ts';

let stage: Stage;
let folder: string;
let other: Stranger;
let secure: Stranger;

test.describe.configure({ mode: 'serial' });

test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'blockyard-appearance-'));
  [other, secure] = await Promise.all([openStranger(), openSelfSigned(folder)]);
  const server = hostileServer({ other: other.port, secure: secure.port });
  stage = await openStage('appearance');
  for (const [name, text] of [
    ['hostile', server],
    ['hostile-too', server.replaceAll('process.env.PLANTED ?? 0', '7')],
  ] as const) {
    await launchOne(await makeImage(folder, name, { server: text }));
  }
  await expect
    .poll(
      async () => {
        seen = await stage.fleet();
        return labelled('v004').blocks.map(({ state }) => state.kind);
      },
      { timeout: 30_000 },
    )
    .toEqual(['healthy']);

  async function launchOne(path: string): Promise<void> {
    const { id: fleet } = await stage.fleet();
    const failed = await stage.page.evaluate(
      async ({ fleet, path }) => {
        const { call } = (window as unknown as { blockyard: Bridge }).blockyard;
        const image = await call['image.import']({ yard: 'local', path });
        if (!image.ok) return image.fault.message;
        const wish = { kind: 'launch', image: image.value.id, size: 1 } as const;
        const begun = await call['rollout.begin']({
          yard: 'local',
          fleet,
          wish,
          pressedAtMs: Date.now(),
        });
        return begun.ok ? null : begun.fault.message;
      },
      { fleet, path },
    );
    expect(failed).toBeNull();
    await expect.poll(async () => (await stage.fleet()).rollout, { timeout: 30_000 }).toBeNull();
  }
});

let seen: Awaited<ReturnType<Stage['fleet']>>;
const labelled = (label: string) => generation(seen, label);

test.afterAll(async () => {
  await stage.close();
  await Promise.all([other.close(), secure.close()]);
  await rm(folder, { recursive: true, force: true });
});

const viewport = { width: 800, height: 600 };

async function compare(
  paths: readonly string[],
  more: Partial<AppearanceList> = {},
  kind: 'page' | 'api' = 'page',
): Promise<AppearanceReport> {
  const list: AppearanceList = {
    ...firstList,
    ...{ viewports: [viewport], waitsSeconds: 30, hosts: [] },
    paths: paths.map((path) => ({ kind, path, ignore: [] })),
    ...more,
  };
  const { id: fleet } = await stage.fleet();
  const answer = await stage.page.evaluate(
    (asked) => {
      const { call } = (window as unknown as { blockyard: Bridge }).blockyard;
      return call['appearance.compare']({ yard: 'local', job: 'hostile', ...asked });
    },
    { fleet, a: labelled('v003').id, b: labelled('v004').id, list },
  );
  if (!answer.ok) throw new Error(answer.fault.message);
  return answer.value;
}

/** What was found of the left side, as `kind about`, sorted. */
function foundIn(shot: ShotResult | undefined): readonly string[] {
  return (shot?.a.findings ?? []).map(({ kind, about }) => `${kind} ${about}`).sort();
}

function textOf(shot: ShotResult | undefined): string {
  return shot?.difference.kind === 'told' ? shot.difference.text : 'compared';
}

test('what was planted is found, no more and no less, and the pictures are in the data folder', async () => {
  const { run, shots } = await compare(['/planted', '/endless'], { extent: 'page' });
  const [planted, endless] = shots;
  expect(planted?.difference).toMatchObject({ kind: 'compared', unlisted: 0, changed: 7 * 3600 });
  const { regions } = planted?.difference as {
    regions: readonly { width: number; height: number }[];
  };
  expect(regions.map(({ width, height }) => [width, height])).toEqual(Array(7).fill([60, 60]));
  expect(endless?.difference).toMatchObject({ kind: 'compared', changed: 0 });
  expect(foundIn(endless)).toEqual(['animation ']);
  const files = await readdir(join(stage.dataFolder, 'appearance', run));
  expect(files.sort()).toEqual(['0-a.png', '0-b.png', '0-difference.png', '1-a.png', '1-b.png']);
});

test('nothing of the app, of this computer or of other hosts is reached', async () => {
  const { shots } = await compare(['/strangers', '/away', '/leads-away', '/secure'], {
    hosts: [`127.0.0.1:${String(secure.port)}`],
  });
  const [strangers, away, leadsAway, bad] = shots;
  const own = `127.0.0.1:${String(other.port)}`;
  expect(foundIn(strangers)).toEqual(
    expect.arrayContaining([
      ...[`blocked ${own}`, `blocked localhost:${String(other.port)}`, 'blocked cdn.example'],
      'blocked 169.254.169.254',
    ]),
  );
  expect(textOf(away)).toContain(`It leads to ${own}, which is another address.`);
  expect(foundIn(leadsAway)).toContain(`redirect-blocked ${own}`);
  expect(foundIn(bad)).toEqual([expect.stringMatching(/^certificate 127\.0\.0\.1:\d+ \(ERR_CERT_AUTHORITY_INVALID\)$/u)]); // prettier-ignore
  expect({ met: other.met(), asked: secure.asked() }).toEqual({ met: 0, asked: [] });
  // The control: an allowed host is reached by the same page.
  await compare(['/strangers'], { hosts: [own] });
  expect(other.asked()).toEqual(expect.arrayContaining(['/img', '/fetch']));
});

test('a page that is looked at changes nothing, unless its list allows it', async () => {
  const { shots } = await compare(['/writes', '/written']);
  expect(foundIn(shots[0])).toEqual(
    expect.arrayContaining([
      ...[
        'write-blocked DELETE /order/1',
        'write-blocked POST /beacon',
        'write-blocked POST /order',
      ],
    ]),
  );
  expect(shots[1]?.a.endedAt).toBe('/written');
  // The control: allowed, they arrive.
  const paths = ['/writes', '/written'].map((path) => ({ kind: 'page' as const, path, ignore: [], allowsWrites: true as const })); // prettier-ignore
  const { shots: allowed } = await compare([], { paths });
  expect(allowed[1]?.a.endedAt).toBe('/written-to');
});

test('a page that is left leaves nothing to the next one', async () => {
  const { shots } = await compare(['/leaves-traces', '/finds-traces']);
  expect(shots.map(textOf)).toEqual(['compared', 'compared']);
  expect(shots[1]?.a.endedAt).toBe('/finds-traces');
  expect(foundIn(shots[1])).toEqual([]);
});

test('pages that never load, never end, cry or save themselves end in a sentence', async () => {
  const { shots: endless } = await compare(['/never', '/alerts'], { waitsSeconds: 2 });
  const paths = ['/loop', '/save', '/dialogs', '/login', '/moving', '/leads-on', '/doc'];
  const { shots } = await compare(paths);
  const [never, alerts] = endless;
  const [loop, save, dialogs, login, moving, leadsOn, doc] = shots;
  expect(textOf(never)).toContain('It was not loaded within 2 s.');
  expect(textOf(alerts)).toContain('It was not loaded within 2 s.');
  expect(textOf(loop)).toContain('ERR_TOO_MANY_REDIRECTS');
  expect(textOf(save)).toContain('It is a file to save, and no page.');
  expect(textOf(doc)).toContain('It is a PDF, and no page.');
  expect(foundIn(dialogs)).toEqual(
    expect.arrayContaining([
      ...['dialog alert', 'dialog confirm', 'dialog print'],
      ...['permission geolocation', 'permission notifications'],
      expect.stringMatching(/^window /u),
    ]),
  );
  expect(foundIn(login)).toEqual([expect.stringMatching(/^sign-in 127\.0\.0\.1/u)]);
  expect(login?.a.status).toBe(401);
  expect(foundIn(moving)).toEqual(['never-settled it moves']);
  expect(foundIn(leadsOn)).toContain('never-settled it leads itself on again and again');
  // No window of the panel's own came or went.
  const contents = await stage.application.evaluate(
    ({ webContents }) => webContents.getAllWebContents().length,
  );
  expect(contents).toBe(1);
});

test('an answer is compared value by value, and a stopped comparison leaves nothing', async () => {
  const { answers } = await compare(['/api'], {}, 'api');
  expect(answers).toMatchObject([{ body: { kind: 'equal' }, headers: [], a: { status: 200 } }]);
  const before = await readdir(join(stage.dataFolder, 'appearance'));
  const stopped = compare(['/planted', '/never', '/never'], { waitsSeconds: 20 }).catch(String);
  await expect
    .poll(async () => (await readdir(join(stage.dataFolder, 'appearance'))).length)
    .toBe(before.length + 1);
  await stage.page.evaluate(() => {
    const { call } = (window as unknown as { blockyard: Bridge }).blockyard;
    return call['appearance.stop']({ job: 'hostile' });
  });
  expect(await stopped).toContain('was stopped');
  expect(await readdir(join(stage.dataFolder, 'appearance'))).toEqual(before);
  const cameras = await processesOf(join(stage.dataFolder, 'appearance'));
  expect(cameras).toEqual([]);
});
