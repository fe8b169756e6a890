/**
 * A whole rollout of N servers against the lab: launch, cut over, retire, by the real engine with its record on disk, with
 * generations of servers and with generations of auto scaling groups.
 * What it writes is counted against the fewest calls that AWS's page and batch sizes allow; beside it the same
 * blue/green by Ansible's modules. Declared waits (health, undo, drains) are no part of either time.
 */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLab, type Lab } from '../e2e/aws-lab/lab.ts';
import type { MadeFleet } from '../e2e/aws-lab/made-by-hand.ts';
import type { Fleet } from '../src-shared/fleet.ts';
import { asImageId, asRolloutId, type GenerationId } from '../src-shared/ids.ts';
import type { Wish } from '../src-shared/wish-schema.ts';
import type { Outcome } from '../src-shared/panel.ts';
import { systemClock } from '../src-main/clock/system-clock.ts';
import { createObservations } from '../src-main/fleets/observations.ts';
import { openJournal } from '../src-main/journal/journal.ts';
import { createRollouts } from '../src-main/rollouts/rollouts.ts';
import { good, openLabYard, panelKeys } from '../src-main/yards/aws/aws-yard.fixture.ts';
import { awsLimits, awsTimes } from '../src-main/yards/aws/pace.ts';
import { hasAnsible, runAnsible } from './ansible-rollout.ts';
import { leastCalls, leastScaledCalls } from './least-calls.ts';
import { atMost, told, type Figure } from './figure.ts';
import { until } from './until.ts';
import { watchWaits } from './declared-waits.ts';

export const rolloutSizes = [20, 100, 500] as const;

/** In Ansible's playbook 500 servers are 500 calls one after the other, and nobody learns more by them than by 100. */
const mostForAnsible = 100;
const longestMs = 600_000;

/** With generations of auto scaling groups. */
export async function measureScaledRollout(size: number): Promise<readonly Figure[]> {
  const scaled = await inFolder((folder) => inLab(size, true, (lab, made) => rollOut(lab, made, size, folder))); // prettier-ignore
  return figuresOf(`aws-rollout-${String(size)}-scaled`, scaled);
}

/** With generations of servers; beside it Ansible, where it is installed. */
export function measureAwsRollout(size: number): Promise<readonly Figure[]> {
  const name = `aws-rollout-${String(size)}`;
  return inFolder(async (folder) => {
    const ours = await inLab(size, false, (lab, made) => rollOut(lab, made, size, join(folder, 'ours'))); // prettier-ignore
    const figures = figuresOf(name, ours);
    if (size > mostForAnsible || !hasAnsible()) return figures;
    const theirs = await inLab(size, false, (lab, made) => runAnsible(lab, made, size, folder));
    return [
      ...figures,
      atMost(`${name}-time-over-ansible`, ours.tookMs / theirs.tookMs, 'x', 1 / 3),
      atMost(`${name}-mutations-over-ansible`, ours.mutations / theirs.mutations, 'x', 1),
      told(`${name}-ansible-time`, theirs.tookMs, 'ms'),
      told(`${name}-ansible-mutations`, theirs.mutations, 'calls'),
      told(`${name}-ansible-calls`, theirs.calls, 'calls'),
    ];
  });
}

