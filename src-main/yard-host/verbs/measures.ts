/** What the entry counted by whole periods in a window: the second opinion of a release. */
import type { Entry } from '../entry/entry.ts';
import { periodMs } from '../entry/period-meter.ts';
import type { HostInput, HostOutput } from '../protocol.ts';

export function measuresIn(
  { periods }: Pick<Entry, 'periods'>,
  { generations, fromMs, toMs }: HostInput<'measures'>,
): HostOutput<'measures'> {
  const isIn = ({ startMs }: { readonly startMs: number }): boolean =>
    startMs >= fromMs && startMs + periodMs <= toMs;
  return {
    periodMs,
    generations: generations.map((generation) => ({
      generation,
      periods: periods.periodsOf(generation).filter(isIn),
    })),
    unanswered: periods.lostIn().filter(isIn),
  };
}
