/** `blockyard.json`: what an image says about itself. Everything in it is outside text. */
import * as z from 'zod';
import type { BuildFacts, ServerStart } from '../../../src-shared/image.ts';
import { FaultError } from '../../../src-shared/result.ts';
import { closestName } from './closest-name.ts';
import { showPath } from './image-path.ts';

export const MANIFEST_NAME = 'blockyard.json';
export const LARGEST_MANIFEST_BYTES = 256 * 1024;

export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly start: ServerStart;
  readonly healthPath: string;
  readonly portVariable: string;
  /** Its servers keep data, and why: they are never part of a swap. */
  readonly stateful?: string;
  readonly facts: BuildFacts;
}

/** Set by the yard for every block; an image cannot use them for its port. */
const RESERVED_VARIABLES = ['HOST', 'PATH', 'HOME', 'NODE_OPTIONS'];

function plainText(longest: number): z.ZodType<string> {
  return z
    .string({ error: (issue) => (issue.input === undefined ? 'is missing' : 'must be a text') })
    .min(1, 'is empty')
    .max(longest, `is longer than ${longest} characters`)
    .refine(
      (text) => !/\p{Cc}|\p{Zl}|\p{Zp}/u.test(text),
      'holds line breaks or control characters',
    )
    .refine((text) => text.trim() !== '', 'holds only spaces');
}

const insidePath = plainText(500)
  .refine(
    (path) => !path.startsWith('/') && !/^[A-Za-z]:|^\\/.test(path),
    'must be relative to the image',
  )
  .refine((path) => !path.split('/').includes('..'), 'must not leave the image');

const commandSchema = z
  .array(z.string('must be a list of texts').max(2000, 'has a part longer than 2000 characters'), {
    error: 'must be a list, for example ["./bin/server", "--quiet"]',
  })
  .min(1, 'is empty: its first part is the program')
  .max(100, 'has more than 100 parts')
  .refine((parts) => parts.every((part) => !part.includes('\0')), 'holds a zero byte')
  .refine((parts) => parts[0] !== '', 'has an empty program name')
  .refine(
    (parts) => parts[0]?.startsWith('/') === true || !parts[0]?.split('/').includes('..'),
    'must not leave the image',
  );

const startSchema = z
  .strictObject(
    { server: insidePath.optional(), command: commandSchema.optional() },
    { error: objectError('must be { "server": "server.mjs" } or { "command": ["./bin/server"] }') },
  )
  .refine(
    (start) => (start.server === undefined) !== (start.command === undefined),
    'needs exactly one of "server" (a JavaScript file) and "command" (a program with arguments)',
  );

const buildSchema = z.strictObject(
  {
    commit: plainText(200).optional(),
    time: z
      .string('must be a text')
      .max(64, 'is longer than 64 characters')
      .refine(
        (text) =>
          /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/.test(text) &&
          !Number.isNaN(Date.parse(text)),
        'must be an ISO 8601 time such as 2026-11-23T09:30:00Z',
      )
      .optional(),
    base: plainText(500).optional(),
    recipe: plainText(500).optional(),
  },
  { error: objectError('must be an object such as { "commit": "4f2a9c1" }') },
);

