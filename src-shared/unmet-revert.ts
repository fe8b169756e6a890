/** A revert that did not come about: what happens to the fleet beside it must not take it from the screen. */
import type { Intent } from './fleet.ts';
import type { Outcome } from './panel.ts';

export function isUnmetRevert({ intent, kind }: Outcome): boolean {
  return intent.kind === 'revert' && (kind === 'failed' || kind === 'stopped');
}

/** It has moved the traffic, as far as it says: that makes an earlier switch history. */
export function hasMoved({ intent, kind }: Outcome): boolean {
  const isThere = kind === 'verified' || kind === 'accepted';
  return isSwitch(intent) || (intent.kind === 'release' && isThere);
}

/** Wants to move all of it at once. */
export function isSwitch({ kind }: Intent): boolean {
  return kind === 'cut-over' || kind === 'revert';
}
