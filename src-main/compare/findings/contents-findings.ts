/** Of what two images consist of: one finding for each file and each package that differs. */
import { bytesText } from '../../../src-shared/bytes-text.ts';
import type {
  ContentsReport,
  FileRow,
  FileRows,
  PackageRow,
  PackageRows,
} from '../../../src-shared/contents.ts';
import { mostFindings } from '../../../src-shared/findings-bounds.ts';
import type { Finding } from '../../../src-shared/findings-schema.ts';
import { succeed, type Result } from '../../../src-shared/result.ts';
import type { DeskClient } from '../contents/desk-client.ts';
import type { Gathered } from './gathered.ts';

/** As many rows as are read: more would not be listed. */
const asked = { filter: '', from: 0, count: mostFindings };

/** @param desk where both images were read. */
export async function gatherContents(desk: Pick<DeskClient, 'ask'>): Promise<Result<Gathered>> {
  const [report, files, packages] = await Promise.all([
    desk.ask('report'),
    desk.ask('rows', { ...asked, change: null }),
    desk.ask('packageRows', asked),
  ]);
  if (!report.ok) return report;
  if (!files.ok) return files;
  if (!packages.ok) return packages;
  return succeed(contentsFindings(report.value, files.value, packages.value));
}

export function contentsFindings(
  { files: counted, packages: listed }: ContentsReport,
  files: FileRows,
  packages: PackageRows,
): Gathered {
  return {
    areas: [
      ...(counted === null ? [] : ['files' as const]),
      ...(listed.sources.some(({ problem }) => problem === null) ? ['packages' as const] : []),
    ],
    findings: [...files.rows.map(fileFinding), ...packages.rows.map(packageFinding)],
    unlisted: files.total - files.rows.length + packages.total - packages.rows.length,
    missing: [
      ...(counted === null ? ['The files: this yard does not give them away.'] : []),
      ...listed.missing,
    ],
  };
}

function fileFinding({ change, path, from, bytesA, bytesB, kind, note }: FileRow): Finding {
  const size = (bytes: number | null): string => (bytes === null ? kind : bytesText(bytes));
  const isMoved = change === 'moved';
  const before = change === 'added' ? null : isMoved ? (from ?? '') : size(bytesA);
  const isSameSize = change === 'changed' && bytesA !== null && bytesA === bytesB;
  const now = isSameSize && note === null ? 'the same size, other content' : size(bytesB);
  const told = [isMoved ? path : now, ...(note === null ? [] : [note])].join(', ');
  return {
    area: 'files',
    subject: path,
    before,
    after: change === 'removed' ? null : told,
    kind: isMoved ? 'changed' : change,
    why: null,
  };
}

function packageFinding({ ecosystem, name, a, b, change, isOlder }: PackageRow): Finding {
  const why = isOlder ? 'Older than before: fixes of the newer one are missing.' : null;
  const subject = `${ecosystem} ${name}`;
  return { area: 'packages', subject, before: a, after: b, kind: change, why };
}
