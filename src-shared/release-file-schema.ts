/**
 * A release as a file, JSON or YAML: what the window copies as a script and what `blockyard release FILE` reads.
 * Times are texts with a unit (`30 s`, `5 min`). What is left out is as usual. Published as docs/release-file.json.
 */
import * as z from 'zod';
import { dataChangeSchema, longestDataText } from './data-note-schema.ts';
import { mostAlarms } from './opinion-schema.ts';
import { longestReason } from './sizes.ts';
import { readSpan } from './span-text.ts';

export const releaseFileVersion = 1;

/**
 * @param longestMs whole milliseconds.
 * @param noneBecause why it cannot be nothing; null: it can.
 */
const span = (longestMs: number, longest: string, noneBecause: string | null = null) =>
  z
    .string()
    .max(60)
    .refine((text) => {
      const ms = readSpan(text);
      return ms !== null && ms <= longestMs;
    }, `has to be a time with a unit, like "30 s" or "5 min", and at most ${longest}`)
    .refine(
      (text) => noneBecause === null || readSpan(text) !== 0,
      `has to be longer than 0 s: ${noneBecause ?? ''}`,
    )
    .meta({ examples: ['30 s', '5 min', '1 h 30 min'] });

const name = z.string().min(1).max(400);

const stepSchema = z.strictObject({
  percent: z
    .number()
    .int()
    .min(1)
    .max(99)
    .describe('Share of the traffic; rising from step to step.'),
  pause: z
    .union([z.literal('press'), span(86_400_000, '1 d', 'nobody would watch this share')])
    .describe('So long it is watched before the next step; "press": until a person goes on.'),
});

export const releaseFileSchema = z
  .strictObject({
    blockyard: z.literal(releaseFileVersion).describe('Version of this format.'),
    yard: name.optional().describe('Name or id of the yard; left out: the local one.'),
    fleet: name.optional().describe('Name or id of the fleet; left out: the only one.'),
    image: name.optional().describe('Id of an image, the beginning of it, or NAME@VERSION.'),
    importFrom: z
      .string()
      .min(1)
      .max(4000)
      .optional()
      .describe('Folder or .tgz of an image to import first, from where the file lies.'),
    generation: name.optional().describe('A generation that stands by, instead of an image: v002.'),
    size: z
      .number()
      .int()
      .min(1)
      .max(500)
      .optional()
      .describe('Blocks; left out: as the one that serves.'),
    recipeOf: name
      .optional()
      .describe('A generation whose recorded recipe is used; left out: the newest.'),
    checks: z
      .strictObject({
        path: z
          .string()
          .max(2000)
          .regex(/^\/[\x21-\x7e]*$/u, 'has to begin with /')
          .optional(),
        status: z.number().int().min(100).max(599).optional(),
        text: z.string().min(1).max(500).nullable().optional(),
        within: span(60_000, '1 min', 'no answer is there at once').optional(),
        inARow: z.number().int().min(1).max(50).optional(),
      })
      .optional()
      .describe('What the candidate has to answer in isolation, before any traffic.'),
    waitsForPress: z
      .boolean()
      .optional()
      .describe('Proved, it waits for a person before any traffic.'),
    findings: z
      .enum(['recorded', 'strict'])
      .optional()
      .describe(
        'What differs from the generation that serves: recorded; strict: no share before a person has accepted it.',
      ),
    steps: z.array(stepSchema).max(20).optional().describe('None: all traffic at once.'),
    bake: span(604_800_000, '7 d')
      .optional()
      .describe('So long it has to do well with all traffic.'),
    guards: z
      .strictObject({
        errorShare: z.number().min(0).max(1).optional(),
        latencyTimes: z.number().min(1).max(1000).optional(),
      })
      .optional()
      .describe('What takes it back by itself.'),
    opinion: z
      .strictObject({
        required: z
          .boolean()
          .optional()
          .describe('It has to pass before the release ends well; else a person is asked.'),
        wait: span(86_400_000, '1 d')
          .optional()
          .describe('So long a bake that went well is made longer for a required one.'),
        alarms: z
          .array(z.string().min(1).max(255))
          .max(mostAlarms)
          .optional()
          .describe(
            'Alarms of yours by their names: one that was OK before and rings takes it back.',
          ),
      })
      .optional()
      .describe('The slow second opinion: CloudWatch in an account, the counts of the entry here.'),
    data: z
      .strictObject({
        change: dataChangeSchema,
        text: z.string().max(longestDataText).optional().describe('What of the data, for people.'),
      })
      .optional()
      .describe(
        'What it does to shared data: contract takes away what the code before it needs, and no guard goes back then.',
      ),
    acceptWarnings: z
      .string()
      .max(longestReason)
      .regex(/\S/u, 'has to say why')
      .optional()
      .describe(
        'Why it goes on when its preflight warns; kept in the record. A strict yard wants it.',
      ),
  })
  .check(({ value: { steps = [] }, issues }) => {
    const falling = steps.findIndex(({ percent }, at) => percent <= (steps[at - 1]?.percent ?? 0));
    if (falling === -1) return;
    const message = 'has to be larger than in the step before';
    issues.push({ code: 'custom', message, path: ['steps', falling, 'percent'], input: steps });
  })
  .refine(
    ({ image, importFrom, generation }) =>
      [image, importFrom, generation].filter((one) => one !== undefined).length === 1,
    { error: 'exactly one of image, importFrom and generation has to be there', path: ['image'] },
  )
  .refine(({ generation, size }) => generation === undefined || size === undefined, {
    error: 'belongs to an image; a generation has its size',
    path: ['size'],
  })
  .refine(({ generation, recipeOf }) => generation === undefined || recipeOf === undefined, {
    error: 'belongs to an image; a generation has its recipe',
    path: ['recipeOf'],
  });

export type ReleaseFile = z.infer<typeof releaseFileSchema>;
