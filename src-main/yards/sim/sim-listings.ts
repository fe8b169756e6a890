/** Generations that were put into a split at weight 0, and nothing else changed by it. */
import type { FleetId, GenerationId } from '../../../src-shared/ids.ts';

interface Listing {
  readonly generation: GenerationId;
  /** Revision that it was put into, and the one that it left. */
  readonly before: number;
  readonly after: number;
}

export class SimListings {
  readonly #last = new Map<FleetId, Listing>();

  keep(fleet: FleetId, listing: Listing): void {
    this.#last.set(fleet, listing);
  }

  /** Whether its listing is all that has changed of the entry from one revision to the other. */
  isAllThatChanged(fleet: FleetId, { generation, before, after }: Listing): boolean {
    const last = this.#last.get(fleet);
    return last?.generation === generation && last.before === before && last.after === after;
  }
}
