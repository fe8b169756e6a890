/** The same sample requests to what serves and what would come, as a part of what a release finds. */
import { sampledPaths } from '../../../src-shared/behaviour.ts';
import type { AppearanceList } from '../../../src-shared/appearance-schema.ts';
import { dataChangeWords } from '../../../src-shared/data-note.ts';
import type { Fleet } from '../../../src-shared/fleet.ts';
import { labelOfGeneration, type FleetId } from '../../../src-shared/ids.ts';
import { generationOf } from '../../../src-shared/roles.ts';
import { firstRequestRefusal } from '../../../src-shared/rehearsal.ts';
import { faultOf } from '../../../src-shared/result.ts';
import { plain } from '../../../src-shared/wording.ts';
import type { Clock } from '../../clock/clock.ts';
import { compareBehaviour } from '../behaviour/compare-behaviour.ts';
import type { TwoSides } from './ask-findings.ts';
import { sampleFindings, unsampled } from './behaviour-findings.ts';
import type { Gathered } from './gathered.ts';

/** Sample requests alone. Never rejects. @param enough ends them: what was measured by then counts. */
export type AskSamples = (fleet: Fleet, sides: TwoSides, enough: AbortSignal) => Promise<Gathered>;

export interface AskSamplesPorts {
  readonly clock: Pick<Clock, 'now' | 'monotonicMs'>;
  /** What an operator compares of that fleet. */
  readonly listOf: (fleet: FleetId) => AppearanceList;
  /** What was measured to its end stands in this panel's comparisons, too. */
  readonly keep: (fleet: Fleet, sides: TwoSides, gathered: Gathered) => void;
}

interface Sampled {
  readonly gathered: Gathered;
  /** Each request was sent: what was ended early, or failed, may go otherwise the next time. */
  readonly isWhole: boolean;
}

export function askSamples({ clock, listOf, keep }: AskSamplesPorts): AskSamples {
  return async (fleet, sides, enough) => {
    const asked = sampled(clock, fleet, sides, listOf(fleet.id), enough);
    const { gathered, isWhole } = await asked.catch((error: unknown) => none(faultOf(error).message)); // prettier-ignore
    if (isWhole) keep(fleet, sides, gathered);
    return gathered;
  };
}

async function sampled(
  { now, monotonicMs }: AskSamplesPorts['clock'],
  fleet: Fleet,
  { a, b }: TwoSides,
  list: AppearanceList,
  enough: AbortSignal,
): Promise<Sampled> {
  const [left, right] = [generationOf(fleet, a), generationOf(fleet, b)];
  if (left === undefined || right === undefined) return none('one of the two is gone.');
  // As for a rehearsal.
  if (firstRequestRefusal(fleet, b) !== null) {
    const label = plain(labelOfGeneration(right), 60);
    return none(`none were sent, as ${label} ${dataChangeWords.contract} and has had no traffic yet.`); // prettier-ignore
  }
  const { paths, left: more } = sampledPaths(list);
  const { waitsSeconds } = list;
  const { signal } = new AbortController();
  const ground = { nowMs: now(), monotonicMs, onProgress: () => undefined, signal, enough };
  const report = await compareBehaviour(ground, { fleet, a, b, paths, waitsSeconds });
  if (!report.ok) return none(report.fault.message);
  const unasked = more === 0 ? [] : [`${String(more)} more paths of the list were not asked.`];
  const { paths: measured, missing } = report.value;
  const all = { paths: measured, missing: [...missing, ...unasked] };
  const gathered = sampleFindings(all, { a: left, b: right });
  return { gathered, isWhole: missing.length === 0 };
}

/** @param because a sentence. */
function none(because: string): Sampled {
  return { gathered: unsampled(because), isWhole: false };
}
