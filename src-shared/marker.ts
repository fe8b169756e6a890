/** How a response tells which generation made it, as an operator declares it for one fleet. */
import * as z from 'zod';

/** What is asked, and what the answer means. */
const asking = {
  /** What is asked for at the entry; a query may keep caches from answering. */
  path: z
    .string()
    .regex(/^\/[\x21-\x7e]{0,500}$/u)
    .default('/'),
  /**
   * Name in the request and the certificate, where the load balancer's own name does not do. Rules that
   * take other names only are asked by one of theirs.
   */
  host: z
    .string()
    .regex(/^[A-Za-z0-9.-]{1,253}$/u)
    .nullable()
    .default(null),
  /** Value of the marker to generation id, where it is none of the names that a generation has. */
  meaning: z
    .record(z.string().min(1).max(300), z.string().max(300))
    .refine((record) => Object.keys(record).length <= 200)
    .default({}),
};

export const markerDeclarationSchema = z.discriminatedUnion('kind', [
  /** Responses say nothing: a switch is accepted, not verified. */
  z.object({ kind: z.literal('none') }),
  /** `x-app-version: 42` */
  z.object({
    kind: z.literal('header'),
    name: z.string().regex(/^[A-Za-z0-9-]{1,100}$/u),
    ...asking,
  }),
  /** Members of a JSON body, from the outside in: `build.version`, `servers.0.id`. */
  z.object({ kind: z.literal('json'), member: z.string().min(1).max(200), ...asking }),
  /**
   * What stands between two texts; an empty `after` ends at the end of the line. No regular expression:
   * one that meets a hostile page can hold the panel up for minutes.
   */
  z.object({
    kind: z.literal('text'),
    before: z.string().min(1).max(200),
    after: z.string().max(200).default(''),
    ...asking,
  }),
]);

export type MarkerDeclaration = z.infer<typeof markerDeclarationSchema>;
export type DeclaredMarker = Exclude<MarkerDeclaration, { kind: 'none' }>;
