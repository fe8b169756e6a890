/** Two images or two generations, changed facts first; dangers are marked, secrets masked. */
import type { FleetId, GenerationId, ImageId } from '../../../src-shared/ids.ts';
import type { Image } from '../../../src-shared/image.ts';
import type { Comparison } from '../../../src-shared/plan.ts';
import type { Result } from '../../../src-shared/result.ts';
import { compareGenerations } from '../../compare/compare-generations.ts';
import { standingFindings, unsampled } from '../../compare/findings/behaviour-findings.ts';
import { distil } from '../../compare/findings/distil.ts';
import { compareKnownImages } from '../../compare/known-images.ts';
import { exitCodes, type ExitCode } from '../exit-code.ts';
import { findFleet, findGeneration, findImage } from '../../../src-shared/find-named.ts';
import type { CliRun } from '../ground.ts';
import { inPlace, must } from '../in-place.ts';
import type { Yard } from '../../yards/port.ts';
import { table } from '../table.ts';
import { formatOf, saveFindings } from './save-findings.ts';

/** @param save a file that gets what was found; null: none. */
export function compareTwoImages(
  run: CliRun,
  a: string,
  b: string,
  save: string | null,
): Promise<ExitCode> {
  return inPlace(run, async (place, { images }) => {
    if (save !== null) formatOf(save);
    const pair = { a: findImage(images, a).id, b: findImage(images, b).id };
    const comparison = must(await imageFactsOf(run, place.yard, images, pair));
    if (save !== null) await saveFindings(run, save, distil(comparison, []), place.band.yardName);
    return answer(run, comparison);
  });
}

export function imageFactsOf(
  run: CliRun,
  yard: Yard,
  images: readonly Image[],
  { a, b }: { readonly a: ImageId; readonly b: ImageId },
): Promise<Result<Comparison>> {
  const sources = {
    read: (id: ImageId) => yard.describeImage(id),
    known: (id: ImageId) => images.find((image) => image.id === id),
    nowMs: run.clock.now(),
  };
  return compareKnownImages(sources, a, b);
}

export function compareTwoGenerations(
  run: CliRun,
  a: string,
  b: string,
  { named, save }: { readonly named: string | null; readonly save: string | null },
): Promise<ExitCode> {
  return inPlace(run, async (place, { fleets }) => {
    if (save !== null) formatOf(save);
    const fleet = findFleet(fleets, named);
    const [left, right] = [findGeneration(fleet, a), findGeneration(fleet, b)];
    const sides = { a: left.id, b: right.id };
    const comparison = await generationFactsOf(run, place.yard, fleet.id, sides);
    const behaviour = [
      standingFindings(fleet, { a: left, b: right }),
      unsampled('none are sent with this comparison.'),
    ];
    const findings = distil(comparison, behaviour);
    if (save !== null) await saveFindings(run, save, findings, place.band.yardName);
    return answer(run, comparison);
  });
}

export async function generationFactsOf(
  run: CliRun,
  yard: Yard,
  fleet: FleetId,
  { a, b }: { readonly a: GenerationId; readonly b: GenerationId },
): Promise<Comparison> {
  const left = must(await yard.describeGeneration(fleet, a));
  const right = a === b ? left : must(await yard.describeGeneration(fleet, b));
  return compareGenerations(left, right, run.clock.now());
}

const marks = { equal: ' ', changed: '~', added: '+', removed: '-' } as const;

function answer({ terminal }: CliRun, comparison: Comparison): ExitCode {
  terminal.answer('comparison', { comparison }, () => {
    const { a, b, rows, texts, missing } = comparison;
    return [
      table([
        ['', 'FACT', a, b, 'DANGER'],
        ...rows.map(({ fact, a: left, b: right, change, danger }) => [
          ...[marks[change], fact, left ?? '-', right ?? '-', danger ?? ''],
        ]),
      ]),
      ...texts.flatMap(({ title, lines }) => [
        `\n${title}`,
        ...lines.map(
          ({ kind, text }) => `${{ same: ' ', added: '+', removed: '-', gap: '…' }[kind]} ${text}`,
        ),
      ]),
      ...missing.map((sentence) => `Not read: ${sentence}`),
    ].join('\n');
  });
  return exitCodes.done;
}
