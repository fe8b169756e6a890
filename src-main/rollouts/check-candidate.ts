import type { FleetId, RolloutId } from '../../src-shared/ids.ts';
import type { Clock } from '../clock/clock.ts';
import { within } from '../clock/within.ts';
import type { Yard } from '../yards/port.ts';
import type { Probe } from './decide/decision.ts';
import { withCheck, type ReleaseFacts } from './decide/release-facts.ts';

export interface CheckPorts {
  readonly yard: Pick<Yard, 'check'>;
  readonly clock: Clock;
}

/** So much longer than a check may take the yard may need to say that it took too long, in milliseconds. */
const reserveMs = 5000;

/** One request to the candidate in isolation. */
export async function checkCandidate(
  { yard, clock }: CheckPorts,
  { fleet, rollout }: { readonly fleet: FleetId; readonly rollout: RolloutId },
  facts: ReleaseFacts,
  { generation, checks }: Extract<Probe, { through: 'candidate' }>,
): Promise<ReleaseFacts> {
  const { path, text, withinMs } = checks;
  const asked = yard.check(fleet, generation, { path, text, withinMs }, rollout);
  const answer = await within(clock, withinMs + reserveMs, asked);
  return withCheck(facts, answer.ok ? answer.value : answer.fault, checks, clock.monotonicMs());
}
