/** Findings as something to hand on: what they are of, what was found, and the pictures that are still there. */
import { basename } from 'node:path';
import type { PictureKind } from '../../../src-shared/appearance-bounds.ts';
import type { RecordedAudit } from '../../../src-shared/audit.ts';
import { acceptedFindingsText } from '../../../src-shared/findings.ts';
import type { Compared, Finding } from '../../../src-shared/findings-schema.ts';
import { utcText } from '../../../src-shared/utc-text.ts';
import { ownerText, plain } from '../../../src-shared/wording.ts';

export type PaperFormat = 'markdown' | 'html';

export interface FindingsPaper {
  readonly title: string;
  readonly facts: readonly { readonly name: string; readonly value: string }[];
  readonly compared: Compared;
  /** By `pictureKey`. */
  readonly pictures: ReadonlyMap<string, PagePictures>;
  /** `Blockyard 0.1.0` */
  readonly writtenBy: string;
  /** Epoch milliseconds. */
  readonly writtenAtMs: number;
}

/** As addresses that hold the whole picture. */
export type PagePictures = Readonly<Partial<Record<PictureKind, string>>>;

export interface PaperGround {
  readonly yardName: string;
  /** Of this program. */
  readonly version: string;
  readonly nowMs: number;
  /** @throws when it is not there any more; null: none can be read here. */
  readonly readPicture:
    ((run: string, shot: number, kind: PictureKind) => Promise<Uint8Array>) | null;
}

/** Of all pictures together: a file that is mailed. */
const mostPictureBytes = 6 * 1024 * 1024;
const pictureKinds: readonly PictureKind[] = ['a', 'b', 'difference'];

export function pictureKey({ run, shot }: NonNullable<Finding['picture']>): string {
  return `${run}/${String(shot)}`;
}

/** @param head what it is of. */
export async function findingsPaper(
  compared: Compared,
  head: Pick<FindingsPaper, 'title' | 'facts'>,
  { yardName, version, nowMs, readPicture }: PaperGround,
): Promise<FindingsPaper> {
  const listed = compared.kind === 'found' ? compared.findings.listed : [];
  const facts = [{ name: 'Yard', value: plain(yardName, 80) }, ...head.facts];
  const pictures = await picturesOf(listed, readPicture);
  const writtenBy = `Blockyard ${version}`;
  return { title: head.title, facts, compared, pictures, writtenBy, writtenAtMs: nowMs };
}

/** Null: this record says nothing of a comparison. */
export async function paperOfRecord(
  { audit, file, trouble }: RecordedAudit,
  ground: PaperGround,
): Promise<FindingsPaper | null> {
  const { compared, label, fleet, rollout, pressedAtMs, owner, told, intent } = audit;
  if (compared === undefined) return null;
  const isStrict = intent.kind === 'release' && intent.terms.findings === 'strict';
  const accepted = told.flatMap(({ atMs, by, accepted: given }) =>
    given === undefined
      ? []
      : [
          {
            name: 'Accepted',
            value: `${acceptedFindingsText({ ...given, by })}, ${utcText(atMs)}`,
          },
        ],
  );
  const facts = [
    { name: 'Fleet', value: plain(fleet, 120) },
    { name: 'Change', value: plain(label, 300) },
    { name: 'Rollout', value: plain(rollout, 80) },
    { name: 'Pressed', value: `${utcText(pressedAtMs)} by ${ownerText(owner)}` },
    { name: 'Compared', value: utcText(compared.atMs) },
    ...(isStrict
      ? [{ name: 'Required', value: 'No traffic before a person has accepted this' }]
      : []),
    ...accepted,
    ...(isStrict && accepted.length === 0
      ? [{ name: 'Accepted', value: 'By nobody, as far as this record says' }]
      : []),
    ...(trouble === null ? [] : [{ name: 'Not all of it', value: plain(trouble, 400) }]),
    { name: 'Source', value: plain(basename(file), 120) },
  ];
  const title = `Findings: ${plain(label, 200)}`;
  return findingsPaper(compared.outcome, { title, facts }, ground);
}

async function picturesOf(
  listed: readonly Finding[],
  readPicture: PaperGround['readPicture'],
): Promise<ReadonlyMap<string, PagePictures>> {
  const pictures = new Map<string, PagePictures>();
  let left = mostPictureBytes;
  for (const { picture } of listed) {
    if (picture === undefined || readPicture === null || pictures.has(pictureKey(picture)))
      continue;
    const found: Partial<Record<PictureKind, string>> = {};
    for (const kind of pictureKinds) {
      const bytes = await readPicture(picture.run, picture.shot, kind).catch(() => null);
      if (bytes === null || bytes.length > left || !isPng(bytes)) continue;
      left -= bytes.length;
      found[kind] = `data:image/png;base64,${Buffer.from(bytes).toString('base64')}`;
    }
    if (Object.keys(found).length > 0) pictures.set(pictureKey(picture), found);
  }
  return pictures;
}

const pngStart = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

function isPng(bytes: Uint8Array): boolean {
  return pngStart.every((byte, at) => bytes[at] === byte);
}

/** `findings-storefront-20261123-140213.html`, whatever it is of. */
export function paperName(about: string, nowMs: number, format: PaperFormat): string {
  const name = about.replace(/[^A-Za-z0-9._-]+/gu, '-').slice(0, 60);
  const at = new Date(nowMs);
  const time = Number.isNaN(at.getTime())
    ? 'no-time'
    : at.toISOString().slice(0, 19).replace(/[-:]/gu, '').replace('T', '-');
  return `findings-${name}-${time}.${format === 'html' ? 'html' : 'md'}`;
}
