import type { DataWish } from '../../src-shared/data-note-schema.ts';
import type { FleetId, GenerationId } from '../../src-shared/ids.ts';

/** What a generation does to shared data. Said again it takes the place of what was said before. */
export interface DataOrder {
  readonly fleet: FleetId;
  readonly generation: GenerationId;
  readonly note: DataWish;
  /** Who says it, for people. */
  readonly by: string;
}
