/** Two images or two generations, changed facts first; dangers are marked, secrets masked. */
import type { Comparison } from '../../../src-shared/plan.ts';
import { compareGenerations } from '../../compare/compare-generations.ts';
import { compareKnownImages } from '../../compare/known-images.ts';
import { exitCodes, type ExitCode } from '../exit-code.ts';
import { findFleet, findGeneration, findImage } from '../../../src-shared/find-named.ts';
import type { CliRun } from '../ground.ts';
import { inPlace, must } from '../in-place.ts';
import { table } from '../table.ts';

export function compareTwoImages(run: CliRun, a: string, b: string): Promise<ExitCode> {
  return inPlace(run, async ({ yard }, { images }) => {
    const compared = await compareKnownImages(
      {
        read: (id) => yard.describeImage(id),
        known: (id) => images.find((image) => image.id === id),
        nowMs: run.clock.now(),
      },
      findImage(images, a).id,
      findImage(images, b).id,
    );
    return answer(run, must(compared));
  });
}

export function compareTwoGenerations(
  run: CliRun,
  a: string,
  b: string,
  named: string | null,
): Promise<ExitCode> {
  return inPlace(run, async ({ yard }, { fleets }) => {
    const fleet = findFleet(fleets, named);
    const [one, other] = [findGeneration(fleet, a).id, findGeneration(fleet, b).id];
    const left = must(await yard.describeGeneration(fleet.id, one));
    const right = one === other ? left : must(await yard.describeGeneration(fleet.id, other));
    return answer(run, compareGenerations(left, right, run.clock.now()));
  });
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
