/** What happens in a simulated life: the fleet, the presses, and what others do. Test support. */
import type { YardCapabilities } from '../../../src-shared/capabilities-schema.ts';
import {
  asFleetId,
  asGenerationId,
  asImageId,
  type FleetId,
  type GenerationId,
} from '../../../src-shared/ids.ts';
import type { Wish } from '../../../src-shared/wish-schema.ts';
import type { SaidWord } from '../../../src-shared/handover-schema.ts';
import type { ControlChange } from '../../../src-shared/release-schema.ts';
import type { Random } from '../../yards/sim/random.ts';
import type { SimFaults } from '../../yards/sim/sim-faults.ts';
import { addGeneration, type BlockScript, type SimFleet } from '../../yards/sim/sim-fleet.ts';
import { SimWorld } from '../../yards/sim/sim-world.ts';
import { simImages } from '../../yards/sim/sim-yard.ts';
import type { VirtualClock } from '../../clock/virtual-clock.ts';
import type { Limits } from '../../yards/yard-pace.ts';

export type Happening = Deed & { readonly atMs: number };

/** By one of the operators, from 0, or to its computer. @default 0 */
export type Deed = { readonly by?: number } & (
  | {
      readonly kind: 'press';
      readonly wish: Wish;
      /** On the revision that the operator sees by then. */
      readonly asSeen?: boolean;
    }
  | { readonly kind: 'outside'; readonly act: () => OutsideAct }
  /** The panel's process dies. */
  | { readonly kind: 'crash' }
  /** Of the panel's computer. */
  | { readonly kind: 'sleep'; readonly forMs: number }
  | { readonly kind: 'clock'; readonly byMs: number }
  /** To the release that runs, when it offers that. */
  | {
      readonly kind: 'say';
      readonly what: ControlChange['kind'];
      /** Where findings are to be accepted: those of something else. */
      readonly readsOther?: boolean;
    }
  /** Of who carries the change that runs: asks for it, or answers who asked. */
  | { readonly kind: 'handover'; readonly what: SaidWord['kind'] }
  /** Reverts when anything runs still. */
  | { readonly kind: 'close'; readonly to: GenerationId }
);

export interface OutsideAct {
  readonly what: string;
  /** It left another split. */
  readonly isSplit: boolean;
}

/** Somebody at a computer of their own, with an installation of their own. */
export interface Operator {
  readonly name: string;
  readonly host: string;
  /** Its installations are called by it and a number. */
  readonly panel: string;
  /** How far its wall clock is from the yard's, in milliseconds. */
  readonly wallByMs: number;
}

/** How often a process of a panel dies: at any of its first calls, and at one of its first orders. */
export interface Crashes {
  readonly atCall: number;
  readonly atOrder: number;
}

export interface Scene {
  readonly name: string;
  readonly world: SimWorld;
  readonly fleet: FleetId;
  readonly operators: readonly Operator[];
  readonly happenings: readonly Happening[];
  readonly lastAtMs: number;
  readonly crashes?: Crashes;
  /** @default manyFaults */
  readonly faults?: SimFaults;
  readonly capabilities?: YardCapabilities;
  /** Where they are others than usual. */
  readonly limits?: Partial<Limits>;
  /** It is over then, at rest or not. @default 180 000 */
  readonly limitMs?: number;
}

export const oneOperator: readonly Operator[] = [
  { name: 'sim', host: 'sim', panel: 'panel', wallByMs: 0 },
];

const old = asGenerationId('storefront-v001');
const fresh = asGenerationId('storefront-v002');

const names = [
  'cut-over',
  'cut-over-and-revert',
  'cut-over-twice-pressed',
  'attach-and-cut-over',
  'attach-and-revert',
  'replace',
  'replace-and-revert',
  'launch',
  'retire',
] as const;

export const simRecipe = {
  env: { SECRET: 'never-to-be-recorded' },
  drainTimeoutMs: 5000,
  health: { intervalMs: 200, timeoutMs: 200, healthyAfter: 2, unhealthyAfter: 3 },
};

export function emptySimFleet(requestsPerSecond: number): SimFleet {
  return {
    id: asFleetId('storefront'),
    name: 'storefront',
    floor: 4,
    generations: [],
    split: { revision: 0, weights: [], changedAtMs: 0 },
    previous: null,
    rollout: null,
    leaseEndsAtMs: 0,
    nextBlock: 0,
    requestsPerSecond,
  };
}

