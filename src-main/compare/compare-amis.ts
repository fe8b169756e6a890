/**
 * Two AMIs, fact by fact: `a` is what serves and will be the way back, `b` what would come. Each danger
 * is one that was met in practice: the instance does not start, or starts as something else. Pure.
 */
import type { AmiImage } from '../../src-shared/image.ts';
import { buildTags, isNoiseTag, type BuildTags, type Tag } from '../../src-shared/tag-aliases.ts';
import { isOlderText, isOlderTime, timeText } from './ages.ts';
import { permissionFacts, startFacts } from './ami-start-facts.ts';
import { trustFacts } from './ami-trust-facts.ts';
import { blockDeviceFacts } from './block-device-facts.ts';
import type { Fact } from './fact.ts';
import { lineageOf, lineageText, lineText } from './lineage.ts';

/** @param nowMs epoch milliseconds, for dates that have passed. */
export function amiFacts(a: AmiImage, b: AmiImage, nowMs: number): Fact[] {
  const tagsA = buildTags(a.ami.tags);
  const tagsB = buildTags(b.ami.tags);
  return [
    ...identityFacts(a, b),
    ...makingFacts(a, b, tagsA.told, tagsB.told),
    ...startFacts(a.ami, b.ami),
    ...permissionFacts(a.ami, b.ami, nowMs),
    ...trustFacts(a.ami, b.ami),
    ...blockDeviceFacts(a.ami, b.ami),
    ...otherTags({ tags: a.ami.tags, used: tagsA.used }, { tags: b.ami.tags, used: tagsB.used }),
    {
      fact: 'Last launched',
      a: timeText(a.ami.lastLaunchedAt ?? undefined),
      b: timeText(b.ami.lastLaunchedAt ?? undefined),
    },
  ];
}

/** What could not be told, so that its silence does not pass for equality. */
export function amiGaps(a: AmiImage, b: AmiImage): string[] {
  return lineageOf(a, b).kind === 'unknown'
    ? [
        'Where the images come from is not known: neither AWS nor their tags name the parents of both.',
      ]
    : [];
}

function identityFacts(a: AmiImage, b: AmiImage): Fact[] {
  return [
    { fact: 'Image', a: a.id, b: b.id },
    { fact: 'Name', a: a.name, b: b.name },
    { fact: 'Description', a: a.ami.description, b: b.ami.description },
    {
      fact: 'State',
      a: a.ami.state,
      b: b.ami.state,
      alwaysDanger:
        b.ami.state === 'available' ? null : 'No instance can start from it in this state.',
    },
    {
      fact: 'Owner',
      a: a.ami.ownerId,
      b: b.ami.ownerId,
      danger: 'Somebody else made it, and may take it back.',
    },
    {
      fact: 'Region',
      a: a.ami.region,
      b: b.ami.region,
      danger: 'It lies in another region and cannot start here.',
    },
    {
      fact: 'Created',
      a: timeText(a.ami.createdAt ?? undefined),
      b: timeText(b.ami.createdAt ?? undefined),
      danger: isOlderTime(b.ami.createdAt ?? undefined, a.ami.createdAt ?? undefined)
        ? 'Older than the running one: a step back in time.'
        : null,
    },
  ];
}

function makingFacts(a: AmiImage, b: AmiImage, toldA: BuildTags, toldB: BuildTags): Fact[] {
  const lineage = lineageOf(a, b);
  const meeting = lineageText(lineage);
  const line = lineText(b);
  return [
    { fact: 'Version', a: toldA.appVersion ?? null, b: toldB.appVersion ?? null },
    { fact: 'Commit', a: toldA.commit ?? null, b: toldB.commit ?? null },
    {
      fact: 'Build time',
      a: timeText(toldA.builtAt),
      b: timeText(toldB.builtAt),
      danger: isOlderTime(toldB.builtAt, toldA.builtAt)
        ? 'Built earlier than the other: a step back in time.'
        : null,
    },
    { fact: 'Build', a: toldA.buildUrl ?? null, b: toldB.buildUrl ?? null },
    { fact: 'Builder', a: toldA.builder ?? null, b: toldB.builder ?? null },
    {
      fact: 'Base',
      a: toldA.baseName ?? null,
      b: toldB.baseName ?? null,
      danger: isOlderText(toldB.baseName, toldA.baseName)
        ? 'An older base: fixes of the newer one are missing.'
        : null,
    },
    { fact: 'Base image', a: toldA.baseId ?? null, b: toldB.baseId ?? null },
    {
      fact: 'Lineage',
      a: lineText(a),
      b:
        line !== null && meeting !== null && line !== lineText(a)
          ? `${line} (${meeting})`
          : (line ?? meeting),
      danger:
        lineage.kind === 'none' && !isSameFamily(toldA.baseName, toldB.baseName)
          ? 'No common ancestor: more than the release may differ.'
          : null,
    },
    { fact: 'Source region', a: a.ami.sourceImageRegion, b: b.ami.sourceImageRegion },
    { fact: 'Source instance', a: a.ami.sourceInstanceId, b: b.ami.sourceInstanceId },
  ];
}

/** Each monthly base image is a root of its own: names that differ in numbers only are one family. */
function isSameFamily(one: string | undefined, other: string | undefined): boolean {
  const words = (text: string): string => text.replace(/\d+/gu, '#');
  return one !== undefined && other !== undefined && words(one) === words(other);
}

/** A row each; our own and AWS's last. Used ones are told already, under the name of what they say. */
function otherTags(a: TagSide, b: TagSide): Fact[] {
  const left = restOf(a);
  const right = restOf(b);
  const keys = [...new Set([...left.keys(), ...right.keys()])].sort();
  const isNoise = (key: string): boolean => isNoiseTag({ key, value: '' });
  return [...keys.filter((key) => !isNoise(key)), ...keys.filter(isNoise)].map((key) => ({
    fact: `Tag ${key}`,
    a: left.get(key) ?? null,
    b: right.get(key) ?? null,
  }));
}

interface TagSide {
  readonly tags: readonly Tag[];
  readonly used: ReadonlySet<string>;
}

function restOf({ tags, used }: TagSide): ReadonlyMap<string, string> {
  return new Map(tags.filter(({ key }) => !used.has(key)).map(({ key, value }) => [key, value]));
}
