/** What a press of the revert button takes from whom, in one sentence. Pure. */
import type { Fleet, Generation } from '../../../src-shared/fleet.ts';
import { labelOfGeneration } from '../../../src-shared/ids.ts';
import { loadOf } from '../../../src-shared/load-words.ts';
import { shareOf } from '../../../src-shared/split.ts';
import { percent } from '../../../src-shared/wording.ts';

export function revertLead(fleet: Fleet, to: Generation, from: Generation | null): string {
  const load = loadOf(fleet);
  const target = labelOfGeneration(to);
  if (from === null) return `All ${load} to ${target}, at once.`;
  const giver = labelOfGeneration(from);
  const share = shareOf(fleet, from.id);
  // Who fetches work takes it or does not: there are no shares of it.
  const isPart = load === 'traffic' && share > 0 && share < 1;
  return isPart
    ? `${giver} gives back its ${percent(share)} of the traffic: all of it to ${target}, at once.`
    : `All ${load} from ${giver} back to ${target}, at once.`;
}
