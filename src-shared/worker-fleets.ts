/**
 * Fleets of servers that fetch their work, as an operator declares them for an account: which servers they
 * are, and how each is told to take or to stop. EC2 can hold neither.
 */
import * as z from 'zod';

/** The value of our tag, or a name of the operator's; what shows as nothing is no name. */
const nameSchema = z
  .string()
  .trim()
  .min(1)
  .max(60)
  .regex(/^[^\p{C}]*$/u);

/** AWS's bounds for keys and values of tags. */
const tagKeySchema = z.string().min(1).max(128);
const tagValueSchema = z.string().max(256);

const workerServersSchema = z.discriminatedUnion('kind', [
  /** They carry our tag `blockyard:fleet` with the fleet's name. */
  z.object({ kind: z.literal('tagged') }),
  /** Auto scaling groups whose names begin so; each is one generation. */
  z.object({ kind: z.literal('groups'), prefix: z.string().min(1).max(255) }),
  z.object({
    kind: z.literal('servers'),
    key: tagKeySchema,
    value: tagValueSchema,
    /** What tells its generations apart: the image, or the value of another tag. */
    generation: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('image') }),
      z.object({ kind: z.literal('tag'), key: tagKeySchema }),
    ]),
  }),
]);

/** What may stand in a hook for one server's own. */
const hookPlaces = ['{private}', '{public}', '{instance}'] as const;

/** Braces stand for nothing else. */
function hasOtherPlace(text: string): boolean {
  const rest = hookPlaces.reduce((left, place) => left.replaceAll(place, ''), text);
  return rest.includes('{') || rest.includes('}');
}

/** An address of its own for each word, with places for what differs from server to server. */
const hookUrlSchema = z
  .string()
  .max(500)
  .regex(/^https?:\/\/(?!\/|[^/]*@)[\x21-\x7e]+$/u)
  .refine((url) => !hasOtherPlace(url))
  .refine(isAddress);

/** A program and its arguments, never a line for a shell. */
const hookCommandSchema = z
  .array(
    z
      .string()
      .max(2000)
      .refine((part) => !part.includes('\0')),
  )
  .min(1)
  .max(100)
  .refine(([program = '']) => program !== '' && !program.includes('{'));

const callSchema = z.object({
  method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']),
  url: hookUrlSchema,
});

/** `status.accepting`: members of a JSON answer from the outside in. */
const memberSchema = z
  .string()
  .max(200)
  .regex(/^[^.]+(?:\.[^.]+)*$/u);

/** How the answer to the question for the state is read. */
const answerSchema = z.object({
  /** True or false; with `takingIs`, that text. */
  taking: memberSchema.default('taking'),
  takingIs: z.string().max(200).nullable().default(null),
  /** How much it has in hand, a fetch under way with it; true or false where it does not count. */
  busy: memberSchema.default('busy'),
});

const asking = {
  answer: answerSchema.prefault({}),
  /** For each question. */
  timeoutMs: z.number().int().min(100).max(10_000).default(2000),
};

export const workerHookSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('http'),
    take: callSchema,
    stop: callSchema,
    state: callSchema,
    /** The one status that is a good answer; null: 200 to 299. */
    status: z.number().int().min(100).max(599).nullable().default(null),
    ...asking,
  }),
  /** Run on the computer of the panel. */
  z.object({
    kind: z.literal('command'),
    take: hookCommandSchema,
    stop: hookCommandSchema,
    state: hookCommandSchema,
    ...asking,
  }),
]);

export const workerFleetSchema = z.object({
  name: nameSchema,
  servers: workerServersSchema,
  hook: workerHookSchema,
  /** How long work in hand may take before an end of servers gives up waiting for it. */
  drainMs: z.number().int().min(1000).max(86_400_000).default(600_000),
});

/** Of one account and region. Two of one name would be one fleet with two hooks. */
export const workerFleetsSchema = z
  .array(workerFleetSchema)
  .max(50)
  .refine((all) => new Set(all.map(({ name }) => name)).size === all.length);

/** Whether it is an address once a server's own is put in. */
function isAddress(url: string): boolean {
  const filled = url
    .replaceAll('{private}', '10.0.0.1')
    .replaceAll('{public}', '192.0.2.1')
    .replaceAll('{instance}', 'i-0');
  return z.url({ protocol: /^https?$/u }).safeParse(filled).success;
}

export type WorkerFleet = z.infer<typeof workerFleetSchema>;
export type WorkerHook = z.infer<typeof workerHookSchema>;
export type WorkerAnswer = WorkerHook['answer'];
