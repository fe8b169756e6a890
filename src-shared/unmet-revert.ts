/** A revert that did not come about: what happens to the fleet beside it must not take it from the screen. */
import type { Intent } from './fleet.ts';
import type { Outcome } from './panel.ts';

export function isUnmetRevert({ intent, kind }: Outcome): boolean {
  return intent.kind === 'revert' && (kind === 'failed' || kind === 'stopped');
}

/** What moves the traffic makes an earlier switch history. */
export function isSwitch({ kind }: Intent): boolean {
  return kind === 'cut-over' || kind === 'revert';
}
