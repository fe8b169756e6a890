import type { Fleet, Intent } from '../../../src-shared/fleet.ts';
import type { GenerationId } from '../../../src-shared/ids.ts';
import { releasedId } from '../../../src-shared/released-id.ts';

/** The generation that all responses should come from at the end, for intents that move traffic. */
export function servingIn(fleet: Fleet, intent: Intent): GenerationId | null {
  if (intent.kind === 'release') return releasedId(fleet, intent);
  return intent.kind === 'cut-over' || intent.kind === 'revert' ? intent.to : null;
}
