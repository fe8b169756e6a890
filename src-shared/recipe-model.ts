/** Whose recipe a launch takes when none is chosen: said in the plan, recorded with the press, and copied by the yard. Pure. */
import type { Fleet, Generation } from './fleet.ts';
import { labelOfGeneration } from './ids.ts';

/** The newest one that has blocks that were not stopped; where none has, the newest. */
export function recipeModelOf({ generations }: Fleet): Generation | undefined {
  const newestFirst = [...generations].sort((a, b) => b.number - a.number);
  const running = newestFirst.find(({ rung, blocks }) => rung !== 'stopped' && blocks.length > 0);
  return running ?? newestFirst[0];
}

/** As a plan names it. */
export function recipeModelText(fleet: Fleet): string {
  const model = recipeModelOf(fleet);
  const isNewest = fleet.generations.every(({ number }) => number <= (model?.number ?? number));
  return model === undefined || isNewest
    ? 'the one of the newest generation'
    : `the one of ${labelOfGeneration(model)}, the newest that runs`;
}
