/**
 * From comparisons to findings that fit into a record: bounded, masked, plain, and with a mark that names them. Pure.
 * The mark is of facts and texts alone: those every panel can compare for itself, so that what a person has read here
 * is what somebody else's engine waits for; files and pages are there where somebody has compared them.
 */
import { createHash } from 'node:crypto';
import { longestValue, mostFindings, mostUncompared } from '../../../src-shared/findings-bounds.ts';
import type { Finding, Findings } from '../../../src-shared/findings-schema.ts';
import { shownMasked } from '../../../src-shared/masked-text.ts';
import type { Comparison } from '../../../src-shared/plan.ts';
import { plain } from '../../../src-shared/wording.ts';
import { maskSecrets } from '../../masking/mask-secrets.ts';
import { factFindings } from './fact-findings.ts';
import type { Gathered } from './gathered.ts';

/** @param besides of the same two sides: contents, appearance. */
export function distil(comparison: Comparison, besides: readonly Gathered[]): Findings {
  const facts = factFindings(comparison);
  const hasFiles = besides.some(({ areas }) => areas.includes('files'));
  // Told by the files one by one: what is made of all of them says nothing more.
  const told = hasFiles ? facts.findings.filter((one) => !isOfAllFiles(one)) : facts.findings;
  const all = [...told, ...besides.flatMap(({ findings }) => findings)];
  const unlisted = besides.reduce((sum, one) => sum + one.unlisted, 0);
  const missing = [...facts.missing, ...besides.flatMap((one) => one.missing)];
  const worth = all.filter(({ why }) => why !== null);
  const ordered = [...worth, ...all.filter(({ why }) => why === null)];
  return {
    a: plain(comparison.a, longestValue),
    b: plain(comparison.b, longestValue),
    mark: markOf(facts),
    total: all.length + unlisted,
    worthALook: worth.length,
    listed: ordered.slice(0, mostFindings).map(safe),
    areas: [...new Set([facts, ...besides].flatMap(({ areas }) => areas))],
    missing: missing.slice(0, mostUncompared).map((one) => plain(one, longestValue * 2)),
    moreMissing: Math.max(0, missing.length - mostUncompared),
  };
}

const ofAllFiles: ReadonlySet<string> = new Set(['Content', 'Number of files', 'Size']);

function isOfAllFiles({ area, subject, why }: Finding): boolean {
  return area === 'facts' && why === null && ofAllFiles.has(subject);
}

function markOf({ findings, missing }: Gathered): string {
  const read = findings.map(({ area, subject, before, after }) => [area, subject, before, after]);
  const text = JSON.stringify([read, missing]);
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

/** What comes from a yard is masked there; a page or a header is nobody's to vouch for. */
function safe(finding: Finding): Finding {
  const { before, after, subject, why } = finding;
  return {
    ...finding,
    subject: readable(subject),
    before: before === null ? null : readable(before),
    after: after === null ? null : readable(after),
    why: why === null ? null : plain(why, longestValue),
  };
}

function readable(text: string): string {
  return plain(
    maskSecrets(shownMasked(text), () => '\u2022\u2022\u2022\u2022'),
    longestValue,
  );
}
