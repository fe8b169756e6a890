/** The steps that come before a cutover's own write where the entry does not list the generation yet. */
import type { Fleet, Generation } from './fleet.ts';
import { floorOf } from './guards.ts';
import { healthyWithinMs } from './healthy-within.ts';
import { labelOfGeneration } from './ids.ts';
import type { PlanStep } from './plan.ts';
import { describeSplit } from './split.ts';
import { plain, roughDuration } from './wording.ts';

/** @param command of the attachment, for a shell; null where there is none. */
export function attachSteps(
  fleet: Fleet,
  target: Generation,
  command: string | null,
): readonly PlanStep[] {
  const label = labelOfGeneration(target);
  const count = target.blocks.length;
  const all = count === 1 ? 'its block' : `all ${count} blocks`;
  return [
    {
      title: `Look at ${label} again`,
      detail: `Nobody checks its health yet: no rule lists it. The split now: ${describeSplit(fleet)}.`,
      isMutation: false,
      command: null,
    },
    {
      title: `Attach ${label} at weight 0`,
      detail: `${writesText(fleet)}. Weights stay as they are: no traffic goes there.`,
      isMutation: true,
      command,
    },
    {
      title: `Wait until ${label} is healthy`,
      detail: `Until ${all} were seen healthy, at most ${roughDuration(healthyWithinMs(target.recipe))}. The floor is ${Math.max(1, floorOf(fleet))}: with fewer it stops here, nothing is switched, and ${label} stays attached at weight 0.`,
      isMutation: false,
      command: null,
    },
  ];
}

/** `One traffic write: the default action of web:80` */
export function writesText({ entry }: Pick<Fleet, 'entry'>): string {
  const rules = entry.rules.map((rule) => plain(rule, 120));
  if (entry.kind === 'none') {
    return 'One write: which generation takes work. The hook of each block is told, those that take before those that stop';
  }
  if (rules.length === 1) return `One traffic write: ${rules.join('')}`;
  return `${rules.length} traffic writes at the same time: ${rules.join('; ')}`;
}
