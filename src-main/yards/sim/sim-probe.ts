/** Requests to a simulated entry, as a client makes them. */
import type { Fleet, Split } from '../../../src-shared/fleet.ts';
import type { FleetId, GenerationId } from '../../../src-shared/ids.ts';
import type { ProbeAnswer } from '../port.ts';
import type { Random } from './random.ts';
import { errorShareOf, latencyInTrafficOf } from './sim-answers.ts';
import type { SimWorld } from './sim-world.ts';

/** Of the entry itself, when nobody is there to answer. */
export const nobody = { status: 503, generation: null, latencyMs: 1 } as const;

export function isServed(fleet: Fleet, id: GenerationId): boolean {
  const blocks = fleet.generations.find((one) => one.id === id)?.blocks ?? [];
  return blocks.some((block) => block.state.kind === 'healthy');
}

/** One for each node that is known of; one where there are no nodes. */
export function throughEntry(world: SimWorld, id: FleetId, random: Random): ProbeAnswer[] {
  const fleet = world.fleet(id);
  return world.askedSplits(id).map((weights) => answerBy(world, fleet, weights, random));
}

function answerBy(
  world: SimWorld,
  fleet: Fleet,
  weights: Split['weights'],
  random: Random,
): ProbeAnswer {
  const generation = drawn(weights, random);
  if (generation === null || !isServed(fleet, generation)) return nobody;
  const answers = world.answersOf(fleet.id, generation);
  const share = answers.status >= 500 ? 0 : errorShareOf(answers);
  const status = share > 0 && random.chance(share) ? 500 : answers.status;
  return { status, generation, latencyMs: latencyInTrafficOf(answers) };
}

/** As probes of a load balancer tell it: an error, nobody, another one than has all weight; else what all say. */
export function worstOf(answers: readonly ProbeAnswer[], { split }: Fleet): ProbeAnswer {
  const serving = split.weights.filter(({ weight }) => weight > 0);
  const expected = serving.length === 1 ? serving[0]?.generation : answers[0]?.generation;
  return (
    answers.find(({ status }) => status >= 500) ??
    answers.find(({ generation }) => generation !== expected) ??
    answers[0] ??
    nobody
  );
}

function drawn(weights: Split['weights'], random: Random): GenerationId | null {
  const sum = weights.reduce((total, entry) => total + entry.weight, 0);
  let left = random.next() * sum;
  for (const { generation, weight } of weights) {
    left -= weight;
    if (left < 0) return generation;
  }
  return null;
}
