/** What others say of an AMI: scanners, whoever approves images, AWS's own lists. Pure. */
import type { Ami, AmiScan } from '../../src-shared/ami.ts';
import { timeText } from './ages.ts';
import type { Fact } from './fact.ts';

export function trustFacts(a: Ami, b: Ami): Fact[] {
  return [
    {
      fact: 'Findings of Amazon Inspector',
      a: findingsText(a.scan),
      b: findingsText(b.scan),
      danger: isWorse(a.scan, b.scan) ? 'It has worse weaknesses than the running one.' : null,
    },
    {
      fact: 'Fixes known',
      a: fixesText(a.scan),
      b: fixesText(b.scan),
    },
    {
      fact: 'Last scan',
      a: timeText(a.scan?.scannedAt ?? undefined),
      b: timeText(b.scan?.scannedAt ?? undefined),
    },
    {
      fact: 'Watermarks',
      a: listText(a.watermarks),
      b: listText(b.watermarks),
      danger: a.watermarks.some((mark) => !b.watermarks.includes(mark))
        ? 'A mark of the running one is missing: whoever puts it there has not approved this one.'
        : null,
    },
    { fact: 'Public parameter', a: a.publicParameter, b: b.publicParameter },
    {
      fact: 'Instance types that fit',
      a: listText(a.supportedTypes),
      b: listText(b.supportedTypes),
      danger:
        b.supportedTypes.length === 0
          ? null
          : 'It names the types that it fits: the one in use may not be among them.',
    },
    {
      fact: 'Instance types that do not fit',
      a: listText(a.unsupportedTypes),
      b: listText(b.unsupportedTypes),
      danger: b.unsupportedTypes.some((type) => !a.unsupportedTypes.includes(type))
        ? 'It names types that do not fit: the one in use may be among them.'
        : null,
    },
  ];
}

const severities = ['informational', 'low', 'medium', 'high', 'critical'];

function findingsText(scan: AmiScan | null): string | null {
  if (scan === null) return null;
  return scan.highestSeverity === null ? 'none' : `${scan.highestSeverity} at the worst`;
}

/** One that was never scanned counts as clean: what is known of the other is worse. */
function isWorse(a: AmiScan | null, b: AmiScan | null): boolean {
  const rank = (scan: AmiScan | null): number => severities.indexOf(scan?.highestSeverity ?? '');
  return rank(b) > rank(a);
}

function fixesText(scan: AmiScan | null): string | null {
  const texts = (scan?.fixableSince ?? []).map(
    ({ severity, since }) => `${severity} since ${timeText(since) ?? since}`,
  );
  return listText(texts);
}

function listText(items: readonly string[]): string | null {
  return items.length === 0 ? null : items.join(', ');
}