export function buildScene(random: Random, clock: VirtualClock): Scene {
  const fleet = emptySimFleet(random.pick([0, 400]));
  const healthy: BlockScript = { healthyAfterMs: 0, exitsAfterMs: null };
  const script = (): BlockScript => {
    if (random.chance(0.1)) return { healthyAfterMs: null, exitsAfterMs: null };
    if (random.chance(0.2)) return { healthyAfterMs: null, exitsAfterMs: random.between(50, 2000) };
    return { healthyAfterMs: random.between(100, 3000), exitsAfterMs: null };
  };
  const image = (index: number) => simImages[index]?.id ?? asImageId('none');
  for (const number of [1, 2]) {
    const order = { number, image: image(number - 1), recipe: simRecipe, size: 4 };
    addGeneration(fleet, order, 0, () => healthy);
  }
  const name = random.pick(names);
  const isAttaching = name.startsWith('attach');
  if (isAttaching) unlist(fleet, script);
  const world = new SimWorld(clock, [fleet], script);
  const candidate = isAttaching ? [] : [{ generation: fresh, weight: 0 }];
  world.setSplit(fleet.id, [{ generation: old, weight: 100 }, ...candidate], null);
  const presses = pressesOf(name, random);
  const target = isAttaching ? old : random.pick([old, fresh]);
  const happenings = [
    ...presses,
    ...outsideOf(world, fleet.id, random),
    ...othersOf(world, fleet.id, random, target),
  ];
  const lastAtMs = Math.max(...happenings.map((happening) => happening.atMs));
  return { name, world, fleet: fleet.id, operators: oneOperator, happenings, lastAtMs };
}

/** The candidate as a target group that no rule names: what its blocks are is seen once it is attached. */
function unlist(fleet: SimFleet, script: () => BlockScript): void {
  const candidate = fleet.generations.find(({ id }) => id === fresh);
  if (candidate === undefined) return;
  candidate.attachedAtMs = null;
  candidate.blocks = candidate.blocks.map((block) => ({ ...block, script: script() }));
}

function pressesOf(name: (typeof names)[number], random: Random): Happening[] {
  const press = (atMs: number, wish: Wish): Happening => ({ atMs, kind: 'press', wish });
  const cutOver: Wish = { kind: 'cut-over', to: fresh, expectedRevision: 1 };
  const revert: Wish = { kind: 'revert', to: old };
  const from = random.pick([old, fresh]);
  const block = `${from}-b000${from === old ? 2 : 6}`;
  const replace = { kind: 'replace', generation: from, block } as Wish;
  const laterMs = 500 + random.between(0, 4000);
  switch (name) {
    case 'attach-and-revert':
    case 'cut-over-and-revert':
      return [press(500, cutOver), press(laterMs, revert)];
    case 'cut-over-twice-pressed':
      return [press(500, cutOver), press(500 + random.between(0, 200), cutOver)];
    case 'replace':
      return [press(500, replace)];
    case 'replace-and-revert':
      return [press(500, replace), press(laterMs, { kind: 'revert', to: fresh })];
    case 'launch': {
      const image = simImages[1]?.id ?? asImageId('none');
      return [press(500, { kind: 'launch', image, size: random.between(1, 4) })];
    }
    case 'retire':
      return [press(500, { kind: 'retire', generation: fresh, typedName: fresh })];
    default:
      return [press(500, cutOver)];
  }
}

/** Often between a press and what is sent for it, where it hurts most. */
function whenever(random: Random): number {
  return random.chance(0.35) ? random.between(480, 900) : random.between(300, 5000);
}

/** Other people, dying machines and set clocks. */
export function outsideOf(world: SimWorld, fleet: FleetId, random: Random): Happening[] {
  const happenings: Happening[] = [];
  const add = (act: () => OutsideAct): void => {
    happenings.push({ atMs: whenever(random), kind: 'outside', act });
  };
  if (random.chance(0.15)) {
    add(() => {
      const share = random.pick([0, 40, 100]);
      const weights = [
        { generation: old, weight: 100 - share },
        { generation: fresh, weight: share },
      ];
      world.setSplit(fleet, weights, null);
      return { what: `split set to ${share} % v002`, isSplit: true };
    });
  }
  if (random.chance(0.25)) {
    const pick = random.between(0, 20);
    add(() => {
      const what = `killed ${String(world.killBlock(fleet, pick))}`;
      return { what, isSplit: false };
    });
  }
  if (random.chance(0.15)) {
    const byMs = random.pick([8 * 3_600_000, -3_600_000, -60_000]);
    happenings.push({ atMs: whenever(random), kind: 'clock', byMs });
  }
  return happenings;
}

/** Another panel's revert, a block that is sick for a while, and a lid that is closed. */
export function othersOf(
  world: SimWorld,
  fleet: FleetId,
  random: Random,
  target: GenerationId,
): Happening[] {
  const happenings: Happening[] = [];
  if (random.chance(0.12)) {
    const act = (): OutsideAct => {
      const isSplit = world.revertElsewhere(fleet, target);
      return { what: `another panel reverts to ${target}`, isSplit };
    };
    happenings.push({ atMs: whenever(random), kind: 'outside', act });
  }
  if (random.chance(0.2)) {
    const pick = random.between(0, 20);
    const forMs = random.between(100, 4000);
    const act = (): OutsideAct => {
      const what = `${String(world.sickenBlock(fleet, pick, forMs))} sick for ${forMs} ms`;
      return { what, isSplit: false };
    };
    happenings.push({ atMs: whenever(random), kind: 'outside', act });
  }
  if (random.chance(0.12)) {
    const forMs = random.pick([700, 5000, 20_000, 40_000]);
    happenings.push({ atMs: whenever(random), kind: 'sleep', forMs });
  }
  return happenings;
}
