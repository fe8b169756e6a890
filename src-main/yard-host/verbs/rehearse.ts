/**
 * A rehearsal on a preview entry: over the same blocks, with a split of its own. Nothing of it stands in the host's state
 * while it runs, so a crash of the host leaves nothing of it, and one of the panel does not matter to it.
 */
import type { GenerationId } from '../../../src-shared/ids.ts';
import type { RehearsalEntry, RehearsalPace, Told } from '../../rehearsals/rehearse.ts';
import type { PreviewEntry } from '../entry/previews.ts';
import type { HostOutput } from '../protocol.ts';

/** A hundred requests a second. */
export const previewPace: RehearsalPace = {
  everyMs: 10,
  flowMs: 250,
  answersWithinMs: 5000,
  underWayAtMost: 50,
  // Every answer of a process of ours says who made it, and the next one goes the same way.
  inARow: 1,
  // Before the call of it is given up.
  longestMs: 25_000,
};

/** @param ask one real request; rejects when nobody answered. */
export function rehearsalOn(
  entry: PreviewEntry,
  ask: (url: string) => Promise<Pick<HostOutput<'probe'>, 'generation' | 'status'>>,
): RehearsalEntry {
  return {
    prepare: () => Promise.resolve(),
    lead: (to, from) => {
      entry.setSplit(allTo(to, from));
      return Promise.resolve();
    },
    ask: async () => {
      const { generation, status } = await ask(entry.url);
      // What no block has made the entry answered by itself.
      const told: Told =
        generation === null ? { kind: 'lost' } : { kind: 'block', generation, status };
      return [told];
    },
    whyVoid: () => Promise.resolve(null),
    putAway: () => entry.close(0),
  };
}

export function allTo(to: GenerationId, from: GenerationId) {
  return [
    { generation: to, weight: 100 },
    { generation: from, weight: 0 },
  ];
}
