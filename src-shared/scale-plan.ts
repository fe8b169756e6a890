/** A change of size as a plan: how many more or fewer, which leave, and what stays healthy meanwhile. Pure. */
import type { Fleet, Generation } from './fleet.ts';
import { canScale, keptBlocks, type Verdict } from './guards.ts';
import type { Wish } from './wish-schema.ts';
import type { PlanStep } from './plan.ts';
import { blocks, change, look } from './plan-step.ts';
import { generationOf, healthyCount, isInService, weightOf } from './roles.ts';
import { inOrderOfLeaving, isLeaving } from './scale-order.ts';
import { labelOf } from './split.ts';
import { plain } from './wording.ts';

type ScaleWish = Extract<Wish, { kind: 'scale' }>;

export interface ScalePlan {
  readonly label: string;
  readonly verdict: Verdict;
  readonly steps: readonly PlanStep[];
}

export function scalePlan(fleet: Fleet, { generation: id, size }: ScaleWish): ScalePlan {
  const generation = generationOf(fleet, id);
  const verdict = canScale(fleet, id, size);
  const name = `Scale ${labelOf(fleet, id)} to ${size}`;
  const more = size - (generation?.size ?? size);
  if (generation === undefined || more === 0) return { label: name, verdict, steps: [] };
  return more > 0
    ? { label: `${name} - ${more} more`, verdict, steps: upSteps(fleet, generation, more) }
    : { label: `${name} - ${-more} fewer`, verdict, steps: downSteps(fleet, generation, -more) };
}

function upSteps(fleet: Fleet, generation: Generation, more: number): PlanStep[] {
  const label = labelOf(fleet, generation.id);
  const traffic =
    weightOf(fleet, generation.id) > 0
      ? 'Each gets its part of the traffic once it is healthy.'
      : 'They get no traffic.';
  return [
    change(
      `Launch ${more} fresh ${more === 1 ? 'block' : 'blocks'} of ${label}`,
      `Same image, same recipe. ${arithmetic(fleet, generation, healthyCount(generation) + more)} ${traffic}`,
    ),
    look(
      more === 1 ? 'Wait until it is healthy' : 'Wait until all of them are healthy',
      `What never becomes healthy is removed again, and ${label} is as large as it then is.`,
    ),
  ];
}

function downSteps(fleet: Fleet, generation: Generation, fewer: number): PlanStep[] {
  const label = labelOf(fleet, generation.id);
  const staying = generation.blocks.filter((block) => !isLeaving(block));
  const leaving = inOrderOfLeaving(staying).slice(0, fewer);
  const healthy = healthyCount(generation) - leaving.filter(isInService).length;
  const [first, ...others] = leaving;
  const named =
    first === undefined
      ? ''
      : `First ${plain(first.id, 80)} (slot ${first.slot})${others.length === 0 ? '' : `, then slot${others.length === 1 ? '' : 's'} ${slotList(others)}`}. `;
  return [
    change(
      `Drain and end ${blocks(fewer)} of ${label}${fewer === 1 ? '' : ', one after the other'}`,
      `${named}${arithmetic(fleet, generation, healthy)} Each on a look of its own: what is down by then goes first.`,
    ),
    look(`See ${fewer === 1 ? 'it' : 'them'} gone`, 'What a block still answers is waited for.'),
  ];
}

const slotsNamed = 6;

function slotList(blocks: Generation['blocks']): string {
  const named = blocks.slice(0, slotsNamed).map(({ slot }) => String(slot));
  const rest = blocks.length - named.length;
  return rest === 0 ? named.join(', ') : `${named.join(', ')} and ${rest} more`;
}

/** `4 healthy now, 3 afterwards; the floor is 3.` */
function arithmetic(fleet: Fleet, generation: Generation, after: number): string {
  const kept = keptBlocks(fleet, generation.id);
  const bound = kept > 0 ? `the floor is ${kept}` : 'it has no traffic, so no floor has to be kept';
  return `${healthyCount(generation)} healthy now, ${after} afterwards; ${bound}.`;
}
