/** Rules 3 and 4: capacity is kept, and what has traffic is not ended. */
import type { Fleet } from '../../../src-shared/fleet.ts';
import { asks, healthyOf, shownIn, weightIn, type Asked } from './log-reading.ts';
import type { SimEvent } from './sim-log.ts';

/**
 * By what had been shown last: no cutover to fewer healthy blocks than the floor, no end of a healthy
 * serving block that leaves fewer, no retirement of what has traffic. One look that allows it is enough.
 * That the truth was otherwise when a late order arrived is for the yard to notice, which knows it.
 */
export function capacityKept(log: readonly SimEvent[]): string[] {
  return asks(log).flatMap(({ event, looks }) => {
    const problems = shownIn(looks).map((fleet) => capacityProblem(event, fleet));
    const first = problems[0];
    return first === undefined || first === null || problems.includes(null) ? [] : [first];
  });
}

function capacityProblem(event: Asked['event'], fleet: Fleet): string | null {
  if (event.verb === 'route' && !event.overtake) {
    const healthy = healthyOf(fleet.generations.find((one) => one.id === event.target));
    const needed = Math.max(1, Math.ceil((fleet.floor * (event.share ?? 100)) / 100));
    if (healthy >= needed) return null;
    return `rule 3: cut over to ${event.target} with ${healthy} healthy blocks`;
  }
  if (event.verb === 'retireGeneration') {
    return weightIn(fleet, event.target) === 0 ? null : `rule 4: ${event.target} had traffic`;
  }
  if (event.verb !== 'terminateBlock') return null;
  const generation = fleet.generations.find((one) =>
    one.blocks.some((block) => block.id === event.target),
  );
  const block = generation?.blocks.find((one) => one.id === event.target);
  if (generation === undefined || block?.state.kind !== 'healthy') return null;
  const left = healthyOf(generation) - 1;
  if (weightIn(fleet, generation.id) === 0 || left >= fleet.floor) return null;
  return `rule 3: ${event.target} ended with ${left} healthy blocks left`;
}
