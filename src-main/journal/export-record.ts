/** A record as a file of its own, for those who audit: everything that the window shows of it, and nothing else. */
import { basename } from 'node:path';
import type { RecordedAudit } from '../../src-shared/audit.ts';
import type { YardSummary } from '../../src-shared/panel.ts';
import { fail, succeed, type Result } from '../../src-shared/result.ts';
import { plain } from '../../src-shared/wording.ts';
import { writeFileAtomically } from '../storage/atomic-file.ts';

/** Of what the file says; a reader looks at it first. */
const exportVersion = 1;

export interface ExportGround {
  readonly yard: Pick<YardSummary, 'id' | 'name' | 'kind' | 'detail'>;
  /** Of this program. */
  readonly version: string;
  readonly nowMs: number;
}

export function exportText(
  { audit, file, trouble }: RecordedAudit,
  { yard, version, nowMs }: ExportGround,
): string {
  const { id, name, kind, detail } = yard;
  const said = {
    format: 'blockyard rollout record',
    version: exportVersion,
    times: 'epoch milliseconds of the computer that wrote the record',
    writtenBy: `Blockyard ${version}`,
    writtenAtMs: nowMs,
    yard: { id, name, kind, detail },
    // The folder is a matter of this computer.
    source: basename(file),
    trouble,
    record: audit,
  };
  return `${JSON.stringify(said, null, 2)}\n`;
}

/** `storefront-cut-over-20261123-140213.json`, whatever the fleet is called. */
export function exportName({ audit: { fleet, intent, pressedAtMs } }: RecordedAudit): string {
  const name = fleet.replace(/[^A-Za-z0-9._-]+/gu, '-').slice(0, 60);
  const at = new Date(pressedAtMs);
  const time = Number.isNaN(at.getTime())
    ? 'no-time'
    : at.toISOString().slice(0, 19).replace(/[-:]/gu, '').replace('T', '-');
  return `${name}-${intent.kind}-${time}.json`;
}

export async function writeExport(path: string, text: string): Promise<Result<null>> {
  try {
    await writeFileAtomically(path, text);
    return succeed(null);
  } catch (error) {
    const detail = error instanceof Error ? plain(error.message) : 'unknown reason';
    return fail({
      code: 'bad-input',
      message: `The file cannot be written: ${detail}`,
      where: path,
      todo: 'Choose another place.',
    });
  }
}
