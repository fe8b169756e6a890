/**
 * One seeded life of the real engine on a simulated yard, with the real journal on the disk: presses,
 * faults, outside changes, dying blocks, and crashes at any call, each followed by a restart. Test
 * support; the verdict is the checker's, which reads the yard's own log.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createVirtualClock } from '../../clock/virtual-clock.ts';
import { createRandom } from '../../yards/sim/random.ts';
import { kindOf } from './simulated-kinds.ts';
import { SimulatedLife, type SimulatedRun } from './simulated-life.ts';
import type { SimulatedVariant } from './simulated-panel.ts';

export async function simulate(
  seed: number,
  variant: SimulatedVariant = {},
): Promise<SimulatedRun> {
  const folder = await mkdtemp(join(tmpdir(), 'blockyard-sim-'));
  const clock = createVirtualClock();
  const random = createRandom(seed);
  const scene = kindOf(seed).build(random, clock);
  const life = new SimulatedLife({ clock, random, scene, variant, folder });
  try {
    return await life.live();
  } finally {
    await life.end();
    await rm(folder, { recursive: true, force: true });
  }
}
