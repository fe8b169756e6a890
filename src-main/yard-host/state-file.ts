/**
 * The host's state on disk: one header line with a checksum over schema number and body, then the body.
 * Written atomically, the copy before it kept. A file that does not check is put aside, never deleted.
 */
import { createHash } from 'node:crypto';
import { link, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { putFileAtomically, type PutFile } from '../storage/atomic-file.ts';
import { hostStateSchema, STATE_SCHEMA, type HostState } from './state-schema.ts';

const headerSchema = z.object({
  blockyard: z.literal('yard-host-state'),
  schema: z.number().int().positive(),
  bytes: z.number().int().nonnegative(),
  sha256: z.string(),
});

export type FoundState =
  | { readonly kind: 'whole'; readonly state: HostState }
  | { readonly kind: 'missing' }
  | { readonly kind: 'damaged'; readonly reason: string }
  /** Written by a newer version; must not be touched. */
  | { readonly kind: 'newer'; readonly schema: number };

const lineFeed = 0x0a;
export const stateFileName = 'state.json';
export const previousFileName = 'state.previous.json';

export function encodeState(state: HostState, schema = STATE_SCHEMA): string {
  const body = JSON.stringify(state);
  const bytes = Buffer.from(body);
  const header = {
    blockyard: 'yard-host-state',
    schema,
    bytes: bytes.length,
    sha256: checksum(schema, bytes),
  };
  return `${JSON.stringify(header)}\n${body}\n`;
}

export function decodeState(content: Buffer): FoundState {
  const cut = content.indexOf(lineFeed);
  if (cut === -1) return { kind: 'damaged', reason: 'it has no whole first line' };
  const header = headerSchema.safeParse(parseJson(content.subarray(0, cut).toString('utf8')));
  if (!header.success) return { kind: 'damaged', reason: 'its first line cannot be read' };
  // Bytes, not text: decoding would turn damaged bytes into replacement characters before the check.
  const body = content.subarray(cut + 1, -1);
  const { schema, bytes, sha256 } = header.data;
  if (content.at(-1) !== lineFeed || body.length !== bytes) {
    return { kind: 'damaged', reason: `it should hold ${String(bytes)} bytes and does not` };
  }
  if (checksum(schema, body) !== sha256) {
    return { kind: 'damaged', reason: 'its content does not match its checksum' };
  }
  if (schema > STATE_SCHEMA) return { kind: 'newer', schema };
  const state = hostStateSchema.safeParse(parseJson(body.toString('utf8')));
  if (!state.success) {
    const issue = state.error.issues[0];
    return {
      kind: 'damaged',
      reason: `${issue?.path.map(String).join('.') ?? 'it'}: ${issue?.message ?? 'cannot be read'}`,
    };
  }
  return { kind: 'whole', state: state.data };
}

export async function readStateFile(path: string): Promise<FoundState> {
  let content: Buffer;
  try {
    // Reading a pipe or a device waits for ever.
    if (!(await stat(path)).isFile()) return { kind: 'damaged', reason: 'it is no plain file' };
    content = await readFile(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { kind: 'missing' };
    return { kind: 'damaged', reason: String(error) };
  }
  return decodeState(content);
}

/**
 * Replaces the state and keeps the one before beside it.
 * @returns when it is in its place, safe against a crash; `synced` against a power cut.
 * @throws the system's error; what was there before is then untouched.
 */
export async function writeStateFile(dataFolder: string, state: HostState): Promise<PutFile> {
  const path = join(dataFolder, stateFileName);
  const previous = join(dataFolder, previousFileName);
  const linked = `${previous}.tmp`;
  // Linked first and named last: until the new state is in its place, the copy before stays what it was.
  // Both names on one file would be one copy, and one bad sector the end of both.
  return putFileAtomically(path, encodeState(state), {
    before: () => unlessMissing(linkAfresh(path, linked)),
    after: () => unlessMissing(rename(linked, previous)),
  });
}

async function linkAfresh(path: string, linked: string): Promise<void> {
  try {
    await link(path, linked);
  } catch (error) {
    // Left by a crash between the two steps.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    await rm(linked, { force: true });
    await link(path, linked);
  }
}

/** There is no state yet: nothing is kept. */
async function unlessMissing(step: Promise<void>): Promise<void> {
  try {
    await step;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}

/** @returns the name it has now, or null when it could not be moved. */
export async function putAside(path: string, nowMs: number): Promise<string | null> {
  const aside = `${path}.damaged-${String(nowMs)}`;
  try {
    await rename(path, aside);
    return aside;
  } catch {
    return null;
  }
}

function checksum(schema: number, body: Buffer): string {
  return createHash('sha256')
    .update(`${String(schema)}\n`)
    .update(body)
    .digest('hex');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
