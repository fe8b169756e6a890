/** One real request through the entry of a fleet, as a client would make it. */
import type { FleetId } from '../../../../src-shared/ids.ts';
import type { DeclaredMarker } from '../../../../src-shared/marker.ts';
import { fail } from '../../../../src-shared/result.ts';
import type { Yard } from '../../port.ts';
import { addressesOf } from '../discover/entry-of.ts';
import type { YardMemory } from '../yard-memory.ts';
import { servingIn } from './entry-view.ts';
import { probeEntry, type Resolve } from './probe.ts';

export interface ProbePorts extends Pick<YardMemory, 'last' | 'known'> {
  readonly markerOf: (fleet: FleetId) => DeclaredMarker | null;
  readonly resolve: Resolve;
}

export async function probeFleet(
  { last: lastLook, known: knownEntry, markerOf, resolve }: ProbePorts,
  fleet: FleetId,
): ReturnType<Yard['probe']> {
  const last = lastLook();
  const grouping = last?.groupings.find(({ id }) => id === fleet);
  const known = knownEntry(fleet);
  if (last === null || grouping === undefined || known === undefined) {
    return fail({ code: 'not-found', message: 'The last look at AWS did not show this fleet.' });
  }
  const { images } = last.reading;
  return probeEntry(
    {
      ways: addressesOf(grouping, last.reading),
      marker: markerOf(fleet),
      generations: known.fleet.generations,
      versionOf: (id) => images.find((image) => image.id === id)?.version,
      expected: servingIn(known.entry),
    },
    resolve,
  );
}
