/**
 * Who was seen to answer through the entry under which split: the host's own probes, which the entry
 * does not count as traffic. Kept in memory: after a restart the proof is asked for anew.
 */
import type { FleetId, GenerationId } from '../../src-shared/ids.ts';

export interface SeenAnswers {
  /** @param revision of the split that was in force from before the request until after its answer. */
  readonly note: (fleet: FleetId, revision: number, generation: GenerationId) => void;
  readonly has: (fleet: FleetId, revision: number, generation: GenerationId) => boolean;
}

export function createSeenAnswers(): SeenAnswers {
  const seen = new Map<
    FleetId,
    { readonly revision: number; readonly by: ReadonlySet<GenerationId> }
  >();
  return {
    note: (fleet, revision, generation) => {
      const before = seen.get(fleet);
      const by = before?.revision === revision ? before.by : [];
      seen.set(fleet, { revision, by: new Set([...by, generation]) });
    },
    has: (fleet, revision, generation) => {
      const found = seen.get(fleet);
      return found?.revision === revision && found.by.has(generation);
    },
  };
}
