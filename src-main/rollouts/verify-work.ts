/**
 * Has the switch of a fleet without an entry been seen? Each healthy block of the generation that takes the work
 * says that it does, and each other block that lives that it does not. A block that cannot be asked is neither.
 */
import { firstOf, workSwitch } from '../../src-shared/block-work.ts';
import type { GenerationId } from '../../src-shared/ids.ts';
import { labelOf } from '../../src-shared/split.ts';
import type { DecideInput } from './decide/decision.ts';
import type { Verification } from './decide/verification.ts';

export function verifyWork({ fleet }: Pick<DecideInput, 'fleet'>, to: GenerationId): Verification {
  const label = labelOf(fleet, to);
  const { taking, healthy, notTaking, notStopped } = workSwitch(fleet, to);
  if (healthy === 0) {
    const because = `no block of ${label} is healthy`;
    return { kind: 'not-yet', because, share: 0, needsProbe: false };
  }
  if (notTaking.length > 0) {
    const because = `${String(taking)} of ${String(healthy)} healthy blocks of ${label} take work. ${firstOf(notTaking)}`;
    return {
      kind: 'not-yet',
      because: unended(because),
      share: (0.5 * taking) / healthy,
      needsProbe: false,
    };
  }
  if (notStopped.length > 0) {
    const because = unended(firstOf(notStopped));
    return { kind: 'not-yet', because, share: 0.8, needsProbe: false, isTaken: true };
  }
  const blocks =
    healthy === 1 ? 'its healthy block takes' : `all ${String(healthy)} healthy blocks take`;
  return { kind: 'seen', text: `${blocks} work, and no block of another generation does.` };
}

function unended(text: string): string {
  return text.replace(/\.$/u, '');
}
