/** One look folded into what a release knows. */
import type { ReleaseMemory } from '../../../src-shared/release-schema.ts';
import { noProbes, type Facts } from './facts.ts';
import { countedOf, countedSince, withReleaseLook } from './release-facts.ts';
import { askedAnew, opinionTogether, opinionTrouble, sharedSince } from './release-opinion.ts';
import { sceneOf, type ReleaseInput } from './release-scene.ts';
import { troubleOf } from './release-trouble.ts';
import { verifySwitch } from '../verify-switch.ts';

export type ReleaseSeen = Pick<Facts, 'release' | 'probes'>;

export function releaseOf({ release, probes }: Facts): ReleaseSeen {
  return { release, probes };
}

/** What a yard kept may be older than what we know by now, or tell what one before us did. */
function together(known: ReleaseMemory, kept: ReleaseMemory): ReleaseMemory {
  const isNewer = kept.sent > known.sent || (known.revision === null && kept.revision !== null);
  return {
    baseline:
      known.baseline !== null && !isNewer ? known.baseline : (kept.baseline ?? known.baseline),
    sent: Math.max(known.sent, kept.sent),
    revision: isNewer ? kept.revision : known.revision,
    bakedMs: Math.max(known.bakedMs, kept.bakedMs),
    ...opinionTogether(known, kept),
  };
}

/** Call it once per observation. */
export function releaseSeen(input: ReleaseInput): ReleaseSeen {
  const { fleet, intent, facts, nowMs, limits, revisions } = input;
  const known = facts.release.memory;
  const kept = fleet.rollout?.id === input.rollout ? fleet.rollout.memory : undefined;
  // After a takeover the yard remembers more than we do.
  const learned = kept === undefined ? known : together(known, kept);
  const before = { ...facts.release, memory: learned };
  const isOld =
    revisions === 'rising' && learned.revision !== null && fleet.split.revision < learned.revision;
  // What is older than our own write tells nothing of it.
  if (isOld) return { release: { ...before, bakedAtMs: null }, probes: facts.probes };
  const scene = sceneOf({ ...input, facts: { ...facts, release: before } });
  const { at, shares, candidate } = scene;
  const isNewShare = at !== null && at >= 0 && at !== before.share?.at;
  const probes = isNewShare ? noProbes : facts.probes;
  const last = shares.length - 1;
  const judged = { ...input, facts: { ...facts, probes } };
  const isVerified = at === last && verifySwitch(judged, candidate).kind !== 'not-yet';
  const share = before.share?.at === at ? before.share : null;
  const counted = countedSince(share?.counted ?? null, countedOf(fleet, candidate));
  const trouble =
    troubleOf(fleet, intent, scene, { memory: learned, probes, counted }) ??
    opinionTrouble(before.opinion, at);
  const look = { fleet, intent, at, last, trouble, isVerified, nowMs, limits };
  const release = withReleaseLook(before, look);
  if (at === null || at < 0) return { release, probes };
  const memory = { ...release.memory, ...sharedSince(release.memory, look) };
  const isFirst = release.memory.opinion?.sharedAtMs !== memory.opinion?.sharedAtMs;
  const opinion = isFirst ? askedAnew(release.opinion) : release.opinion;
  return { release: { ...release, memory, opinion }, probes };
}
