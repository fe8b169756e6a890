/**
 * Reads one record as it stands, for people. Nothing is repaired or written: another one may be writing
 * to it right now, in this process or in the next.
 */
import { join } from 'node:path';
import type { RecordedAudit } from '../../src-shared/audit.ts';
import type { RolloutId } from '../../src-shared/ids.ts';
import { fail, faultOf, succeed, type Result } from '../../src-shared/result.ts';
import { plain } from '../../src-shared/wording.ts';
import { readRegularFile } from '../storage/regular-file.ts';
import { auditOf } from './audit-of.ts';
import { largestBytes, recordNames, rolloutOf } from './record-names.ts';
import { recover, type Recovery } from './recover.ts';

/** A line that was half there may be whole now. */
const writingMs = 50;

/** What is good of it, with a sentence where that is not all. Fault `not-found`: there is none here. */
export async function readRecord(
  folder: string,
  rollout: RolloutId,
): Promise<Result<RecordedAudit>> {
  try {
    const names = (await recordNames(folder)).filter((name) => rolloutOf(name) === rollout);
    let unreadable: string | null = null;
    // One that was torn in its first line says nothing, and its rollout got another one.
    for (const name of names.reverse()) {
      const file = join(folder, name);
      const { entries, trouble } = await readWhole(file, rollout);
      const audit = auditOf(entries);
      if (audit !== null) return succeed({ audit, file, trouble });
      unreadable ??= file;
    }
    return unreadable === null ? notFound() : unreadableFault(unreadable);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return notFound();
    const detail = plain(faultOf(error).message);
    const message = `The record of this change cannot be read: ${detail}`;
    return fail({ code: 'damaged', message, where: folder });
  }
}

function notFound(): Result<never> {
  return fail({
    code: 'not-found',
    message: 'There is no record of this change on this computer.',
    todo: 'Look on the computer where it was pressed: each panel keeps its own records.',
  });
}

function unreadableFault(where: string): Result<never> {
  const message = 'Nothing of this record can be read: it is damaged from its first line on.';
  return fail({ code: 'damaged', message, where });
}

interface ReadLines {
  readonly entries: Recovery['entries'];
  readonly trouble: string | null;
}

async function readWhole(file: string, rollout: RolloutId): Promise<ReadLines> {
  let recovery = recover(rollout, await readStart(file));
  if (recovery.state.kind === 'torn-tail') {
    await new Promise((resolve) => setTimeout(resolve, writingMs));
    recovery = recover(rollout, await readStart(file));
  }
  return { entries: recovery.entries, trouble: troubleOf(recovery) };
}

/** No more than any real record has. */
async function readStart(path: string): Promise<Uint8Array> {
  return (await readRegularFile(path, largestBytes)).bytes;
}

function troubleOf({ state, entries }: Recovery): string | null {
  const shown = `What is shown are the ${String(entries.length)} lines before it.`;
  switch (state.kind) {
    case 'whole':
      return null;
    case 'torn-tail':
      return `The last line of this record is not finished: whoever wrote it ended in the middle of it. ${shown}`;
    case 'damaged':
      return `This record is damaged at line ${String(state.line)}: ${state.because}. ${shown}`;
    case 'newer':
      return `This record goes on in the format of a newer Blockyard (${String(state.version)}). ${shown}`;
  }
}
