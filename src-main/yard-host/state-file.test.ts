import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { statSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Rollout } from '../../src-shared/fleet.ts';
import { asImageId, asFleetId, asGenerationId, asRolloutId } from '../../src-shared/ids.ts';
import { noControls, noMemory, usualTerms } from '../../src-shared/release.ts';
import { openState } from './open-state.ts';
import { decodeState, encodeState, writeStateFile } from './state-file.ts';
import { runnersFleet } from './sample-work/add-runners.ts';
import { stateOfSchema1 } from './state-of-schema-1.fixture.ts';
import { emptyState, STATE_SCHEMA, type HostState } from './state-schema.ts';

function stateNamed(name: string): HostState {
  return {
    ...emptyState,
    nextNotice: 3,
    fleets: [
      {
        id: asFleetId('storefront'),
        name,
        port: 8480,
        floor: 4,
        split: { revision: 7, weights: [], changedAtMs: 1 },
        previous: null,
        rollout: null,
        generations: [],
        nextBlock: 9,
      },
    ],
  };
}

// Outside text that damage could hide in: markup, direction marks, the replacement character itself.
const first = stateNamed('<b>first</b> \u202e \ufffd');
const second = stateNamed(`second ${'x'.repeat(3000)}`);

const aRelease: Rollout = {
  id: asRolloutId('r1'),
  intent: {
    kind: 'release',
    candidate: { kind: 'existing', generation: asGenerationId('storefront-v002') },
    from: asGenerationId('storefront-v001'),
    expectedRevision: 7,
    terms: usualTerms,
  },
  owner: { name: 'Ada', host: 'desk', panel: 'p' },
  epoch: 2,
  leaseEndsAtMs: 5,
  startedAtMs: 1,
  launched: [],
  controls: { ...noControls, isHeld: true, passed: 1, passedAtMs: 3, by: 'Bob' },
  memory: { ...noMemory, baseline: { errorShare: 0, p95Ms: null }, revision: 7, bakedMs: 20.5 },
};

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'blockyard-state-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

