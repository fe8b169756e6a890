/** How much of the disks behind two AMIs differs: a share and a strip for each disk. */
import type { Disk, DisksReport } from '../../../src-shared/disk-blocks.ts';
import { binaryText, percentText, stripWords } from '../../../src-shared/disk-strip.ts';
import { findImage } from '../../../src-shared/find-named.ts';
import { readDisks, type DisksGround } from '../../compare/disks/read-disks.ts';
import { exitCodeFor, exitCodes, type ExitCode } from '../exit-code.ts';
import type { CliRun } from '../ground.ts';
import { inPlace, must } from '../in-place.ts';

const progressEveryMs = 1000;

export function compareDisks(run: CliRun, a: string, b: string): Promise<ExitCode> {
  return inPlace(run, async ({ yard }, { images }) => {
    const pair = { a: findImage(images, a).id, b: findImage(images, b).id };
    const { monotonicMs } = run.clock;
    const ground = { yard, monotonicMs, ended: run.interrupted, onProgress: progressOf(run) };
    const report = must(await readDisks(ground, pair));
    run.terminal.answer('disks', { report }, () => reportLines(report).join('\n'));
    const failed = report.disks.flatMap(({ reading }) =>
      reading.kind === 'failed' ? reading.fault : [],
    )[0];
    return failed === undefined ? exitCodes.done : exitCodeFor(failed);
  });
}

function progressOf({ terminal, clock }: CliRun): DisksGround['onProgress'] {
  let toldAtMs = clock.monotonicMs();
  return (progress) => {
    if (clock.monotonicMs() - toldAtMs < progressEveryMs) return;
    toldAtMs = clock.monotonicMs();
    const { title, doneBytes, totalBytes } = progress;
    const text = `${title}: ${binaryText(doneBytes)} of ${binaryText(totalBytes)}`;
    terminal.tell('disks-progress', { progress }, text);
  };
}

export function reportLines({ disks, requests }: DisksReport): string[] {
  const asked = `${requests} ${requests === 1 ? 'request' : 'requests'} to EBS, which AWS charges by the thousand.`;
  return [...disks.flatMap(diskLines), asked];
}

function diskLines({ name, reading, notes }: Disk): string[] {
  const beside = notes.map((note) => `  ${note}`);
  switch (reading.kind) {
    case 'compared': {
      const { blocks, blockBytes, readBlocks, changed, strip } = reading;
      const size = blocks * blockBytes;
      const isPart = readBlocks < blocks;
      return [
        `${name}: ${isPart ? 'at least ' : ''}${percentText(changed, blocks)} changed, ${changed} of ${blocks} blocks of ${binaryText(blockBytes)}`,
        `  [${drawn(strip)}] ${binaryText(size)}`,
        `  ${stripWords(strip, size)}`,
        ...(isPart ? [`  Read up to ${binaryText(readBlocks * blockBytes)}; what lies beyond is not known.`] : []), // prettier-ignore
        ...beside,
      ];
    }
    case 'unrelated': {
      const { said, written, fault } = reading;
      const text = (blocks: number) => binaryText(blocks * (written?.blockBytes ?? 0));
      return [
        `${name}: not compared. ${said}`,
        ...(written === null
          ? []
          : [`  Written: ${text(written.a)} on the left, ${text(written.b)} on the right, ${text(written.both)} in the same places on both; whether that is equal is not known.`]), // prettier-ignore
        ...(fault === null ? [] : [`  ${fault.message}`]),
        ...beside,
      ];
    }
    case 'told':
      return [`${name}: ${reading.text}`, ...beside];
    case 'failed': {
      const { message, todo } = reading.fault;
      return [`${name}: not read. ${message}${todo === undefined ? '' : ` ${todo}`}`, ...beside];
    }
  }
}

const columns = 60;
const heights = [' ', '\u2581', '\u2582', '\u2583', '\u2584', '\u2585', '\u2586', '\u2587', '\u2588']; // prettier-ignore

/** A column is as high as its fullest range, so that no change goes under; `?` where not all of it was read. */
function drawn(strip: readonly (number | null)[]): string {
  const wide = Math.min(columns, strip.length);
  return Array.from({ length: wide }, (_, at) => {
    const from = Math.floor((at * strip.length) / wide);
    const to = Math.floor(((at + 1) * strip.length) / wide);
    const shares = strip.slice(from, to);
    if (shares.some((share) => share === null)) return '?';
    return heights[Math.ceil(Math.max(...shares.map((share) => share ?? 0)) * 8)] ?? '?';
  }).join('');
}
