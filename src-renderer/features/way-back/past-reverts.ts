/** How long going back took so far: reverts of this panel's record, and rehearsals of everybody. Pure. */
import type { Fleet } from '../../../src-shared/fleet.ts';
import type { SwitchTime } from '../../../src-shared/panel.ts';

export interface PastRevert {
  readonly atMs: number;
  readonly ms: number;
  readonly isRehearsal: boolean;
}

/** As many as there is room for beside each other. */
export const shownReverts = 24;

/** Oldest first. */
export function pastReverts(
  { id, rehearsals = [] }: Pick<Fleet, 'id' | 'rehearsals'>,
  switches: readonly SwitchTime[],
): readonly PastRevert[] {
  const real = switches.flatMap(({ fleet, isRevert, ms, atMs }): PastRevert[] =>
    fleet === id && isRevert ? [{ atMs, ms, isRehearsal: false }] : [],
  );
  const rehearsed = rehearsals.flatMap(({ atMs, end }): PastRevert[] =>
    end.kind === 'measured' ? [{ atMs, ms: end.revertMs, isRehearsal: true }] : [],
  );
  return [...real, ...rehearsed].sort((a, b) => a.atMs - b.atMs).slice(-shownReverts);
}
