/** Reads a release file. What is wrong is told with its line and what would be right; nothing is guessed. */
import { LineCounter, isScalar, parseDocument, visit, type Document, type ErrorCode } from 'yaml';
import type * as z from 'zod';
import { releaseFileSchema, type ReleaseFile } from '../../src-shared/release-file-schema.ts';
import { fail, succeed, type Result } from '../../src-shared/result.ts';
import { plain } from '../../src-shared/wording.ts';
import { systemClock } from '../clock/system-clock.ts';
import { readInput, type InputGround } from './read-input.ts';

/** Far more than any release says. */
export const largestBytes = 256 * 1024;

export async function readReleaseFile(
  path: string,
  ground: InputGround = { clock: systemClock, interrupted: new AbortController().signal },
): Promise<Result<ReleaseFile>> {
  const text = await readInput(path, largestBytes, ground);
  if (text.ok) return parseReleaseFile(text.value, path);
  return bad(path, [`The release file cannot be read: ${text.fault.message}`]);
}

/** @param path of where it comes from, for the messages. */
export function parseReleaseFile(text: string, path: string): Result<ReleaseFile> {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    // Its own check looks at every two of them: a file full of keys held the window up for a minute.
    uniqueKeys: false,
    logLevel: 'error',
  });
  if (document.errors.length > 0) {
    return bad(path, document.errors.slice(0, mostProblems).map(({ code, message, pos }) => `line ${lines.linePos(pos[0]).line}: ${readingText(code, message)}`)); // prettier-ignore
  }
  const twice = keysTwice(document);
  if (twice.length > 0) {
    return bad(path, twice.map(({ at, key }) => `line ${lines.linePos(at).line}: ${plain(key, 60)} stands there twice`)); // prettier-ignore
  }
  // One anchor that names itself many times over fills any memory.
  const aliases: unknown[] = [];
  visit(document, {
    Alias: (_key, node) => {
      aliases.push(node);
    },
  });
  if (aliases.length > 0) return bad(path, ['Anchors and aliases are not used in a release file.']);
  const parsed = releaseFileSchema.safeParse(document.toJS());
  if (parsed.success) return succeed(parsed.data);
  return bad(
    path,
    parsed.error.issues.slice(0, mostProblems).flatMap((issue) => linesOf(issue, document, lines)),
  );
}

/** Whoever mends a file mends some, and reads it again. */
const mostProblems = 10;

/** In our words where the parser's are about itself. */
function readingText(code: ErrorCode, message: string): string {
  if (code === 'MULTIPLE_DOCS') return 'it holds more than one document: keep one';
  if (message.includes('call stack')) return 'it is nested far deeper than any release';
  return plain(message, 200);
}

function keysTwice(document: Document): readonly { readonly at: number; readonly key: string }[] {
  const found: { at: number; key: string }[] = [];
  visit(document, {
    Map: (_key, map) => {
      const seen = new Set<unknown>();
      for (const { key } of map.items) {
        if (!isScalar(key)) continue;
        if (seen.has(key.value)) found.push({ at: key.range?.[0] ?? 0, key: String(key.value) });
        seen.add(key.value);
      }
      return found.length < mostProblems ? undefined : visit.BREAK;
    },
  });
  return found.slice(0, mostProblems);
}

function linesOf(
  issue: z.core.$ZodIssue,
  document: Document,
  lines: LineCounter,
): readonly string[] {
  const path = issue.path.filter((part) => typeof part !== 'symbol');
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.slice(0, mostProblems).map((key) => {
      const known = nearest(key);
      return `${lineAt([...path, key])}${name([...path, key])} is not known${known === null ? '' : `; do you mean ${known}?`}`;
    });
  }
  return [`${lineAt(path)}${name(path)} ${plain(said(issue), 200)}`];

  function lineAt(at: readonly (string | number)[]): string {
    for (let length = at.length; length >= 0; length -= 1) {
      const node = document.getIn(at.slice(0, length), true) as { range?: [number] } | undefined;
      const start = node?.range?.[0];
      if (start !== undefined) return `line ${lines.linePos(start).line}: `;
    }
    return '';
  }
}

/** `steps[1].percent` */
function name(path: readonly (string | number)[]): string {
  const text = path
    .map((part, index) =>
      typeof part === 'number' ? `[${part}]` : `${index > 0 ? '.' : ''}${part}`,
    )
    .join('');
  return text === '' ? 'the file' : plain(text, 120);
}

function said(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_type') return `has to be ${articled(issue.expected)}`;
  if (issue.code === 'invalid_value') return `has to be ${issue.values.map(String).join(' or ')}`;
  return issue.message;
}

function articled(type: string): string {
  return /^[aeiou]/u.test(type) ? `an ${type}` : `a ${type}`;
}

const knownNames = [
  ...Object.keys(releaseFileSchema.shape),
  ...[
    'path',
    'status',
    'text',
    'within',
    'inARow',
    'percent',
    'pause',
    'errorShare',
    'latencyTimes',
  ],
];

/** The one that is meant by `Steps`, `step` or `in-a-row`. */
function nearest(key: string): string | null {
  const bare = (text: string): string => text.toLowerCase().replace(/[^a-z]/gu, '');
  const typed = bare(key);
  if (typed.length < 3) return null;
  const like = (one: string): boolean =>
    bare(one) === typed || bare(one).startsWith(typed) || typed.startsWith(bare(one));
  return knownNames.find(like) ?? null;
}

function bad(where: string, problems: readonly string[]): Result<never> {
  return fail({
    code: 'bad-input',
    message: problems.slice(0, mostProblems).join('; '),
    where,
    todo: 'Nothing was begun. `blockyard release --schema` prints what is understood.',
  });
}
