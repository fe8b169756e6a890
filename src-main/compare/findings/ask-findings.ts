/** Compares what serves with what would come, now, through the port. */
import type { Findings } from '../../../src-shared/findings-schema.ts';
import type { FleetId, GenerationId } from '../../../src-shared/ids.ts';
import { fail, faultOf, succeed, type Result } from '../../../src-shared/result.ts';
import type { Clock } from '../../clock/clock.ts';
import { within } from '../../clock/within.ts';
import type { Yard } from '../../yards/port.ts';
import { compareGenerations } from '../compare-generations.ts';
import { distil } from './distil.ts';
import type { Gathered } from './gathered.ts';

export interface TwoSides {
  readonly fleet: FleetId;
  /** Serves. */
  readonly a: GenerationId;
  /** Would come. */
  readonly b: GenerationId;
}

/** @param behaviour how they behave; what is still being measured is waited for, after the facts. */
export type AskFindings = (
  sides: TwoSides,
  behaviour?: Promise<Gathered>,
) => Promise<Result<Findings>>;

/** What of these sides was compared by other means lately: their files, their pages. Empty: nothing. */
export type SeenBesides = (sides: TwoSides) => Promise<readonly Gathered[]>;

export interface AskFindingsPorts {
  readonly yard: Pick<Yard, 'describeGeneration'>;
  readonly clock: Clock;
  readonly seenBesides: SeenBesides;
}

/** In an account it takes about seven calls for each side. */
const patienceMs = 60_000;

/** Neither rejects nor waits for ever: a side may go away in the middle. */
export function askFindings({ yard, clock, seenBesides }: AskFindingsPorts): AskFindings {
  return async (sides, behaviour) => {
    try {
      const { fleet, a, b } = sides;
      const describe = (id: GenerationId) =>
        within(clock, patienceMs, yard.describeGeneration(fleet, id));
      const [left, right] = await Promise.all([describe(a), describe(b)]);
      if (!left.ok) return left;
      if (!right.ok) return right;
      const comparison = compareGenerations(left.value, right.value, clock.now());
      // What was seen besides is one more evidence, and nothing that may keep the facts away.
      const besides = await seenBesides(sides).catch(() => []);
      const behaves = behaviour === undefined ? [] : [await behaviour];
      return succeed(distil(comparison, [...besides, ...behaves]));
    } catch (error) {
      return fail(faultOf(error));
    }
  };
}
