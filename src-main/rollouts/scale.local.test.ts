/** A change of size on the real local yard: real blocks, real entry, real requests. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Generation } from '../../src-shared/fleet.ts';
import { asGenerationId, asToken } from '../../src-shared/ids.ts';
import type { Wish } from '../../src-shared/wish-schema.ts';
import { systemClock } from '../clock/system-clock.ts';
import { openFixture } from '../yard-host/images/image-fixture.ts';
import { healthy, seenFleet, until, valueOf, wholeFleet } from '../yard-host/yard-host.fixture.ts';
import { usualLimits } from '../yards/yard-pace.ts';
import {
  carryOut,
  endOf,
  openLocalPanels,
  type LocalPanels,
  type Panel,
} from './local-panel.fixture.ts';

const v1 = asGenerationId('storefront-v001');
const v2 = asGenerationId('storefront-v002');
const v3 = asGenerationId('storefront-v003');

describe('scaling on the local yard', { timeout: 120_000 }, () => {
  let panels: LocalPanels;
  beforeEach(async () => {
    panels = await openLocalPanels();
  });
  afterEach(async () => {
    await panels.close();
  });

  async function generationOf(panel: Panel, id: typeof v1): Promise<Generation> {
    const found = (await seenFleet(panel.yard)).generations.find((each) => each.id === id);
    if (found === undefined) throw new Error(`There is no ${id}.`);
    return found;
  }

  const scale = (generation: typeof v1, size: number): Wish => ({
    kind: 'scale',
    generation,
    size,
  });

  /** Requests through the entry, one after the other, until it is stopped. */
  function traffic(url: string): { readonly stop: () => Promise<Record<string, number>> } {
    let isOn = true;
    const seen = { answered: 0, lost: 0 };
    const work = async (): Promise<void> => {
      while (isOn) {
        const answer = await fetch(url).catch(() => null);
        if (answer?.ok === true) seen.answered += 1;
        else seen.lost += 1;
        await answer?.arrayBuffer();
        await pause(3);
      }
    };
    const all = [work(), work(), work(), work()];
    return {
      stop: async () => {
        isOn = false;
        await Promise.all(all);
        return seen;
      },
    };
  }

  it('goes from 4 to 6 to the floor under load, loses nothing, and is as large after a restart', async () => {
    const panel = await panels.open();
    const before = await seenFleet(panel.yard);
    const { floor } = before;
    const load = traffic(before.entry.url);
    const up = await carryOut(panel, scale(v1, 6));
    expect(up).toMatchObject({ kind: 'done', text: 'v001 has 6 blocks now: 6 healthy.' });
    const larger = await generationOf(panel, v1);
    expect(larger.blocks.map(({ slot }) => slot)).toEqual([0, 1, 2, 3, 4, 5]);
    // Below the floor nobody is asked: the press itself is refused.
    const refused = await panel.rollouts.begin(before.id, scale(v1, floor - 1), systemClock.now());
    expect(refused).toMatchObject({ ok: false, fault: { code: 'refused' } });
    const down = await carryOut(panel, scale(v1, floor));
    expect(down).toMatchObject({
      kind: 'done',
      text: `v001 has ${floor} blocks now: ${floor} healthy.`,
    });
    expect((await generationOf(panel, v1)).blocks.map(({ slot }) => slot)).toEqual(
      [0, 1, 2, 3].slice(0, floor),
    );
    // A generation without traffic has no floor to keep.
    expect(await carryOut(panel, scale(v2, 6))).toMatchObject({ kind: 'done' });
    expect(await carryOut(panel, scale(v2, 3))).toMatchObject({ kind: 'done' });
    const smaller = await generationOf(panel, v2);
    expect([smaller.size, smaller.blocks.length, healthy(smaller)]).toEqual([3, 3, 3]);
    const { answered, lost } = await load.stop();
    expect(lost).toBe(0);
    expect(answered).toBeGreaterThan(100);

    const pid = await panels.bench.ensure();
    process.kill(pid, 'SIGKILL');
    await until(() => Promise.resolve(panel.yard.link().kind !== 'live'), 'its end');
    await panels.bench.ensure();
    const after = await wholeFleet(panel.yard, 30_000);
    expect(after.generations.map(({ size, blocks }) => [size, blocks.length])).toEqual([
      [floor, floor],
      [3, 3],
    ]);
    expect(after.generations[1]?.blocks.map(({ id }) => id)).toEqual(
      smaller.blocks.map(({ id }) => id),
    );
  });

  it('removes what never becomes healthy and says which and why', async () => {
    const images = openFixture();
    try {
      const panel = await panels.open('panel-1', { limits: { ...usualLimits, healthyMs: 1000 } });
      // The first two live, whatever is started later ends.
      const mark = join(panels.folder, 'late');
      const server = `
        import { createServer } from 'node:http';
        import { existsSync } from 'node:fs';
        if (existsSync(${JSON.stringify(mark)})) { console.error('too late'); process.exit(3); }
        createServer((request, response) => response.end('ok')).listen(Number(process.env.PORT), '127.0.0.1');
      `;
      const path = images.add('late', {
        'blockyard.json': JSON.stringify({ name: 'storefront', version: 'late', start: { server: 'server.mjs' }, health: '/' }), // prettier-ignore
        'server.mjs': server,
      });
      const { id: image } = valueOf(await panel.yard.importImage(path));
      expect(await carryOut(panel, { kind: 'launch', image, size: 2 })).toMatchObject({ kind: 'done' }); // prettier-ignore
      await writeFile(mark, '');
      const end = await carryOut(panel, scale(v3, 4));
      expect(end.kind).toBe('failed');
      expect(end.text).toMatch(
        /^v003 has 2 blocks now: 2 healthy\. Not 4: storefront-v003-b0011 has exited: .*too late.*storefront-v003-b0012 has exited: .*What did not become healthy was removed\.$/u,
      );
      const left = await generationOf(panel, v3);
      expect([left.size, left.blocks.length, healthy(left)]).toEqual([2, 2, 2]);
    } finally {
      await images.remove();
    }
  });

  it('goes on in the hands of another panel, which finds in the yard how far it is', async () => {
    const first = await panels.open('panel-1', { leaseMs: 1000 });
    const fleet = await seenFleet(first.yard);
    valueOf(await first.rollouts.begin(fleet.id, scale(v2, 1), systemClock.now()));
    await until(async () => (await generationOf(first, v2)).size < 4, 'the first end');
    first.observations.stop();
    void first.rollouts.stop();
    const second = await panels.open('panel-2', { leaseMs: 1000 });
    await second.rollouts.resume();
    const end = await until(() => Promise.resolve(second.outcomes()[0]), 'its end', 60_000);
    expect(end).toMatchObject({ kind: 'done', intent: { kind: 'scale', from: 4, size: 1 } });
    const left = await generationOf(second, v2);
    expect([left.size, left.blocks.map(({ slot }) => slot)]).toEqual([1, [0]]);
  });

  it('is ended by a revert, and leaves a generation that is whole at the size it then has', async () => {
    const panel = await panels.open();
    expect(await carryOut(panel, { kind: 'cut-over', to: v2, expectedRevision: 1 })).toMatchObject({ kind: 'verified' }); // prettier-ignore
    const fleet = await seenFleet(panel.yard);
    const id = valueOf(await panel.rollouts.begin(fleet.id, scale(v2, 40), systemClock.now()));
    await until(async () => (await generationOf(panel, v2)).size > 5, 'some of it');
    valueOf(await panel.rollouts.revert(fleet.id, v1, systemClock.now()));
    expect(await endOf(panel, id, 'scale')).toMatchObject({ kind: 'overtaken' });
    const late = await panel.yard.addBlock({
      ...{ fleet: fleet.id, generation: v2, size: 41, rollout: id, epoch: 1 },
      token: asToken('a-late-order'),
    });
    expect(late).toMatchObject({ ok: false, fault: { code: 'conflict' } });
    const left = await generationOf(panel, v2);
    expect(left.size).toBe(left.blocks.length);
    expect(left.size).toBeLessThan(40);
  });
});