describe('state file', () => {
  it('gives back what was written, and keeps the copy before it', async () => {
    expect(await openState(folder, 1)).toEqual({ state: emptyState, isNew: true, sentences: [] });
    await writeStateFile(folder, first);
    await writeStateFile(folder, second);
    expect(await openState(folder, 1)).toEqual({ state: second, isNew: false, sentences: [] });
    expect(decodeState(await readFile(join(folder, 'state.previous.json')))).toEqual({
      kind: 'whole',
      state: first,
    });
  });

  it('is two files at every moment of a save, never one under two names', async () => {
    const inode = (name: string): bigint | undefined =>
      statSync(join(folder, name), { bigint: true, throwIfNoEntry: false })?.ino;
    const save = async (state: HostState): Promise<void> => {
      await (
        await writeStateFile(folder, state)
      ).synced;
    };
    await save(first);
    await save(second);
    let looks = 0;
    const watch = { isOver: false };
    const looking = (async () => {
      while (!watch.isOver) {
        const [now, before] = [inode('state.json'), inode('state.previous.json')];
        expect(now).toBeDefined();
        expect(before).toBeDefined();
        expect(now).not.toBe(before);
        looks += 1;
        await new Promise(setImmediate);
      }
    })();
    for (let round = 0; round < 100; round += 1) await save(round % 2 === 0 ? first : second);
    watch.isOver = true;
    await looking;
    expect(looks).toBeGreaterThan(200);
    expect(decodeState(await readFile(join(folder, 'state.previous.json')))).toEqual({
      kind: 'whole',
      state: first,
    });
  });

  it('leaves two whole, different copies when it is killed in the middle of saving', async () => {
    const script = `
      import { writeStateFile } from ${JSON.stringify(join(import.meta.dirname, 'state-file.ts'))};
      const state = ${JSON.stringify(first)};
      for (let n = 1; ; n += 1) {
        await (await writeStateFile(${JSON.stringify(folder)}, { ...state, nextNotice: n })).synced;
        if (n === 3) process.stdout.write('saving');
      }`;
    for (let round = 0; round < 5; round += 1) {
      const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      await once(child.stdout, 'data');
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 30));
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
      const [now, before] = await Promise.all(
        ['state.json', 'state.previous.json'].map(async (name) => {
          const found = decodeState(await readFile(join(folder, name)));
          return found.kind === 'whole' ? found.state.nextNotice : 0;
        }),
      );
      expect(before).toBeGreaterThan(0);
      expect(now).toBeGreaterThan(before ?? 0);
    }
  }, 60_000);

  it('notices every truncation and falls back on the copy before', async () => {
    const whole = Buffer.from(encodeState(second));
    await writeStateFile(folder, first);
    await writeStateFile(folder, second);
    const points = Array.from({ length: 50 }, (_, i) => Math.floor((i * whole.length) / 50));
    for (const length of [...points, whole.length - 1]) {
      await writeFile(join(folder, 'state.json'), whole.subarray(0, length));
      const opened = await openState(folder, length);
      expect(opened.state, `cut at ${String(length)}`).toEqual(first);
      expect(opened.isNew).toBe(false);
      expect(opened.sentences[0]).toMatch(/damaged.*The copy before it is used/u);
    }
    const kept = (await readdir(folder)).filter((name) => name.includes('.damaged-'));
    expect(kept).toHaveLength(51);
  });

  it('notices every single flipped bit of a short state and a sample of a long one', () => {
    for (const [state, step] of [
      [emptyState, 1],
      [second, 37],
    ] as const) {
      const whole = Buffer.from(encodeState(state));
      for (let bit = 0; bit < whole.length * 8; bit += step) {
        const flipped = Buffer.from(whole);
        flipped.writeUInt8(flipped.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
        const found = decodeState(flipped);
        // A flip inside a word of the header's keys or values may not matter; one that is accepted must say the same.
        if (found.kind === 'whole') expect(found.state).toEqual(state);
        else expect(found.kind).toBe('damaged');
      }
    }
  });

  it('says so when both copies are damaged, and deletes neither', async () => {
    await writeFile(join(folder, 'state.json'), 'nonsense');
    await writeFile(join(folder, 'state.previous.json'), '');
    const opened = await openState(folder, 5);
    expect(opened).toMatchObject({ state: emptyState, isNew: false });
    const said = opened.sentences[0] ?? '';
    expect(said).toMatch(/not known any more.*put back a copy as state\.json/u);
    expect(said).toContain('as state.json.damaged-5 and state.previous.json.damaged-5.');
    expect(said).toMatch(/the next start of the yard begins with the sample fleet/u);
    expect((await readdir(folder)).sort()).toEqual([
      'state.json.damaged-5',
      'state.previous.json.damaged-5',
    ]);
  });

  it('takes the copy before when the file itself is missing', async () => {
    await writeStateFile(folder, first);
    await writeStateFile(folder, second);
    await rm(join(folder, 'state.json'));
    const opened = await openState(folder, 1);
    expect(opened.state).toEqual(first);
    expect(opened.sentences[0]).toMatch(/is missing/u);
    expect(opened.sentences[0]).not.toMatch(/damaged/u);
  });

  it.skipIf(process.platform === 'win32')('does not wait for what is no plain file', async () => {
    await writeStateFile(folder, first);
    await writeStateFile(folder, second);
    const path = join(folder, 'state.json');
    await rm(path);
    expect(spawnSync('mkfifo', [path]).status).toBe(0);
    const opened = await openState(folder, 4);
    expect(opened.state).toEqual(first);
    expect(opened.sentences[0]).toMatch(/is damaged: it is no plain file.*kept beside it/u);
    expect(await readdir(folder)).toContain('state.json.damaged-4');
  });

  it('leaves the state of a newer version untouched and says what to do', async () => {
    await writeFile(join(folder, 'state.json'), encodeState(first, STATE_SCHEMA + 1));
    await expect(openState(folder, 1)).rejects.toThrow(/newer version.*Start the newer version/u);
    expect(decodeState(await readFile(join(folder, 'state.json'))).kind).toBe('newer');
  });

  it('opens what a host of schema 1 wrote as it was, and nothing of one that is not known yet', async () => {
    const path = join(folder, 'state.json');
    await writeFile(path, stateOfSchema1);
    const opened = await openState(folder, 1);
    expect(opened).toMatchObject({ isNew: false, sentences: [] });
    // To the letter: nothing is dropped from it and nothing made up.
    expect(opened.state).toEqual(JSON.parse(stateOfSchema1.split('\n')[1] ?? ''));
    expect(opened.state.fleets[0]?.rollout?.intent.kind).toBe('cut-over');
    await writeStateFile(folder, opened.state);
    expect(await openState(folder, 1)).toEqual(opened);
    expect(await readFile(path, 'utf8')).toMatch(/^\{[^\n]*"schema":3,/u);
    // The control: the same content under the next number.
    await writeFile(path, encodeState(opened.state, 4));
    await expect(openState(folder, 1)).rejects.toThrow(/newer version.*\(schema 4\)/u);
  });

  it('keeps a fleet without an entry as one without a port, with the hooks of its recipes', async () => {
    const image = { kind: 'folder', name: 'test-runners', version: '1', importedAtMs: 0 } as const;
    const more = {
      start: { kind: 'node', entry: 'server.mjs' },
      healthPath: '/',
      facts: {},
    } as const;
    const sized = { portVariable: 'PORT', fileCount: 1, bytes: 1 };
    const images = [1, 2].map((at) => ({
      ...image,
      ...more,
      ...sized,
      id: asImageId(`sha256:${String(at)}`),
    }));
    const [v1, v2] = images;
    if (v1 === undefined || v2 === undefined) throw new Error('no images');
    const state: HostState = {
      ...first,
      fleets: [...first.fleets, runnersFleet([v1, v2], 8580, 5)],
    };
    await writeStateFile(folder, state);
    expect((await openState(folder, 1)).state).toEqual(state);
    expect(state.fleets.at(-1)).not.toHaveProperty('port');
    expect(state.fleets.at(-1)?.generations[1]?.recipe.work).toMatchObject({ kind: 'http' });
  });

  it('keeps a running release with what it was told and remembers', async () => {
    const [fleet] = first.fleets;
    if (fleet === undefined) throw new Error('There is no fleet.');
    const state: HostState = { ...first, fleets: [{ ...fleet, rollout: aRelease }] };
    await writeStateFile(folder, state);
    expect((await openState(folder, 1)).state).toEqual(state);
  });

  it('does what it says after damage: the next start begins anew, or has what was put back', async () => {
    await writeFile(join(folder, 'state.json'), 'nonsense');
    await writeFile(join(folder, 'state.previous.json'), 'too');
    expect((await openState(folder, 5)).isNew).toBe(false);
    // As the host does, which tells and goes on without a fleet.
    await writeStateFile(folder, emptyState);
    expect(await openState(folder, 6)).toEqual({ state: emptyState, isNew: true, sentences: [] });
    await writeFile(join(folder, 'state.json'), encodeState(first));
    expect(await openState(folder, 7)).toEqual({ state: first, isNew: false, sentences: [] });
  });

  it('begins nothing anew in the start that found damage, also when the copy before is empty', async () => {
    await writeFile(join(folder, 'state.previous.json'), encodeState(emptyState));
    await writeFile(join(folder, 'state.json'), 'nonsense');
    const opened = await openState(folder, 5);
    expect(opened.isNew).toBe(false);
    expect(opened.sentences[0]).toMatch(/next start of the yard begins with the sample fleet/u);
  });
});