const manifestSchema = z.strictObject(
  {
    name: plainText(200),
    version: plainText(100),
    start: startSchema,
    health: plainText(2000)
      .refine((path) => /^\/(?!\/)[^\s#]*$/u.test(path), 'must be a path such as /health')
      .default('/health'),
    port: z
      .string('must be the name of an environment variable, in quotes')
      .regex(
        /^[A-Za-z_][A-Za-z0-9_]{0,63}$/,
        'must be the name of an environment variable such as PORT',
      )
      .refine(
        (name) => !RESERVED_VARIABLES.includes(name) && !name.startsWith('BLOCKYARD_'),
        'names a variable that the yard itself sets',
      )
      .default('PORT'),
    build: buildSchema.default({}),
    stateful: plainText(200).optional(),
  },
  { error: objectError('must be one object in braces') },
);

const KNOWN_FIELDS: Readonly<Record<string, readonly string[]>> = {
  '': ['name', 'version', 'start', 'health', 'port', 'build', 'stateful'],
  start: ['server', 'command'],
  build: ['commit', 'time', 'base', 'recipe'],
};

/** Zod reports unknown fields through the same hook: those keep their own code. */
function objectError(text: string): z.core.$ZodErrorMap {
  return (issue) => {
    if (issue.code === 'unrecognized_keys') return undefined;
    return issue.input === undefined ? 'is missing' : text;
  };
}

function refuse(field: string, message: string, todo: string): never {
  throw new FaultError({ code: 'bad-input', message, where: field, todo });
}

/** Where in the text JSON.parse stopped, in the words of an editor. */
function jsonPlace(text: string, error: unknown): string {
  const found = error instanceof Error ? /position (\d+)/.exec(error.message) : null;
  if (found === null) return 'near its end';
  const before = text.slice(0, Number(found[1])).split('\n');
  return `at line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`;
}

/** Fields starting with `x-` are for the operator's own tools and carry no meaning here. */
function withoutOwnFields(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !key.startsWith('x-'))
      .map(([key, inner]) => [
        key,
        key === 'start' || key === 'build' ? withoutOwnFields(inner) : inner,
      ]),
  );
}

function sentenceOf(issue: z.core.$ZodIssue): never {
  const field = issue.path.map(String).join('.');
  if (issue.code === 'unrecognized_keys') {
    const unknown = issue.keys[0] ?? '';
    const known = KNOWN_FIELDS[field] ?? [];
    const meant = closestName(unknown, known);
    const full = field === '' ? unknown : `${field}.${unknown}`;
    refuse(
      full,
      `${MANIFEST_NAME} has an unknown field ${showPath(full)}.`,
      meant === null
        ? `Known are ${known.join(', ')}; start the name of a field of your own with "x-".`
        : `Did you mean "${meant}"? Start the name of a field of your own with "x-".`,
    );
  }
  const subject = field === '' ? MANIFEST_NAME : `"${field}" in ${MANIFEST_NAME}`;
  refuse(
    field === '' ? MANIFEST_NAME : field,
    `${subject} ${issue.message}.`,
    'Correct it and import again.',
  );
}

/**
 * Reads the manifest's bytes. Throws a `bad-input` FaultError whose sentence names the file, the
 * field and what to do.
 */
export function readManifest(bytes: Uint8Array): Manifest {
  if (bytes.byteLength > LARGEST_MANIFEST_BYTES) {
    refuse(
      MANIFEST_NAME,
      `${MANIFEST_NAME} is larger than ${LARGEST_MANIFEST_BYTES / 1024} KiB.`,
      'Keep only the fields that describe the image.',
    );
  }
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    refuse(
      MANIFEST_NAME,
      `${MANIFEST_NAME} is not UTF-8 text.`,
      'Save it as UTF-8 and import again.',
    );
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    refuse(
      MANIFEST_NAME,
      text.trim() === ''
        ? `${MANIFEST_NAME} is empty.`
        : `${MANIFEST_NAME} is not valid JSON: it breaks off ${jsonPlace(text, error)}.`,
      'Correct it there and import again.',
    );
  }
  const parsed = manifestSchema.safeParse(withoutOwnFields(value));
  if (!parsed.success) {
    const first = parsed.error.issues[0];
    if (first === undefined)
      refuse(MANIFEST_NAME, `${MANIFEST_NAME} cannot be read.`, 'Correct it.');
    return sentenceOf(first);
  }
  const { name, version, start, health, port, build, stateful } = parsed.data;
  const { time, ...facts } = build;
  return {
    name,
    version,
    start:
      start.server === undefined
        ? { kind: 'command', command: start.command ?? [] }
        : { kind: 'node', entry: start.server },
    healthPath: health,
    portVariable: port,
    ...(stateful === undefined ? {} : { stateful }),
    facts: { ...facts, ...(time === undefined ? {} : { builtAt: time }) },
  };
}
