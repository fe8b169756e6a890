/**
 * Rule 8: absence of evidence is not evidence of absence. Numbers are kept for ever and retired
 * generations keep their record, so whatever vanished between two looks is first of all a poor read
 * (a captive portal's page once parsed as an empty, successful answer).
 */
import { labelOfGeneration } from '../../src-shared/ids.ts';
import type { YardObservation } from '../yards/port.ts';

/** Null when nothing is missing; else what is, as a clause. */
export function whatIsMissing(before: YardObservation, now: YardObservation): string | null {
  for (const fleet of before.fleets) {
    const same = now.fleets.find((one) => one.id === fleet.id);
    if (same === undefined) {
      return now.fleets.length === 0 ? 'the yard shows no fleets at all' : 'a fleet is missing';
    }
    for (const generation of fleet.generations) {
      const label = labelOfGeneration(generation);
      const still = same.generations.find((one) => one.id === generation.id);
      if (still === undefined) return `${label} is missing`;
      if (generation.blocks.length > 0 && still.blocks.length === 0 && still.rung === 'warm') {
        return `${label} shows no blocks`;
      }
    }
  }
  return null;
}
