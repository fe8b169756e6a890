/** What two images consist of: files and packages that differ, and one of the files line by line. */
import { bytesText } from '../../../src-shared/bytes-text.ts';
import type {
  ContentsReport,
  FileDifference,
  FileRow,
  PackageRow,
} from '../../../src-shared/contents.ts';
import { contentsSides, type ContentsSide } from '../../../src-shared/contents-words.ts';
import { findImage } from '../../../src-shared/find-named.ts';
import { FaultError } from '../../../src-shared/result.ts';
import { plain } from '../../../src-shared/wording.ts';
import { givePackages } from '../../compare/contents/contents-jobs.ts';
import { gatherContents } from '../../compare/findings/contents-findings.ts';
import { distil } from '../../compare/findings/distil.ts';
import { openDesk, type DeskClient } from '../../compare/contents/desk-client.ts';
import { readContents, readDifference, type ContentsGround } from '../../compare/contents/read-contents.ts'; // prettier-ignore
import { exitCodes, type ExitCode } from '../exit-code.ts';
import type { CliRun } from '../ground.ts';
import { inPlace, must } from '../in-place.ts';
import { imageFactsOf } from './compare.ts';
import { formatOf, saveFindings } from './save-findings.ts';

export interface ContentsFlags {
  readonly contents?: true;
  readonly file?: string;
  readonly leftPackages?: string;
  readonly rightPackages?: string;
  /** A file that gets what was found. */
  readonly save?: string;
}

/** Rows that are asked for, and told to machines, at once. */
const rowsAtOnce = 500;
const progressEveryMs = 1000;

export function wantsContents(flags: ContentsFlags): boolean {
  return Object.entries(flags).some(([name, value]) => name !== 'save' && value !== undefined);
}

export function compareContents(
  run: CliRun,
  a: string,
  b: string,
  flags: ContentsFlags,
): Promise<ExitCode> {
  const { save } = flags;
  return inPlace(run, async ({ yard, band }, { images }) => {
    if (save !== undefined) formatOf(save);
    const pair = { a: findImage(images, a).id, b: findImage(images, b).id };
    const desk = openDesk();
    const end = (): void => desk.end();
    run.interrupted.addEventListener('abort', end, { once: true });
    try {
      const ground: ContentsGround = { yard, desk, onProgress: progressOf(run) };
      let report = must(await readContents(ground, pair));
      for (const side of contentsSides) {
        const path = side === 'a' ? flags.leftPackages : flags.rightPackages;
        if (path === undefined) continue;
        report = must(await givePackages(desk, side, path));
        refuseUnread(report, side, path);
      }
      if (save !== undefined) {
        const facts = must(await imageFactsOf(run, yard, images, pair));
        const found = distil(facts, [must(await gatherContents(desk))]);
        await saveFindings(run, save, found, band.yardName);
      }
      if (flags.file === undefined) return await answerReport(run, desk, report);
      const row = must(await desk.ask('rowOfPath', flags.file));
      if (row === null) throw unchanged(flags.file);
      return answerFile(run, flags.file, must(await readDifference(ground, pair, row)));
    } finally {
      end();
    }
  });
}

/** Named by the operator: unlike one that lies in an image it is no part of the answer, but a mistake. */
function refuseUnread({ packages }: ContentsReport, side: ContentsSide, path: string): void {
  const given = packages.sources.find((one) => one.isGiven && one.side === side);
  if (given === undefined || given.problem === null) return;
  const message = `${plain(path, 200)} ${given.problem}.`;
  throw new FaultError({
    code: 'bad-input',
    message,
    todo: 'Name a lockfile or a bill of materials.',
  });
}

