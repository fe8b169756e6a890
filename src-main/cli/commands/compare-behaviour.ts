/** How two generations behave: their start-ups, memory, and the same sample requests to both. */
import type { AppearanceProgress } from '../../../src-shared/appearance-schema.ts';
import { firstList } from '../../../src-shared/appearance.ts';
import type { BehaviourReport, SampledSide } from '../../../src-shared/behaviour-schema.ts';
import { sampledPaths, sumOfVerdicts, verdictOf } from '../../../src-shared/behaviour.ts';
import {
  durationText,
  nextReplacementText,
  noStartsText,
  startsText,
  startTrend,
} from '../../../src-shared/block-starts.ts';
import { findFleet, findGeneration } from '../../../src-shared/find-named.ts';
import type { Fleet, Generation } from '../../../src-shared/fleet.ts';
import { memoryIn, memoryText } from '../../../src-shared/generation-memory.ts';
import { labelOfGeneration } from '../../../src-shared/ids.ts';
import type { Result } from '../../../src-shared/result.ts';
import { plain } from '../../../src-shared/wording.ts';
import {
  compareBehaviour,
  type BehaviourOrder,
} from '../../compare/behaviour/compare-behaviour.ts';
import { exitCodes, type ExitCode } from '../exit-code.ts';
import type { CliRun } from '../ground.ts';
import { inPlace, must } from '../in-place.ts';
import { table } from '../table.ts';
import { readList } from './compare-pages.ts';

/** @param file a list of paths, as for pages; null: the entry's root alone. */
export function compareTwoBehaviours(
  run: CliRun,
  a: string,
  b: string,
  { named, file }: { readonly named: string | null; readonly file: string | null },
): Promise<ExitCode> {
  return inPlace(run, async (_place, { fleets }) => {
    const list = file === null ? firstList : await readList(file);
    const fleet = findFleet(fleets, named);
    const sides = { a: findGeneration(fleet, a), b: findGeneration(fleet, b) };
    const { paths, left } = sampledPaths(list);
    const report = await sampled(run, { fleet, a: sides.a.id, b: sides.b.id, paths, waitsSeconds: list.waitsSeconds }); // prettier-ignore
    const samples = report.ok ? report.value : null;
    const behaviour = {
      ...{ a: told(sides.a), b: told(sides.b) },
      trend: startTrend(fleet).map(({ generation, starts }) => ({ generation: generation.id, starts })), // prettier-ignore
      next: nextReplacementText(fleet),
      ...{ samples, verdicts: samples === null ? [] : verdictsOf(samples, sides), notAsked: left },
    };
    run.terminal.answer('behaviour', { behaviour }, () =>
      [
        ...startLines(fleet, [sides.a, sides.b]),
        ...(samples === null ? [] : sampleLines(samples, sides)),
        ...(left === 0 ? [] : [`${String(left)} more paths of the list were not asked.`]),
      ].join('\n'),
    );
    // Told first: what is known of their starts is known all the same.
    must(report);
    return exitCodes.done;
  });
}

function told(generation: Generation) {
  const { id, starts = null } = generation;
  return { generation: id, starts, memory: memoryIn(generation) };
}

function sampled(run: CliRun, order: BehaviourOrder): Promise<Result<BehaviourReport>> {
  const onProgress = (progress: AppearanceProgress): void => {
    const { title, done, total } = progress;
    const text = `${plain(title, 200)} (${String(done)} of ${String(total)} to each side)`;
    run.terminal.tell('behaviour-progress', { progress }, text);
  };
  const { now, monotonicMs } = run.clock;
  return compareBehaviour(
    { nowMs: now(), monotonicMs, onProgress, signal: run.interrupted },
    order,
  );
}

interface Sides {
  readonly a: Generation;
  readonly b: Generation;
}

function verdictsOf(report: BehaviourReport, { a, b }: Sides) {
  return report.paths.map((one) => verdictOf(one, labelOf(a), labelOf(b)));
}

function labelOf(generation: Generation): string {
  return plain(labelOfGeneration(generation), 60);
}

function startLines(fleet: Fleet, sides: readonly Generation[]): string[] {
  const trend = startTrend(fleet);
  return [
    'Start-up',
    ...sides.map((one) => `  ${labelOf(one)}: ${one.starts === undefined ? noStartsText : startsText(one.starts)}`), // prettier-ignore
    ...(trend.length > 1
      ? [`  Until healthy: ${trend.map(({ generation, starts }) => `${labelOf(generation)} ${durationText(starts.healthy.medianMs)}`).join(', ')}`] // prettier-ignore
      : []),
    `  ${nextReplacementText(fleet)}`,
    'Memory now',
    ...sides.map((one) => `  ${labelOf(one)}: ${memoryText(memoryIn(one))}`),
  ];
}

function sampleLines(report: BehaviourReport, sides: Sides): string[] {
  const verdicts = verdictsOf(report, sides);
  const row = (generation: Generation, side: SampledSide): string[] => [
    labelOf(generation),
    ...[side.p50Ms, side.p95Ms, side.timesMs.length === 0 ? null : Math.max(...side.timesMs)].map((ms) => (ms === null ? '-' : durationText(ms))), // prettier-ignore
    side.statuses.map(({ status, count }) => `${String(count)} x ${String(status ?? 'no answer')}`).join(', '), // prettier-ignore
    side.bytes === null ? '-' : String(side.bytes),
  ];
  return [
    'Sample requests',
    `  ${sumOfVerdicts(verdicts, labelOf(sides.b))}`,
    ...report.missing.map((sentence) => `  ${sentence}`),
    ...report.paths.flatMap((path, index) => [
      `${plain(path.path, 300)}: ${verdicts[index]?.text ?? ''}`,
      table([
        ['', 'MEDIAN', 'P95', 'SLOWEST', 'ANSWERS', 'BYTES'],
        row(sides.a, path.a),
        row(sides.b, path.b),
      ]),
    ]),
  ];
}
