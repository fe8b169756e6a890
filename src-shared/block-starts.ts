/** How long starts took, as one picture: stages of a generation, the trend over the last ones, and what the next takes. Pure. */
import type { BlockStart, GenerationStarts, StartStage } from './block-start-schema.ts';
import type { Fleet, Generation } from './fleet.ts';
import { labelOfGeneration } from './ids.ts';
import { nearestRank } from './nearest-rank.ts';
import { plain } from './wording.ts';

/** Of one generation: more say nothing new, and each look carries what is made of them. */
export const startsKept = 16;

/** How many generations a trend shows. */
export const trendLength = 8;

export function startsTold(
  starts: readonly BlockStart[],
  seenBy: GenerationStarts['seenBy'],
): GenerationStarts | undefined {
  const healthy = stageOf(starts.map(({ healthyMs }) => healthyMs));
  if (healthy === null) return undefined;
  return {
    seenBy,
    running: stageOf(starts.map(({ runningMs }) => runningMs)),
    healthy,
    firstResponse: stageOf(starts.map(({ firstResponseMs }) => firstResponseMs)),
  };
}

function stageOf(durations: readonly (number | null)[]): StartStage | null {
  const known = durations.filter((one) => one !== null);
  const medianMs = nearestRank(known, 0.5);
  if (medianMs === null) return null;
  return { medianMs, slowestMs: Math.max(...known), starts: known.length };
}

export interface TrendPoint {
  readonly generation: Generation;
  readonly starts: GenerationStarts;
}

/** The last generations of which it is known, oldest first; retired ones, too, where their record is kept. */
export function startTrend(fleet: Fleet): readonly TrendPoint[] {
  return fleet.generations
    .flatMap((generation) =>
      generation.starts === undefined ? [] : [{ generation, starts: generation.starts }],
    )
    .sort((a, b) => a.generation.number - b.generation.number)
    .slice(-trendLength);
}

/** What the next replacement will take, by the newest generation of which it is known: one or two sentences. */
export function nextReplacementText(fleet: Fleet): string {
  const newest = startTrend(fleet).at(-1);
  if (newest === undefined) return 'What the next replacement will take is not known: nobody has seen a block of this fleet start.'; // prettier-ignore
  const { medianMs, slowestMs, starts } = newest.starts.healthy;
  const label = plain(labelOfGeneration(newest.generation), 60);
  const rest =
    starts === 1
      ? 'by the one start that was seen'
      : `by the median of ${String(starts)} starts; the slowest took ${durationText(slowestMs)}`;
  return `The next replacement will take about ${durationText(medianMs)} until it is healthy, if it is like ${label}: ${rest}.`;
}

/** Where nothing is known of a generation's starts. */
export const noStartsText =
  'Not known: none of its starts was seen. A local yard keeps them from this version on; in an account only a panel that looks on sees them.';

/** The stages of one generation in words, as medians. */
export function startsText({ seenBy, running, healthy, firstResponse }: GenerationStarts): string {
  const ran =
    running === null
      ? 'when it ran is not known'
      : `its process ran after ${durationText(running.medianMs)}`;
  const slowest = healthy.starts === 1 ? 'of one start' : `the slowest of ${String(healthy.starts)} starts ${durationText(healthy.slowestMs)}`; // prettier-ignore
  const whole = `${ran}, healthy after ${durationText(healthy.medianMs)} (${slowest})`;
  if (seenBy === 'panel') return `${capital(whole)}, as this panel saw it from look to look. Its first response is not known here.`; // prettier-ignore
  const response =
    firstResponse === null
      ? 'Nobody has asked it for a response yet.'
      : `First response after ${durationText(firstResponse.medianMs)}: once it is healthy, that is waiting for somebody to ask.`;
  return `${capital(whole)}. ${response}`;
}

function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

/** `84 ms`, `1.2 s`, `3 min 20 s`. */
export function durationText(ms: number): string {
  if (ms < 10) return `${ms.toFixed(1)} ms`;
  if (ms < 1000) return `${String(Math.round(ms))} ms`;
  if (ms < 59_950) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  const rest = seconds % 60;
  return `${String(Math.floor(seconds / 60))} min${rest === 0 ? '' : ` ${String(rest)} s`}`;
}
