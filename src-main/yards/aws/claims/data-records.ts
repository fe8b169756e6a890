/**
 * What generations do to shared data, as parameters of the account: `/blockyard/FLEET/data/HASH`, one for each generation,
 * overwritten by who notes it anew. SSM itself keeps what stood before. Pure.
 */
import { createHash } from 'node:crypto';
import * as z from 'zod';
import { dataNoteSchema, type DataNote } from '../../../../src-shared/data-note-schema.ts';
import type { Fleet } from '../../../../src-shared/fleet.ts';
import { fleetIdSchema, generationIdSchema } from '../../../../src-shared/id-schemas.ts';
import type { GenerationId } from '../../../../src-shared/ids.ts';

export const dataRecordSchema = z.object({
  schema: z.literal(1),
  fleet: fleetIdSchema,
  generation: generationIdSchema,
  note: dataNoteSchema,
});

export type DataRecord = z.infer<typeof dataRecordSchema>;

/** Names of generations can hold what a parameter's name cannot. 32 hex digits. */
export function dataKey(generation: GenerationId): string {
  return createHash('sha256').update(generation).digest('hex').slice(0, 32);
}

/** The fleet with what is noted of its generations. */
export function withData(fleet: Fleet, records: readonly DataRecord[]): Fleet {
  if (records.length === 0) return fleet;
  const notes = new Map<GenerationId, DataNote>(
    records.map(({ generation, note }) => [generation, note]),
  );
  return {
    ...fleet,
    generations: fleet.generations.map((generation) => {
      const data = notes.get(generation.id);
      return data === undefined ? generation : { ...generation, data };
    }),
  };
}
