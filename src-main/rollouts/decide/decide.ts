/**
 * The one function that knows what comes next: intent, facts and observation in; one effect, a reason
 * for waiting, or an outcome out. It has no memory, clock or port, so crash, sleep and takeover are
 * just another call of it.
 */
import { assertNever } from '../../../src-shared/assert-never.ts';
import { decideAdopt } from './decide-adopt.ts';
import { decideCutOver } from './decide-cut-over.ts';
import { decideLaunch } from './decide-launch.ts';
import { decideRelease } from './decide-release.ts';
import { decideReplace } from './decide-replace.ts';
import { decideRetirement } from './decide-retirement.ts';
import { decideRevert } from './decide-revert.ts';
import { decideScale } from './decide-scale.ts';
import { decideStart } from './decide-start.ts';
import { decideStop } from './decide-stop.ts';
import type { DecideInput, Decision } from './decision.ts';

export function decide(input: DecideInput): Decision {
  const { intent } = input;
  switch (intent.kind) {
    case 'cut-over':
      return decideCutOver({ ...input, intent });
    case 'revert':
      return decideRevert({ ...input, intent });
    case 'launch':
      return decideLaunch({ ...input, intent });
    case 'replace':
      return decideReplace({ ...input, intent });
    case 'retire':
      return decideRetirement({ ...input, intent });
    case 'adopt':
      return decideAdopt({ ...input, intent });
    case 'stop':
      return decideStop({ ...input, intent });
    case 'start':
      return decideStart({ ...input, intent });
    case 'scale':
      return decideScale({ ...input, intent });
    case 'release':
      return decideRelease({ ...input, intent });
    default:
      return assertNever(intent, 'intent');
  }
}

export type Decide = typeof decide;
