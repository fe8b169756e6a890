/** A panel process killed with SIGKILL at some moment of a change, and the next one that goes on. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { asGenerationId } from '../../src-shared/ids.ts';
import type { Wish } from '../../src-shared/wish-schema.ts';
import { openJournal } from '../journal/journal.ts';
import {
  openHostBench,
  seenFleet,
  until,
  wholeFleet,
  type HostBench,
} from '../yard-host/yard-host.fixture.ts';
import type { LocalYard } from '../yards/local/local-yard.ts';
import { panelProcess } from './panel-process.fixture.ts';

const v1 = asGenerationId('storefront-v001');
const v2 = asGenerationId('storefront-v002');

describe('a panel that is killed', { timeout: 120_000 }, () => {
  let journalFolder = '';
  let bench: HostBench;
  let yard: LocalYard;
  const children: ChildProcess[] = [];

  beforeEach(async () => {
    journalFolder = await mkdtemp(join(tmpdir(), 'blockyard-killed-'));
    bench = await openHostBench();
    await bench.ensure();
    yard = bench.openYard();
    await wholeFleet(yard);
  });
  afterEach(async () => {
    for (const child of children.splice(0)) await kill(child);
    await bench.close();
    await rm(journalFolder, { recursive: true, force: true });
  });

  function startPanel(order: string): { child: ChildProcess; said: () => string } {
    const child = spawn(
      process.execPath,
      [
        '--disable-warning=ExperimentalWarning',
        panelProcess,
        bench.dataFolder,
        journalFolder,
        order,
      ],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    children.push(child);
    let text = '';
    child.stdout.on('data', (chunk: Buffer) => {
      text += chunk.toString('utf8');
    });
    return { child, said: () => text };
  }

  async function kill(child: ChildProcess): Promise<void> {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  }

  /** Pressed, killed so many milliseconds later, and brought to an end by the next panel. */
  async function pressAndKill(wish: Wish, afterMs: number): Promise<void> {
    const { child, said } = startPanel(JSON.stringify(wish));
    await until(() => Promise.resolve(said().includes('pressed')), 'the press', 30_000);
    await pause(afterMs);
    await kill(child);
    const next = startPanel('resume');
    await until(() => Promise.resolve(next.said().includes('resumed')), 'the next panel', 20_000);
    await until(
      async () => (await seenFleet(yard)).rollout === null,
      `the end of a ${wish.kind} killed after ${String(afterMs)} ms`,
      30_000,
    );
    await kill(next.child);
  }

  it('launches nothing twice and leaves nothing behind, whenever it dies in a replacement', async () => {
    for (const afterMs of [5, 40, 250]) {
      const before = await wholeFleet(yard);
      const block = before.generations[0]?.blocks[0]?.id;
      if (block === undefined) throw new Error('There is no block.');
      await pressAndKill({ kind: 'replace', generation: v1, block }, afterMs);
      const after = await wholeFleet(yard);
      const blocks = after.generations[0]?.blocks ?? [];
      expect(blocks.length, `killed after ${String(afterMs)} ms`).toBe(4);
      const fresh = blocks.filter((one) =>
        before.generations[0]?.blocks.every((old) => old.id !== one.id),
      );
      expect(fresh.length).toBeLessThanOrEqual(1);
    }
    const history = await (await openJournal(journalFolder, Date.now)).readHistory(500);
    expect(history.troubles).toEqual([]);
  });

  it('has exactly the wanted size, and whole, whenever it dies in a scaling', async () => {
    for (const [index, afterMs] of [5, 60, 150, 300].entries()) {
      const size = index % 2 === 0 ? 6 : 4;
      await pressAndKill({ kind: 'scale', generation: v1, size }, afterMs);
      const { generations } = await wholeFleet(yard);
      const [first] = generations;
      // Killed before anything was claimed it is as it was before; the next press goes from there.
      expect([4, 6], `killed after ${String(afterMs)} ms`).toContain(first?.size);
      expect(first?.blocks.map(({ slot }) => slot)).toEqual(
        Array.from({ length: first?.size ?? 0 }, (_, slot) => slot),
      );
    }
    const history = await (await openJournal(journalFolder, Date.now)).readHistory(500);
    expect(history.troubles).toEqual([]);
  });

  it('has cut over or not, and never something between, whenever it dies in a cutover', async () => {
    let { revision } = (await seenFleet(yard)).split;
    for (const [index, afterMs] of [5, 15, 25, 60].entries()) {
      const to = index % 2 === 0 ? v2 : v1;
      await pressAndKill({ kind: 'cut-over', to, expectedRevision: revision }, afterMs);
      const { split } = await seenFleet(yard);
      expect(split.weights.filter((entry) => entry.weight > 0).length).toBe(1);
      // One write at most, also when the next panel had to repeat it.
      expect(split.revision - revision).toBeLessThanOrEqual(1);
      revision = split.revision;
    }
  });
});
