/**
 * A compact picture of a fleet as somebody saw it: enough to draw its lanes and its split later, and
 * nothing that could hold a secret. A picture is kept as what is different from the one before it.
 */
import * as z from 'zod';
import { generationSchema, splitSchema, type Block, type Fleet, type Generation } from './fleet.ts';
import { blockIdSchema, generationIdSchema } from './id-schemas.ts';
import type { BlockId } from './ids.ts';
import { labelOfGeneration } from './ids.ts';
import { weightOf } from './roles.ts';

const blockKinds = [
  'starting',
  'healthy',
  'unhealthy',
  'draining',
  'unused',
  'unavailable',
  'unhealthy-draining',
  'stopping',
  'exited',
  'launch-refused',
  'unknown',
] as const satisfies readonly Block['state']['kind'][];

const picturedBlockSchema = z.object({
  id: blockIdSchema,
  slot: z.number().int().nonnegative(),
  state: z.enum(blockKinds),
  /** Where its generation stands in several. */
  zone: z.string().optional(),
});

const standing = {
  id: generationIdSchema,
  number: z.number().int().positive(),
  label: z.string().optional(),
  size: z.number().int().nonnegative(),
  rung: generationSchema.shape.rung,
};

const around = {
  split: z.object({
    revision: splitSchema.shape.revision,
    /** Those above 0. */
    weights: splitSchema.shape.weights,
  }),
  previous: generationIdSchema.nullable(),
  /** What the entry counted just then; null where it tells nobody. */
  traffic: z
    .array(
      z.object({
        generation: generationIdSchema,
        /** 0..1 */
        share: z.number(),
        requestsPerSecond: z.number(),
        errorsPerSecond: z.number(),
      }),
    )
    .nullable(),
};

export const fleetPictureSchema = z.object({
  /** Without retired ones, by number. */
  generations: z.array(z.object({ ...standing, blocks: z.array(picturedBlockSchema) })),
  ...around,
});

export const pictureChangeSchema = z.object({
  /** Nothing came before it, or nothing that its writer knew. */
  isWhole: z.boolean(),
  generations: z.array(
    z.object({
      ...standing,
      /** New, or in another state. */
      blocks: z.array(picturedBlockSchema),
      gone: z.array(blockIdSchema),
    }),
  ),
  ...around,
});

export type FleetPicture = z.infer<typeof fleetPictureSchema>;
export type PicturedGeneration = FleetPicture['generations'][number];
export type PicturedBlock = PicturedGeneration['blocks'][number];
export type PictureChange = z.infer<typeof pictureChangeSchema>;

export function pictureOf(fleet: Fleet): FleetPicture {
  const { traffic, split } = fleet;
  return {
    generations: fleet.generations
      .filter(({ id, rung }) => rung !== 'retired' || weightOf(fleet, id) > 0)
      .map(pictured)
      .sort((a, b) => a.number - b.number),
    split: {
      revision: split.revision,
      weights: split.weights.filter(({ weight }) => weight > 0),
    },
    previous: fleet.previous,
    traffic: traffic.isCounted
      ? traffic.generations
          .filter(({ share, requestsPerSecond }) => share > 0 || requestsPerSecond > 0)
          .map(({ generation, share, requestsPerSecond, errorsPerSecond }) => ({
            generation,
            share: rounded(share, 1000),
            requestsPerSecond: rounded(requestsPerSecond, 10),
            errorsPerSecond: rounded(errorsPerSecond, 10),
          }))
      : null,
  };
}

function pictured(generation: Generation): PicturedGeneration {
  const { id, number, label, size, rung, blocks } = generation;
  const isInZones = new Set(blocks.map(({ zone }) => zone)).size > 1;
  return {
    ...{ id, number, size, rung },
    ...(label === undefined ? {} : { label: labelOfGeneration(generation) }),
    blocks: blocks
      .map(({ id: block, slot, state, zone }) => ({
        ...{ id: block, slot, state: state.kind },
        ...(isInZones ? { zone } : {}),
      }))
      .sort(bySlot),
  };
}

function rounded(value: number, steps: number): number {
  return Math.round(value * steps) / steps;
}

/** @param before null: it stands for itself. */
export function changeOf(before: FleetPicture | null, now: FleetPicture): PictureChange {
  const generations = now.generations.map((generation) => {
    const known = blocksOf(before, generation);
    const left = new Set(generation.blocks.map(({ id }) => id));
    return {
      ...generation,
      blocks: generation.blocks.filter((block) => !isSameBlock(known.get(block.id), block)),
      gone: [...known.keys()].filter((id) => !left.has(id)),
    };
  });
  return { ...now, isWhole: before === null, generations };
}

/** The other way round: `withChange(before, changeOf(before, now))` is `now`. */
export function withChange(before: FleetPicture | null, change: PictureChange): FleetPicture {
  const { isWhole, generations, split, previous, traffic } = change;
  const known = isWhole ? null : before;
  return {
    ...{ split, previous, traffic },
    generations: generations.map(({ gone, blocks, ...generation }) => {
      const standing = blocksOf(known, generation);
      for (const id of gone) standing.delete(id);
      for (const block of blocks) standing.set(block.id, block);
      return { ...generation, blocks: [...standing.values()].sort(bySlot) };
    }),
  };
}

/** Whether lanes or split would be drawn otherwise; what was counted is another picture each second. */
export function standsOtherwise(before: FleetPicture, now: FleetPicture): boolean {
  return JSON.stringify({ ...before, traffic: null }) !== JSON.stringify({ ...now, traffic: null });
}

function blocksOf(
  picture: FleetPicture | null,
  { id }: Pick<PicturedGeneration, 'id'>,
): Map<BlockId, PicturedBlock> {
  const generation = picture?.generations.find((each) => each.id === id);
  return new Map(generation?.blocks.map((block) => [block.id, block]));
}

function isSameBlock(known: PicturedBlock | undefined, block: PicturedBlock): boolean {
  return (
    known !== undefined &&
    known.slot === block.slot &&
    known.state === block.state &&
    known.zone === block.zone
  );
}

/** A replacement stands in the slot of the one it replaces until that one is gone. */
function bySlot(a: PicturedBlock, b: PicturedBlock): number {
  return a.slot - b.slot || (a.id < b.id ? -1 : 1);
}
