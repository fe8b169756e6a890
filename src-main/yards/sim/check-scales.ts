/** What a change of size promises: so many and no other, and the floor kept where somebody may need it. */
import type { Fleet, Intent } from '../../../src-shared/fleet.ts';
import { asks, healthyOf, rolloutOf, shownIn, weightIn, type EventOf } from './log-reading.ts';
import type { SimEvent } from './sim-log.ts';

type ScaleIntent = Extract<Intent, { kind: 'scale' }>;

export function scalesKept(log: readonly SimEvent[]): string[] {
  return [...floorKept(log), ...sizesKept(log)];
}

/**
 * Rule 3, by what had been shown last: what a revert leads to is not made smaller below the floor, as what has
 * traffic is not (check-capacity.ts). One look that allows it is enough.
 */
function floorKept(log: readonly SimEvent[]): string[] {
  return asks(log).flatMap(({ event, looks }) => {
    const intent = scaleOf(log, event.rollout);
    if (intent === null || event.verb !== 'terminateBlock') return [];
    const problems = shownIn(looks).map((fleet) => floorProblem(fleet, intent, event.target));
    const first = problems[0];
    return first === undefined || first === null || problems.includes(null) ? [] : [first];
  });
}

function floorProblem(
  fleet: Fleet,
  { generation: id }: ScaleIntent,
  target: string,
): string | null {
  const generation = fleet.generations.find((one) => one.id === id);
  const block = generation?.blocks.find((one) => one.id === target);
  const isWayBack = weightIn(fleet, id) === 0 && fleet.previous === id;
  if (!isWayBack || block?.state.kind !== 'healthy') return null;
  const left = healthyOf(generation) - 1;
  return left >= fleet.floor
    ? null
    : `rule 3: ${target} ended with ${left} healthy blocks left of the way back`;
}

/** Never more launched than wanted, and never larger or smaller than wanted. */
function sizesKept(log: readonly SimEvent[]): string[] {
  return log.flatMap((event) => {
    if (event.kind !== 'did') return [];
    const intent = scaleOf(log, event.rollout);
    if (intent === null) return [];
    const { generation, size, from } = intent;
    const now = event.fleet.generations.find((one) => one.id === generation)?.size ?? 0;
    const [least, most] = [Math.min(size, from), Math.max(size, from)];
    return now >= least && now <= most
      ? []
      : [`rule 9: ${generation} was made ${now} blocks large, not ${from} to ${size}`];
  });
}

/** On the way down those of the generation; on the way up what was launched for it. */
export function isOwnEnd({ fleet, target }: EventOf<'did'>, intent: Intent | undefined): boolean {
  if (intent?.kind !== 'scale') return false;
  if (intent.size > intent.from) {
    return fleet.rollout?.launched.includes(target) ?? false;
  }
  const generation = fleet.generations.find((one) => one.id === intent.generation);
  const isOfIt = generation?.blocks.some(({ id }) => id === target) ?? false;
  return isOfIt && (generation?.size ?? 0) >= intent.size;
}

function scaleOf(log: readonly SimEvent[], rollout: string): ScaleIntent | null {
  const intent = rolloutOf(log, rollout)?.intent;
  return intent?.kind === 'scale' ? intent : null;
}