async function inFolder<Value>(work: (folder: string) => Promise<Value>): Promise<Value> {
  const folder = await mkdtemp(join(tmpdir(), 'blockyard-bench-rollout-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function figuresOf(name: string, ours: Measured): readonly Figure[] {
  return [
    atMost(`${name}-mutations`, ours.mutations / ours.least, 'x of the fewest', 1.1),
    told(`${name}-mutations-counted`, ours.mutations, 'calls'),
    told(`${name}-mutations-fewest`, ours.least, 'calls'),
    told(`${name}-record-writes`, ours.records, 'calls'),
    told(`${name}-reads`, ours.reads, 'calls'),
    told(`${name}-time`, ours.tookMs, 'ms'),
    told(`${name}-declared-waits`, ours.waitedMs, 'ms'),
  ];
}

/** A fleet of N servers that others launched, behind one default action, in an account of its own. */
async function inLab<Value>(
  instances: number,
  scales: boolean,
  work: (lab: Lab, made: MadeFleet) => Promise<Value>,
): Promise<Value> {
  const lab = await openLab();
  try {
    const made = await lab.makeFleet({
      ...{ instances, generations: ['v001'], routes: 'default', scales },
      // So that there is something to be held.
      ...(scales && { smallest: 1 }),
    });
    return await work(lab, made);
  } finally {
    await lab.close();
  }
}

interface Measured {
  readonly tookMs: number;
  readonly waitedMs: number;
  /** To EC2, the load balancer and Auto Scaling. */
  readonly mutations: number;
  readonly least: number;
  /** Claims, leases and the way back: as many as the time it takes asks for. */
  readonly records: number;
  readonly reads: number;
}

async function rollOut(lab: Lab, made: MadeFleet, size: number, folder: string): Promise<Measured> {
  // moto is one process and takes longer over hundreds of servers than AWS: what is cut off there goes on, and is begun again.
  const yard = openLabYard(lab, { writeMs: 120_000, readMs: 60_000 });
  const outcomes = new Map<string, Outcome>();
  const waits = watchWaits(() => performance.now());
  const observations = createObservations(yard, systemClock, awsTimes);
  const rollouts = createRollouts({
    yard,
    journal: await openJournal(folder, systemClock.now),
    observations,
    clock: systemClock,
    // A look at a thousand servers of moto is older than a cutover takes: what is counted here does not hang on it.
    limits: { ...awsLimits, freshMs: 60_000, beginMs: 300_000 },
    newRolloutId: () => asRolloutId(randomUUID()),
    owner: { name: 'bench', host: 'bench', panel: 'bench' },
    onEvent: (event) => {
      if (event.kind === 'outcome') outcomes.set(event.outcome.rollout, event.outcome);
      if (event.kind === 'progress') waits.see(event.progress);
    },
  });
  const carry = async (wish: Wish): Promise<void> => {
    const { id } = shown();
    const rollout = good(await rollouts.begin(id, wish, systemClock.now()));
    const outcome = await until(`the end of the ${wish.kind}`, longestMs, () => outcomes.get(rollout) ?? null); // prettier-ignore
    const isGood = ['done', 'verified', 'accepted'].includes(outcome.kind);
    if (!isGood) throw new Error(`The ${wish.kind} ended as ${outcome.kind}: ${outcome.text}`);
  };
  try {
    observations.start();
    const fleet = await until('the first look', longestMs, () => shownNow());
    const [old] = fleet.generations;
    const image = asImageId(made.generations[0]?.imageId ?? '');
    if (old === undefined) throw new Error('The fleet has no generation.');
    // What is retired at the end has to be ours; adopting is no part of a rollout.
    await carry({ kind: 'adopt', generation: old.id, typedName: old.id });
    const sinceMs = lab.nowMs();
    const startedAtMs = performance.now();
    waits.reset();
    await carry({ kind: 'launch', image, size });
    const fresh = newest(old.id);
    await carry({ kind: 'cut-over', to: fresh.id, expectedRevision: fresh.revision });
    await carry({ kind: 'retire', generation: old.id, typedName: old.id });
    const wholeMs = performance.now() - startedAtMs;
    const waitedMs = waits.sumMs();
    const mine = { caller: panelKeys.accessKeyId, sinceMs };
    const writes = lab.calls.mutations(mine);
    const records = writes.filter(({ service }) => service === 'ssm').length;
    const subnets = new Set(writes.filter(({ action }) => action === 'RunInstances').map(({ params }) => params['SubnetId'])).size; // prettier-ignore
    const rules = fleet.entry.rules.length;
    const isScaled = made.generations[0]?.autoScalingGroup !== undefined;
    return {
      tookMs: wholeMs - waitedMs,
      waitedMs,
      mutations: writes.length - records,
      least: isScaled ? leastScaledCalls({ rules }) : leastCalls({ size, subnets, rules }),
      records,
      reads: lab.calls.reads(mine).length,
    };
  } finally {
    observations.stop();
    await rollouts.stop();
    yard.close();
  }

  /** As a window shows it when its button is pressed: whoever presses looks at that, and asks AWS for nothing. */
  function shownNow(): Fleet | null {
    const sight = observations.sight();
    return sight.kind === 'none' ? null : (sight.look.observation.fleets[0] ?? null);
  }

  function shown(): Fleet {
    const fleet = shownNow();
    if (fleet === null) throw new Error('The fleet is not seen.');
    return fleet;
  }

  function newest(than: GenerationId) {
    const { generations, split } = shown();
    const found = generations.find(({ id }) => id !== than);
    if (found === undefined) throw new Error('What was launched is not seen.');
    return { id: found.id, revision: split.revision };
  }
}