function progressOf({ terminal, clock }: CliRun): ContentsGround['onProgress'] {
  let toldAtMs = clock.monotonicMs();
  return (progress) => {
    if (clock.monotonicMs() - toldAtMs < progressEveryMs) return;
    toldAtMs = clock.monotonicMs();
    const { title, doneBytes, totalBytes } = progress;
    const far = totalBytes === 0 ? '' : `: ${bytesText(doneBytes)} of ${bytesText(totalBytes)}`;
    const text = `${title}${far}`;
    terminal.tell('contents-progress', { progress }, text);
  };
}

function unchanged(path: string): FaultError {
  return new FaultError({
    code: 'not-found',
    message: `${plain(path, 200)} is no file that differs between the two.`,
    todo: 'Without --file all that differ are listed.',
  });
}

async function answerReport(
  { terminal }: CliRun,
  desk: DeskClient,
  report: ContentsReport,
): Promise<ExitCode> {
  terminal.answer('contents', { report }, () => reportLines(report).join('\n'));
  const asked = { filter: '', count: rowsAtOnce };
  for (let from = 0; ; from += rowsAtOnce) {
    const { rows } = must(await desk.ask('rows', { ...asked, from, change: null }));
    if (rows.length === 0) break;
    terminal.answer('contents-files', { rows }, () => rows.map(fileLine).join('\n'));
  }
  for (let from = 0; ; from += rowsAtOnce) {
    const { rows } = must(await desk.ask('packageRows', { ...asked, from }));
    if (rows.length === 0) break;
    terminal.answer('contents-packages', { rows }, () => rows.map(packageLine).join('\n'));
  }
  return exitCodes.done;
}

const marks = { changed: '~', added: '+', removed: '-', moved: '>' } as const;

function reportLines({ files, packages }: ContentsReport): string[] {
  const { sources, added, removed, changed, equal, missing } = packages;
  const lists = sources.map(
    ({ side, name, format, count, problem }) =>
      `  ${side === 'a' ? 'left ' : 'right'}  ${plain(name, 300)}: ${problem ?? `${format}, ${count} packages`}`,
  );
  return [
    ...(files === null
      ? ['Files: this yard does not give away what its images consist of.']
      : [
          `Files: ${files.added.count} added, ${files.removed.count} removed, ${files.changed.count} changed, ${files.moved.count} moved, ${files.equal.count} equal`,
          `Bytes: ${bytesText(files.a.bytes)} in ${files.a.count} files on the left, ${bytesText(files.b.bytes)} in ${files.b.count} on the right`,
        ]),
    ...(sources.length === 0
      ? ['Packages: no lockfile and no bill of materials on either side.']
      : [
          `Packages: ${added} added, ${removed} removed, ${changed} changed, ${equal} equal`,
          ...lists,
        ]),
    ...missing.map((sentence) => `Not compared: ${sentence}`),
  ];
}

function fileLine({ change, path, from, bytesA, bytesB, note }: FileRow): string {
  const sizes = [bytesA, bytesB].flatMap((bytes) => (bytes === null ? [] : [bytesText(bytes)]));
  const more = [[...new Set(sizes)].join(' -> '), from === null ? '' : `was ${from}`, note ?? ''];
  const told = more.filter((text) => text !== '').join(', ');
  return `${marks[change]} ${path}${told === '' ? '' : `  (${told})`}`;
}

function packageLine({ change, ecosystem, name, a, b, isOlder }: PackageRow): string {
  const versions = [a, b].filter((version) => version !== null).join(' -> ');
  return `${marks[change]} ${ecosystem} ${name}  ${versions}${isOlder ? '  (older)' : ''}`;
}

function answerFile({ terminal }: CliRun, path: string, difference: FileDifference): ExitCode {
  terminal.answer('contents-file', { path: plain(path, 300), difference }, () => {
    if (difference.kind === 'told') return `${plain(path, 300)}\n${difference.text}`;
    const { title, lines } = difference.difference;
    const signs = { same: ' ', added: '+', removed: '-', gap: '\u2026' } as const;
    return [title, ...lines.map(({ kind, text }) => `${signs[kind]} ${text}`)].join('\n');
  });
  return exitCodes.done;
}
