/**
 * What tags of an image tell about its making. Everybody calls these things differently, so keys are
 * looked up in a table, whatever their case and separators: `Base_AMI_ID`, `base-ami-id`, `baseAmiId`.
 * Sources: public Packer templates, the documentation of Packer, Netflix's `appversion`.
 */
import type { BuildFacts } from './image.ts';

export interface Tag {
  readonly key: string;
  readonly value: string;
}

export interface BuildTags {
  readonly baseId?: string;
  readonly baseName?: string;
  readonly commit?: string;
  /** ISO 8601, UTC, where the text is a time; else the text. */
  readonly builtAt?: string;
  readonly buildUrl?: string;
  readonly appVersion?: string;
  readonly builder?: string;
}

/** The first alias that is there wins; the others stay rows of their own. */
const aliases: Readonly<Record<keyof BuildTags, readonly string[]>> = {
  baseId: [
    ...['baseamiid', 'baseami', 'sourceamiid', 'sourceami', 'parentamiid', 'parentami'],
    ...['baseimageid', 'sourceimageid', 'fromami', 'baseimage'],
  ],
  baseName: [
    ...[
      'baseaminame',
      'sourceaminame',
      'parentaminame',
      'baseimagename',
      'sourceimagename',
      'baseos',
    ],
  ],
  commit: [
    ...[
      'commit',
      'gitcommit',
      'commitsha',
      'gitsha',
      'commitid',
      'gitcommitid',
      'githash',
      'revision',
    ],
    ...['gitrevision', 'vcsref', 'scmrevision', 'sha', 'headcommit', 'platformsha', 'buildersha'],
    ...['sourcefingerprint'],
  ],
  builtAt: [
    ...[
      'buildtime',
      'builtat',
      'builddate',
      'buildtimestamp',
      'created',
      'createdat',
      'creationdate',
    ],
    ...['creationtime', 'timestamp'],
  ],
  buildUrl: [
    ...[
      'buildurl',
      'buildlink',
      'pipelineurl',
      'ciurl',
      'joburl',
      'cijoburl',
      'runurl',
      'jenkinsurl',
    ],
  ],
  appVersion: [
    ...[
      'appversion',
      'applicationversion',
      'version',
      'releaseversion',
      'release',
      'softwareversion',
    ],
    ...['packageversion', 'imageversion'],
  ],
  builder: ['builtby', 'builder', 'createdby', 'buildtool', 'createdwith', 'provisioner'],
};

/** Ours and AWS's own: of no use for telling two images apart. */
export function isNoiseTag({ key }: Tag): boolean {
  return /^(?:aws|blockyard):/iu.test(key);
}

/** @returns what the tags tell, and the keys that were used for it. */
export function buildTags(tags: readonly Tag[]): {
  readonly told: BuildTags;
  readonly used: ReadonlySet<string>;
} {
  const used = new Set<string>();
  const keyed = tags.map((tag) => ({ tag, key: keyOf(tag) }));
  const find = (
    what: keyof BuildTags,
    fits: (value: string) => boolean = isSaid,
  ): string | undefined => {
    for (const alias of aliases[what]) {
      const tag = keyed.find(
        ({ tag: each, key }) => key === alias && !used.has(each.key) && fits(each.value),
      )?.tag;
      if (tag === undefined) continue;
      used.add(tag.key);
      return tag.value.trim();
    }
    return undefined;
  };
  const baseId = find('baseId', (value) => /^ami-[0-9a-f]{8,17}$/u.test(value.trim()));
  const baseName = find('baseName') ?? find('baseId');
  const saidVersion = find('appVersion');
  const netflix = netflixVersion(saidVersion ?? '');
  const commit = find('commit') ?? netflix?.commit;
  const builtAt = find('builtAt');
  const buildUrl = find('buildUrl') ?? netflix?.build;
  const appVersion = netflix?.version ?? saidVersion;
  const builder = find('builder');
  return {
    used,
    told: {
      ...(baseId === undefined ? {} : { baseId }),
      ...(baseName === undefined ? {} : { baseName }),
      ...(commit === undefined ? {} : { commit }),
      ...(builtAt === undefined ? {} : { builtAt: timeOf(builtAt) }),
      ...(buildUrl === undefined ? {} : { buildUrl }),
      ...(appVersion === undefined ? {} : { appVersion }),
      ...(builder === undefined ? {} : { builder }),
    },
  };
}

/** For the facts that every image has. @param createdAt of the image, when no tag says when it was built. */
export function buildFactsOf(tags: readonly Tag[], createdAt: string | null): BuildFacts {
  const { told } = buildTags(tags);
  const base = told.baseName ?? told.baseId;
  const builtAt = told.builtAt ?? createdAt ?? undefined;
  return {
    ...(told.commit === undefined ? {} : { commit: told.commit.slice(0, 200) }),
    ...(builtAt === undefined ? {} : { builtAt: builtAt.slice(0, 64) }),
    ...(base === undefined ? {} : { base: base.slice(0, 500) }),
    ...(told.builder === undefined ? {} : { recipe: told.builder.slice(0, 500) }),
  };
}

function isSaid(value: string): boolean {
  return value.trim() !== '';
}

/** `acme:Git-Commit` and `org.opencontainers.image.revision` by their last part. */
function keyOf({ key }: Tag): string {
  const last = key.split(/[:/]|\.(?=[A-Za-z])/u).at(-1) ?? key;
  return last.toLowerCase().replace(/[^a-z0-9]/gu, '');
}

/**
 * `storefront-1.4.0-9ca81f2.h42/STOREFRONT-build/42`: package, version, commit, build number, job, build.
 * Builds are numbers to be compared as numbers, which the tool that invented this did not do.
 */
function netflixVersion(text: string): { version: string; commit?: string; build?: string } | null {
  const match =
    /^[A-Za-z][\w.+-]{0,100}?-(?<version>\d[\w.~]{0,60}?)(?:-(?<commit>[0-9a-f]{5,40}))?(?:\.h(?<build>\d{1,9}))?(?:\/(?<job>[^/]{1,200})\/(?<number>\d{1,9}))?$/u.exec(
      text.slice(0, 500),
    );
  const { version, commit, build, job, number } = match?.groups ?? {};
  if (version === undefined || (commit === undefined && build === undefined && job === undefined)) {
    return null;
  }
  const said = job === undefined ? build : `${job} ${number ?? ''}`;
  return {
    version,
    ...(commit === undefined ? {} : { commit }),
    ...(said === undefined ? {} : { build: said }),
  };
}

/** Seconds or milliseconds since 1970, `20260309T101500Z`, or any ISO time, as ISO in UTC. */
function timeOf(text: string): string {
  const compact = /^(\d{4})(\d\d)(\d\d)T?(\d\d)(\d\d)(\d\d)Z?$/u.exec(text);
  const atMs = /^\d{10}$/u.test(text)
    ? Number(text) * 1000
    : /^\d{13}$/u.test(text)
      ? Number(text)
      : compact !== null
        ? Date.parse(compact.slice(1, 4).join('-') + 'T' + compact.slice(4).join(':') + 'Z')
        : /^\d{4}-\d\d-\d\d(?:[T ]|$)/u.test(text)
          ? Date.parse(text.replace(' UTC', 'Z'))
          : NaN;
  return Number.isNaN(atMs) ? text : new Date(atMs).toISOString();
}
