/** What simulated lives are about: their seeds say it. Test support. */
import type { VirtualClock } from '../../clock/virtual-clock.ts';
import type { Random } from '../../yards/sim/random.ts';
import { buildLaunchScene } from './simulated-launch.ts';
import { buildRaceScene } from './simulated-race.ts';
import { buildFindingsScene, buildListingScene, buildReleaseScene } from './simulated-release.ts';
import { buildScaleScene } from './simulated-scale.ts';
import { buildScene, type Scene } from './simulated-scene.ts';
import { buildSpreadScene } from './simulated-spread.ts';

export interface LifeKind {
  /** Of many. */
  readonly name: string;
  /** Its seeds are above this, up to the next kind. */
  readonly above: number;
  /** So many are lived through in each run of the suite. */
  readonly ofEachRun: number;
  readonly build: (random: Random, clock: VirtualClock) => Scene;
}

export const changes: LifeKind = {
  name: 'changes',
  above: 0,
  ofEachRun: 2000,
  build: buildScene,
};

export const releases: LifeKind = {
  name: 'releases',
  above: 1_000_000,
  ofEachRun: 600,
  build: buildReleaseScene,
};

export const races: LifeKind = {
  name: 'races',
  above: 2_000_000,
  ofEachRun: 300,
  build: buildRaceScene,
};

export const spreads: LifeKind = {
  name: 'spreads',
  above: 3_000_000,
  ofEachRun: 60,
  build: buildSpreadScene,
};

export const launches: LifeKind = {
  name: 'launches',
  above: 4_000_000,
  ofEachRun: 100,
  build: buildLaunchScene,
};

export const scales: LifeKind = {
  name: 'scales',
  above: 5_000_000,
  ofEachRun: 480,
  build: buildScaleScene,
};

export const listings: LifeKind = {
  name: 'listings',
  above: 6_000_000,
  ofEachRun: 120,
  build: buildListingScene,
};

export const findings: LifeKind = {
  name: 'findings',
  above: 7_000_000,
  ofEachRun: 100,
  build: buildFindingsScene,
};

export const lifeKinds: readonly LifeKind[] = [
  changes,
  releases,
  races,
  spreads,
  launches,
  scales,
  listings,
  findings,
];

export function kindOf(seed: number): LifeKind {
  return lifeKinds.findLast(({ above }) => seed > above) ?? changes;
}
