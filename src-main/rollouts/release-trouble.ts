/** What the candidate does worse than it may, by what the entry counts and by its health. Pure. */
import type { Fleet } from '../../src-shared/fleet.ts';
import type { ReleaseIntent } from '../../src-shared/release.ts';
import type { ReleaseMemory } from '../../src-shared/release-schema.ts';
import type { GenerationId } from '../../src-shared/ids.ts';
import { healthyCount } from '../../src-shared/roles.ts';
import { percent } from '../../src-shared/wording.ts';
import type { Facts } from './facts.ts';
import { trafficOf } from './live-traffic.ts';
import type { Trouble } from './release-facts.ts';
import type { ReleaseScene } from './release-scene.ts';

/** Fewer answers than this say nothing of a share. */
const tellingAnswers = 20;
/** A difference below this is the noise of the computer, whatever it is in multiples. */
const leastMs = 100;
const badProbes = 3;

export function troubleOf(
  fleet: Fleet,
  intent: ReleaseIntent,
  scene: Pick<ReleaseScene, 'candidate' | 'generation' | 'label' | 'shares' | 'at'>,
  memory: ReleaseMemory,
  probes: Facts['probes'],
): Trouble | null {
  const { candidate, label, shares, at } = scene;
  if (at === null || at < 0) return null;
  const isAll = at === shares.length - 1;
  return (
    healthTrouble(fleet, scene, shares[at] ?? 100) ??
    countedTrouble(fleet, intent, candidate, label, memory.baseline) ??
    (isAll && probes.badInARow >= badProbes
      ? { because: `${badProbes} requests in a row went wrong: ${probes.wrong ?? ''}` }
      : null)
  );
}

function countedTrouble(
  fleet: Fleet,
  { terms: { guards } }: ReleaseIntent,
  candidate: GenerationId,
  label: string,
  baseline: ReleaseMemory['baseline'],
): Trouble | null {
  const traffic = trafficOf(fleet, candidate);
  if (!fleet.traffic.isCounted || traffic === undefined) return null;
  const { requestsPerSecond, errorsPerSecond, p95Ms, responsesSinceSplit } = traffic;
  if (responsesSinceSplit < tellingAnswers || requestsPerSecond === 0) return null;
  const share = errorsPerSecond / requestsPerSecond;
  const usualShare = baseline?.errorShare ?? null;
  if (share > (usualShare ?? 0) + guards.errorShare) {
    const before = usualShare === null ? 'not known' : percent(usualShare);
    return {
      because: `${label} answers ${percent(share)} of the requests with an error (before: ${before}; ${percent(guards.errorShare)} more are allowed)`,
    };
  }
  const usualMs = baseline?.p95Ms ?? null;
  if (usualMs === null || p95Ms === null) return null;
  const allowedMs = Math.max(usualMs * guards.latencyTimes, usualMs + leastMs);
  if (p95Ms <= allowedMs) return null;
  return {
    because: `one in 20 answers of ${label} takes ${Math.round(p95Ms)} ms or longer (before: ${Math.round(usualMs)} ms; ${Math.round(allowedMs)} ms are allowed)`,
  };
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
  return {
    because: `${healthy} of ${generation.size} blocks of ${label} are healthy; for its share of the traffic ${needed} are needed`,
  };
}

/** Of the floor, as much as the share of the traffic is; never none. @param share in percent. */
export function neededHealthy({ floor }: Pick<Fleet, 'floor'>, share: number): number {
  return Math.max(1, Math.ceil((floor * share) / 100));
}
