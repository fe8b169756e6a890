/**
 * The port to whoever draws pages: a process of its own, because what it loads may be hostile, and must at most end
 * that process. Also what the two say to each other.
 */
import * as z from 'zod';
import { themes } from '../../../src-shared/appearance-bounds.ts';
import { boxSchema, findingSchema } from '../../../src-shared/appearance-schema.ts';

const size = z.number().int().positive().max(10_000);

export const pictureOrderSchema = z.object({
  /** Each side has a session of its own, and each picture a window: cookies of one are none of the other. */
  side: z.enum(['a', 'b']),
  /** Of the page; its origin is the only one that it may ask, besides `hosts`. */
  url: z.url({ protocol: /^https?$/u }),
  /** That lead to the generation past the traffic; sent to that origin alone. */
  headers: z.record(z.string(), z.string()),
  hosts: z.array(z.string()),
  width: size,
  height: size,
  theme: z.enum(themes),
  /** Taller than the window: as much of the page, in pixels. */
  tallest: size,
  /** Whose places are wanted. */
  selectors: z.array(z.string()),
  allowsBadCertificate: z.boolean(),
  allowsWrites: z.boolean(),
  /** For being loaded, in milliseconds. */
  withinMs: z.number().int().positive(),
  /** Where the picture goes, as PNG. */
  file: z.string(),
});

export const takenSchema = z.object({
  status: z.number().int().nullable(),
  endedAt: z.string(),
  ms: z.number(),
  picture: z.object({ width: size, height: size }).nullable(),
  /** Why there is none, as one sentence. */
  because: z.string().nullable(),
  findings: z.array(findingSchema),
  /** Of what the selectors found. */
  boxes: z.array(boxSchema),
});

export const cameraAskedSchema = z.object({ id: z.number().int(), order: pictureOrderSchema });
export const cameraSaidSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ready') }),
  z.object({ kind: z.literal('taken'), id: z.number().int(), taken: takenSchema }),
]);

export type PictureOrder = z.infer<typeof pictureOrderSchema>;
export type Taken = z.infer<typeof takenSchema>;
export type CameraAsked = z.infer<typeof cameraAskedSchema>;
export type CameraSaid = z.infer<typeof cameraSaidSchema>;

export interface Camera {
  /** One at a time for each side. It never rejects: what goes wrong is told in what was taken. */
  readonly take: (order: PictureOrder) => Promise<Taken>;
  /** Ends it and whatever it is at; resolves when its process is gone. */
  readonly close: () => Promise<void>;
}

export interface CameraNeeds {
  /** It puts its profile there, and nothing else. */
  readonly folder: string;
  /** Names and addresses that may be looked up at all: of both sides, and the allowed ones. */
  readonly hosts: readonly string[];
}

/** Null where pages cannot be drawn: the command line under plain Node. */
export type OpenCamera = ((needs: CameraNeeds) => Camera) | null;

/** After the limit of a page: for coming to rest, for the picture, and for a machine that is busy. */
export const cameraSpareMs = 20_000;
/** So long the camera itself may take to start. */
export const cameraStartMs = 30_000;
