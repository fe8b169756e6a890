/** Plans of adopting a generation, and of the rung that can be taken back: stopped, and started again. */
import type { Fleet, Generation } from './fleet.ts';
import type { Verdict } from './guards.ts';
import type { GenerationId } from './ids.ts';
import type { Wish } from './wish-schema.ts';
import { loadOf } from './load-words.ts';
import type { PlanStep } from './plan.ts';
import type { PlanGround } from './plan-ground.ts';
import { blocks, change, look } from './plan-step.ts';
import { generationOf, weightOf } from './roles.ts';
import { canAdopt, canStart, canStop } from './rung-guards.ts';
import { labelOf } from './split.ts';
import { plain, roughDuration } from './wording.ts';

export type RungWish = Extract<Wish, { kind: 'adopt' | 'stop' | 'start' }>;

export interface RungPlan {
  readonly label: string;
  readonly verdict: Verdict;
  readonly steps: readonly PlanStep[];
}

export function rungPlan(ground: PlanGround, wish: RungWish): RungPlan {
  switch (wish.kind) {
    case 'adopt':
      return adoptPlan(ground, wish);
    case 'stop':
      return stopPlan(ground.fleet, wish.generation);
    case 'start':
      return startPlan(ground.fleet, wish.generation);
  }
}

function adoptPlan(
  { fleet, capabilities }: PlanGround,
  { generation: id, typedName }: Extract<Wish, { kind: 'adopt' }>,
): RungPlan {
  const label = labelOf(fleet, id);
  const count = countOf(generationOf(fleet, id));
  const may = canAdopt(fleet, id);
  const verdict: Verdict =
    may.kind === 'allowed' && typedName !== id
      ? { kind: 'refused', because: `Type ${plain(id, 80)} to adopt it.` }
      : may;
  return {
    label: `Adopt ${label} - ${count}`,
    verdict,
    steps: [
      look(
        `Read what ${count} of ${label} run with`,
        'Each is compared with the others. Where they differ, or another group or program has them too, it ends here and says so: nothing is written.',
      ),
      change(
        `Write the recipe of ${label} down, and whose it is`,
        `${capabilities.adoptWrites ?? 'The yard writes down whose it is.'} Nothing that runs is changed, and no traffic is moved.`,
      ),
      look(
        'See it as Blockyard\u2019s own',
        `From then on its blocks can be replaced, stopped and, with its name typed again, ended from here.`,
      ),
    ],
  };
}

function stopPlan(fleet: Fleet, id: GenerationId): RungPlan {
  const label = labelOf(fleet, id);
  const generation = generationOf(fleet, id);
  const count = countOf(generation);
  const drain = roughDuration(generation?.recipe.drainTimeoutMs ?? 0);
  const back =
    fleet.previous === id
      ? ' It is the way back: the stop can be undone for 10 s, and from then on nothing is there to revert to.'
      : '';
  return {
    label: `Stop ${label} - ${count}`,
    verdict: canStop(fleet, id),
    steps: [
      look(
        `Look that ${label} has no ${loadOf(fleet)}`,
        `Its weight is ${String(weightOf(fleet, id))}.${back}`,
      ),
      change(
        `Take ${count} of ${label} out of the entry and let them drain`,
        `What they still answer is waited for, at most ${drain}. Traffic that comes meanwhile puts them back.`,
      ),
      change(
        `Stop ${count} of ${label}`,
        'Their disks and private addresses stay; what was in memory or on instance stores goes, and public addresses change. They cost their disks only, and can be started again or ended.',
      ),
    ],
  };
}

function startPlan(fleet: Fleet, id: GenerationId): RungPlan {
  const label = labelOf(fleet, id);
  const count = countOf(generationOf(fleet, id));
  return {
    label: `Start ${label} again - ${count}`,
    verdict: canStart(fleet, id),
    steps: [
      change(`Start ${count} of ${label}`, 'The same ones, with the disks that they had.'),
      change(`Put them into the entry again`, `At weight 0: ${label} gets no ${loadOf(fleet)}.`),
      look(
        'Wait until all are healthy',
        `Then ${label} is warm as it was. It is not the way back by that: cut over to it to go there.`,
      ),
    ],
  };
}

function countOf(generation: Generation | undefined): string {
  return blocks(generation?.blocks.length ?? 0);
}
