/** What may be adopted, stopped and started again; asked like guards.ts, by the button and by the engine. */
import type { Fleet } from './fleet.ts';
import { whyNotLessened, type Verdict } from './guards.ts';
import { labelOfGeneration, type GenerationId } from './ids.ts';
import { generationOf } from './roles.ts';
import { plain } from './wording.ts';

const allowed: Verdict = { kind: 'allowed' };
const refused = (because: string): Verdict => ({ kind: 'refused', because });

const notWithoutEntry = 'what fetches its work is neither adopted nor stopped in this version.';

/** What the yard finds against it only when it looks closer (differing user data...) it says itself, and writes nothing. */
export function canAdopt(fleet: Fleet, id: GenerationId): Verdict {
  const target = generationOf(fleet, id);
  if (target === undefined)
    return refused(`There is no generation ${plain(id, 80)} in this fleet.`);
  const label = labelOfGeneration(target);
  if (target.isForeign !== true) return refused(`${label} is Blockyard's already.`);
  if (target.rung === 'retired' || target.blocks.length === 0)
    return refused(`${label} has no blocks to adopt.`);
  if (fleet.entry.kind === 'none') return refused(`${label} has no entry: ${notWithoutEntry}`);
  if (target.whyNotAdopted !== undefined) return refused(target.whyNotAdopted);
  return unlessBusy(fleet);
}

export function canStop(fleet: Fleet, id: GenerationId): Verdict {
  const target = generationOf(fleet, id);
  if (target === undefined)
    return refused(`There is no generation ${plain(id, 80)} in this fleet.`);
  const label = labelOfGeneration(target);
  if (target.rung === 'retired') return refused(`${label} is retired: it has no blocks.`);
  const runs = target.blocks.some(({ state }) => state.kind === 'unused');
  // One that broke off goes on.
  if (target.rung === 'stopped' && !runs) return refused(`${label} is stopped already.`);
  if (fleet.entry.kind === 'none') return refused(`${label} has no entry: ${notWithoutEntry}`);
  if (target.whyNotStopped !== undefined) return refused(target.whyNotStopped);
  const because = whyNotLessened(fleet, target);
  return because === null ? allowed : refused(because);
}

export function canStart(fleet: Fleet, id: GenerationId): Verdict {
  const target = generationOf(fleet, id);
  if (target === undefined)
    return refused(`There is no generation ${plain(id, 80)} in this fleet.`);
  const label = labelOfGeneration(target);
  if (target.rung !== 'stopped') return refused(`${label} is not stopped.`);
  if (target.blocks.length === 0) return refused(`${label} has no blocks that could be started.`);
  return unlessBusy(fleet);
}

function unlessBusy({ rollout }: Fleet): Verdict {
  return rollout === null
    ? allowed
    : refused(`Another change of this fleet is running (${rollout.intent.kind}).`);
}
