import type { FleetId, GenerationId } from '../../src-shared/ids.ts';
import type { Clock } from '../clock/clock.ts';
import { within } from '../clock/within.ts';
import type { Yard } from '../yards/port.ts';
import type { Limits } from '../yards/yard-pace.ts';
import { withProbe, type Facts } from './decide/facts.ts';

const timeoutMs = 5000;

export interface ProbePorts {
  readonly yard: Pick<Yard, 'probe'>;
  readonly clock: Clock;
  readonly limits: Pick<Limits, 'probesInARow'>;
}

/** Real requests through the entry, until one is not what is wanted or there are enough of them. */
export async function probeSwitch(
  ports: ProbePorts,
  fleet: FleetId,
  facts: Facts,
  wanted: GenerationId,
): Promise<Facts> {
  let folded = facts;
  for (let asked = 0; asked < ports.limits.probesInARow; asked += 1) {
    const before = folded.probes.of === wanted ? folded.probes.inARow : 0;
    const answer = await within(ports.clock, timeoutMs, ports.yard.probe(fleet, 'entry'));
    folded = withProbe(folded, answer.ok ? answer.value : answer.fault, wanted, ports.clock.now());
    if (folded.probes.inARow <= before) break;
  }
  return folded;
}
