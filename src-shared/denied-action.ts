/** Whether moving traffic was not allowed when it was tried last. Pure. */
import type { FleetId } from './ids.ts';
import type { Outcome } from './panel.ts';

const movesTraffic = { 'cut-over': true, revert: true, release: true } as const;

/** @returns what the rights would have to name; null when nothing is known to be missing. */
export function deniedAction(
  outcomes: readonly Outcome[],
  fleet: FleetId | undefined,
): string | null {
  const denied = outcomes.find(
    (each) => each.fleet === fleet && each.denial !== undefined && each.intent.kind in movesTraffic,
  );
  return denied?.denial?.action ?? null;
}
