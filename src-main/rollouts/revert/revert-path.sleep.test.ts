/** Reverts pressed after a sleep: the monotonic clock has stood still, the world has not. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { v1, v2 } from '../../../src-shared/fleet.fixture.ts';
import { fail } from '../../../src-shared/result.ts';
import { openJournal, type Journal } from '../../journal/journal.ts';
import type { Yard } from '../../yards/port.ts';
import { never, opened, revertScene } from './revert-scene.fixture.ts';
import { fleetId } from '../simulation/sim-bench.fixture.ts';

const nightMs = 8 * 3_600_000;

describe('a revert after a sleep', () => {
  let folder = '';
  let journal: Journal;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'blockyard-sleep-'));
    journal = await openJournal(folder, () => 1_700_000_000_000);
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((record) => record.close()));
    await rm(folder, { recursive: true, force: true });
  });

  function asleep(lostWrites: number) {
    const yardIs = { isDark: false, writes: 0 };
    const scene = revertScene({
      journal,
      yard: (yard: Yard) => ({
        ...yard,
        observe: () => (yardIs.isDark ? never : yard.observe()),
        route: (order) => {
          yardIs.writes += 1;
          if (yardIs.writes > lostWrites) return yard.route(order);
          return Promise.resolve(fail({ code: 'unknown-outcome', message: 'Lost.' }));
        },
      }),
    });
    return { ...scene, yardIs };
  }

  it('takes a quick look first, and the record says how old the last one was', async () => {
    const { observations, pass, press, clock, yardIs, sent, outcomes } = asleep(0);
    void observations.fresh();
    await pass(50);
    clock.setWallBy(nightMs);
    yardIs.isDark = true;
    const pressedAtMs = clock.monotonicMs();
    void press();
    await pass(300);
    expect((sent[0]?.atMs ?? 0) - pressedAtMs).toBe(200);
    yardIs.isDark = false;
    await pass(8000);
    expect(outcomes[0]?.text).toContain('8 h old');
  });

  it('is repeated against what was changed during the sleep', async () => {
    const { observations, pass, press, clock, yardIs, world, outcomes } = asleep(11);
    void observations.fresh();
    await pass(50);
    clock.setWallBy(nightMs);
    world.setSplit(fleetId, [{ generation: v2, weight: 100 }], v1);
    yardIs.isDark = true;
    void press();
    await pass(250);
    yardIs.isDark = false;
    // The look that hangs is given up after 5 s; the change is seen between two sendings.
    await pass(16_000);
    expect(yardIs.writes).toBe(12);
    expect(outcomes).toMatchObject([{ kind: 'verified' }]);
  });

  it('is not repeated against what was changed after the press', async () => {
    const { observations, pass, press, clock, yardIs, world, outcomes } = asleep(1000);
    observations.start();
    await pass(50);
    clock.setWallBy(nightMs);
    void press();
    await pass(3000);
    world.setSplit(fleetId, [{ generation: v2, weight: 100 }], v1);
    await pass(2000);
    const { writes } = yardIs;
    await pass(10_000);
    expect(yardIs.writes).toBe(writes);
    expect(outcomes).toMatchObject([{ kind: 'overtaken' }]);
    observations.stop();
  });

  it('is not taken for the second half of a double press', async () => {
    const { observations, pass, press, clock, yardIs } = asleep(0);
    void observations.fresh();
    await pass(50);
    yardIs.isDark = true;
    const first = press();
    await pass(300);
    const double = press();
    await pass(0);
    expect(await double).toEqual(await first);
    clock.setWallBy(nightMs);
    const later = press();
    await pass(300);
    expect(await later).not.toEqual(await first);
    expect(yardIs.writes).toBe(2);
  });
});
