/** What is recorded as the way back when a change ends. */
import type { HeldRecord, PreviousRecord } from './claims/claim-records.ts';
import { releasedId } from '../../../src-shared/released-id.ts';
import { moveOf } from './move-of.ts';
import { hasTraffic } from './route/entry-view.ts';
import type { YardMemory } from './yard-memory.ts';

/** Null: it leads nowhere, or nothing was switched. */
export function wayBackOf(
  memory: Pick<YardMemory, 'known'>,
  { fleet, intent }: HeldRecord,
): PreviousRecord | null {
  const known = memory.known(fleet);
  if (known === undefined) return null;
  const launched = intent.kind === 'release' ? releasedId(known.fleet, intent) : null;
  const move = moveOf(intent, launched);
  // Half made, or at its first share, it has to be taken back as well.
  if (move === null || move.from === move.to || !hasTraffic(known.entry, move.to)) return null;
  const sizes = Object.fromEntries(
    known.fleet.generations
      .filter(({ id }) => id === move.to || id === move.from)
      .map(({ id, size }) => [id, size]),
  );
  return { schema: 1, fleet, current: move.to, previous: move.from, sizes };
}
