/** What the candidate does worse than it may, by what the entry counts and by its health. Pure. */
import type { Fleet } from '../../../src-shared/fleet.ts';
import { neededHealthy } from '../../../src-shared/guards.ts';
import { leastErrors, slownessLasts, tellingAnswers } from '../../../src-shared/guard-figures.ts';
import type { ReleaseIntent } from '../../../src-shared/release.ts';
import type { ReleaseMemory } from '../../../src-shared/release-schema.ts';
import { healthyCount } from '../../../src-shared/roles.ts';
import { percent } from '../../../src-shared/wording.ts';
import type { Facts } from './facts.ts';
import { trafficOf } from '../live-traffic.ts';
import type { Counted, Trouble } from './release-facts.ts';
import type { ReleaseScene } from './release-scene.ts';

/** A difference below this is the noise of the computer, whatever it is in multiples. */
const leastMs = 100;
const badProbes = 3;

export interface TroubleGround {
  readonly memory: ReleaseMemory;
  readonly probes: Facts['probes'];
  /** Since the present share began; null before the next look. */
  readonly counted: Counted | null;
}

export function troubleOf(
  fleet: Fleet,
  intent: ReleaseIntent,
  scene: Pick<ReleaseScene, 'candidate' | 'generation' | 'label' | 'shares' | 'at'>,
  { memory, probes, counted }: TroubleGround,
): Trouble | null {
  const { shares, at } = scene;
  if (at === null || at < 0) return null;
  const isAll = at === shares.length - 1;
  return (
    healthTrouble(fleet, scene, shares[at] ?? 100) ??
    errorTrouble(fleet, intent, scene, memory, counted) ??
    (isAll && probes.badInARow >= badProbes
      ? lasting(`${badProbes} requests in a row went wrong: ${probes.wrong ?? ''}`)
      : null) ??
    slownessTrouble(fleet, intent, scene, memory)
  );
}

function lasting(because: string): Trouble {
  return { because, needsMs: null };
}

/** Over the newest 2 s for what breaks at once, and since the share began for what leaks. */
function errorTrouble(
  fleet: Fleet,
  { terms: { guards } }: ReleaseIntent,
  { candidate, label }: Pick<ReleaseScene, 'candidate' | 'label'>,
  { baseline }: ReleaseMemory,
  counted: Counted | null,
): Trouble | null {
  const traffic = trafficOf(fleet, candidate);
  if (!fleet.traffic.isCounted || traffic === undefined) return null;
  const usual = baseline?.errorShare ?? null;
  const allowed = Math.min(1, (usual ?? 0) + guards.errorShare);
  const { lostPerSecond } = fleet.traffic;
  const newest = {
    requests: 2 * (traffic.requestsPerSecond + lostPerSecond),
    errors: 2 * (traffic.errorsPerSecond + lostPerSecond),
  };
  const bad = [newest, counted].find((one) => one !== null && isMoreThan(one, allowed));
  if (bad === undefined || bad === null) return null;
  const before = usual === null ? 'not known' : percent(usual);
  return lasting(
    `${label} answers ${percent(bad.errors / bad.requests)} of the requests with an error (before: ${before}; ${percent(guards.errorShare)} more are allowed)`,
  );
}

/** By three standard deviations: with few answers one error is a large share of them, and chance. */
function isMoreThan({ requests, errors }: Counted, allowed: number): boolean {
  const expected = requests * allowed;
  return errors >= leastErrors && errors > expected + 3 * Math.sqrt(expected);
}

/** Percentiles look back over `windowMs`, so that one bad second is seen in each of its looks. */
function slownessTrouble(
  fleet: Fleet,
  { terms: { guards } }: ReleaseIntent,
  { candidate, label }: Pick<ReleaseScene, 'candidate' | 'label'>,
  { baseline }: ReleaseMemory,
): Trouble | null {
  const traffic = trafficOf(fleet, candidate);
  if (!fleet.traffic.isCounted || traffic === undefined) return null;
  const { requestsPerSecond, p95Ms, responsesSinceSplit } = traffic;
  const { windowMs } = fleet.traffic;
  const usualMs = baseline?.p95Ms ?? null;
  const answers = Math.min(responsesSinceSplit, (requestsPerSecond * windowMs) / 1000);
  if (usualMs === null || p95Ms === null || answers < tellingAnswers) return null;
  const allowedMs = Math.max(usualMs * guards.latencyTimes, usualMs + leastMs);
  if (p95Ms <= allowedMs) return null;
  const because = `one in 20 answers of ${label} takes ${Math.round(p95Ms)} ms or longer (before: ${Math.round(usualMs)} ms; ${Math.round(allowedMs)} ms are allowed)`;
  return { because, needsMs: slownessLasts * windowMs };
}

function healthTrouble(
  fleet: Fleet,
  { generation, label }: Pick<ReleaseScene, 'generation' | 'label'>,
  share: number,
): Trouble | null {
  // A read that does not show it is no evidence against it.
  if (generation === undefined) return null;
  const healthy = healthyCount(generation);
  const needed = neededHealthy(fleet, share);
  if (healthy >= needed) return null;
  return lasting(
    `${healthy} of ${generation.size} blocks of ${label} are healthy; for its share of the traffic ${needed} are needed`,
  );
}
