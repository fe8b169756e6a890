/** What comes between two operators of a simulated race: words of both, lids, clocks, and blocks that die. Test support. */
import type { FleetId } from '../../../src-shared/ids.ts';
import type { Random } from '../../yards/sim/random.ts';
import type { SimWorld } from '../../yards/sim/sim-world.ts';
import type { Happening } from './simulated-scene.ts';

/** People say what they are offered, to releases of the other one as well. */
export function wordsOf(random: Random, isRelease: boolean): Happening[] {
  if (!isRelease) return [];
  const happenings: Happening[] = [];
  const say = (atMs: number, what: 'pass' | 'hold' | 'resume' | 'abort'): void => {
    happenings.push({ atMs, by: random.pick([0, 1]), kind: 'say', what });
  };
  if (random.chance(0.25)) {
    const atMs = random.between(700, 8000);
    say(atMs, 'hold');
    say(atMs + random.between(0, 5000), 'resume');
  }
  if (random.chance(0.2)) say(random.between(700, 8000), 'abort');
  const everyMs = random.between(700, 3000);
  for (let atMs = random.between(800, 4000); atMs < 60_000; atMs += everyMs) say(atMs, 'pass');
  return happenings;
}

/** One asks for what the other carries, who gives it, keeps it, or is not there; and perhaps it goes back. */
export function handoversOf(random: Random): Happening[] {
  if (!random.chance(0.6)) return [];
  const happenings: Happening[] = [];
  let atMs = random.between(550, 3500);
  for (let times = random.pick([1, 1, 2, 3]); times > 0; times -= 1) {
    const what = random.chance(0.8) ? 'hand-over' : 'decline';
    const answeredMs = atMs + random.between(100, 2500);
    // Whoever carries it answers; of the other one the screen offers nothing.
    for (const by of [0, 1]) {
      happenings.push({ atMs, by, kind: 'handover', what: 'ask' });
      happenings.push({ atMs: answeredMs, by, kind: 'handover', what });
    }
    atMs = answeredMs + random.between(300, 6000);
  }
  return happenings;
}

export function troublesOf(world: SimWorld, fleet: FleetId, random: Random): Happening[] {
  const happenings: Happening[] = [];
  const whenever = (): number => random.between(450, 4000);
  for (const by of [0, 1]) {
    if (random.chance(0.12)) {
      const forMs = random.pick([700, 5000, 20_000, 40_000]);
      happenings.push({ atMs: whenever(), by, kind: 'sleep', forMs });
    }
    if (random.chance(0.1)) {
      const byMs = random.pick([3_600_000, -3_600_000, -60_000]);
      happenings.push({ atMs: whenever(), by, kind: 'clock', byMs });
    }
  }
  if (random.chance(0.15)) {
    const pick = random.between(0, 20);
    const act = () => ({ what: `killed ${String(world.killBlock(fleet, pick))}`, isSplit: false });
    happenings.push({ atMs: whenever(), kind: 'outside', act });
  }
  return happenings;
}
