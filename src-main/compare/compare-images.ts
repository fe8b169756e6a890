/**
 * Two images, fact by fact, as an operator asks at night: what is different, and can it hurt? `a` is
 * what serves, `b` what would come. Pure; texts from images are made plain.
 */
import { bytesText } from '../../src-shared/bytes-text.ts';
import type { FolderImage, Image } from '../../src-shared/image.ts';
import { shownMasked } from '../../src-shared/masked-text.ts';
import type { Comparison } from '../../src-shared/plan.ts';
import { plain } from '../../src-shared/wording.ts';
import { bytesWithChange, countWithChange } from './amounts.ts';
import { isOlderText, isOlderTime, timeText } from './ages.ts';
import { amiFacts, amiGaps } from './compare-amis.ts';
import { orderRows, rowOf, type Fact } from './fact.ts';

/** @param nowMs epoch milliseconds, for dates that have passed. */
export function compareImages(a: Image, b: Image, nowMs: number): Comparison {
  return {
    a: imageTitle(a),
    b: imageTitle(b),
    rows: orderRows(imageFacts(a, b, nowMs).map(rowOf)),
    texts: [],
    missing: imageGaps(a, b),
  };
}

export function imageFacts(a: Image, b: Image, nowMs: number): Fact[] {
  if (a.kind === 'ami' && b.kind === 'ami') return amiFacts(a, b, nowMs);
  return [...commonFacts(a, b), ...(a.kind === 'ami' || b.kind === 'ami' ? [] : folderFacts(a, b))];
}

export function imageGaps(a: Image, b: Image): string[] {
  if (a.kind === 'ami' && b.kind === 'ami') return amiGaps(a, b);
  const isMixed = (a.kind === 'ami') !== (b.kind === 'ami');
  return isMixed ? ['A folder and an AMI have few facts in common: only those are compared.'] : [];
}

/** What every kind of image has. */
function commonFacts(a: Image, b: Image): Fact[] {
  return [
    { fact: 'Version', a: a.version, b: b.version },
    { fact: 'Content', a: a.id, b: b.id, danger: contentDanger(a, b) },
    { fact: 'Name', a: a.name, b: b.name, danger: 'Another product under the same entry.' },
    {
      fact: 'Build time',
      a: timeText(a.facts.builtAt),
      b: timeText(b.facts.builtAt),
      danger: isOlderTime(b.facts.builtAt, a.facts.builtAt)
        ? 'Built earlier than the other: a step back in time.'
        : null,
    },
    { fact: 'Commit', a: a.facts.commit ?? null, b: b.facts.commit ?? null },
    {
      fact: 'Base',
      a: a.facts.base ?? null,
      b: b.facts.base ?? null,
      danger: isOlderText(b.facts.base, a.facts.base)
        ? 'An older base: fixes of the newer one are missing.'
        : null,
    },
    { fact: 'Build recipe', a: a.facts.recipe ?? null, b: b.facts.recipe ?? null },
  ];
}

function folderFacts(a: FolderImage, b: FolderImage): Fact[] {
  return [
    {
      fact: 'Start',
      a: startText(a),
      b: startText(b),
      danger:
        a.start.kind === b.start.kind
          ? null
          : 'It is started in another way: its runtime is not the one that was proven so far.',
    },
    {
      fact: 'Health path',
      a: a.healthPath,
      b: b.healthPath,
      danger: 'Another page decides whether a block may serve.',
    },
    {
      fact: 'Port variable',
      a: a.portVariable,
      b: b.portVariable,
      danger: 'The server learns its port in another way.',
    },
    {
      fact: 'Number of files',
      a: String(a.fileCount),
      b: countWithChange(a.fileCount, b.fileCount),
    },
    {
      fact: 'Size',
      a: bytesText(a.bytes),
      b: bytesWithChange(a.bytes, b.bytes),
      danger: isShrunk(a.bytes, b.bytes)
        ? 'Less than half the size: something may be missing.'
        : null,
    },
  ];
}

function contentDanger(a: Image, b: Image): string | null {
  const isSameName = a.name === b.name && a.version === b.version;
  return isSameName ? 'The same name and version with different content.' : null;
}

function isShrunk(before: number, now: number): boolean {
  return before > 0 && now < before / 2;
}

function startText({ start }: FolderImage): string {
  return start.kind === 'node' ? `node ${start.entry}` : start.command.join(' ');
}

export function imageTitle(image: Image): string {
  return [image.name, image.version]
    .map((text) => plain(shownMasked(text), 80))
    .join(' ')
    .trimEnd();
}
