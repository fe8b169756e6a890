/** How two generations look and answer: pages drawn where that is possible, answers anywhere. */
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  appearanceListSchema,
  type AnswerResult,
  type AppearanceList,
  type AppearanceReport,
  type ShotResult,
} from '../../../src-shared/appearance-schema.ts';
import {
  differenceText,
  findingText,
  firstList,
  shotTitle,
} from '../../../src-shared/appearance.ts';
import { findFleet, findGeneration } from '../../../src-shared/find-named.ts';
import { FaultError } from '../../../src-shared/result.ts';
import { plain } from '../../../src-shared/wording.ts';
import { compareAppearance } from '../../compare/appearance/compare-appearance.ts';
import { openDifferenceThreads } from '../../compare/appearance/difference-client.ts';
import { openPictureFolder } from '../../compare/appearance/picture-folder.ts';
import { appearanceFindings } from '../../compare/findings/appearance-findings.ts';
import { distil } from '../../compare/findings/distil.ts';
import { secretMark } from '../../masking/secret-mark.ts';
import { exitCodes, type ExitCode } from '../exit-code.ts';
import type { CliRun } from '../ground.ts';
import { inPlace, must } from '../in-place.ts';
import { generationFactsOf } from './compare.ts';
import { formatOf, saveFindings } from './save-findings.ts';

/** Hundreds of paths take a tenth of it. */
const largestFile = 256 * 1024;

export function comparePages(
  run: CliRun,
  a: string,
  b: string,
  { named, file, save }: { readonly named: string | null; readonly file: string; readonly save: string | null }, // prettier-ignore
): Promise<ExitCode> {
  return inPlace(run, async ({ yard, band }, { fleets }) => {
    if (save !== null) formatOf(save);
    const list = await readList(file);
    const fleet = findFleet(fleets, named);
    const sides = { a: findGeneration(fleet, a).id, b: findGeneration(fleet, b).id };
    const pictures = openPictureFolder(join(run.dataFolder, 'appearance'));
    const ground = {
      ...{ openCamera: run.openCamera, openDifference: openDifferenceThreads, pictures },
      ...{ mark: secretMark(randomBytes(32)), nowMs: run.clock.now(), newId: run.newId },
      onProgress: (progress: { title: string; done: number; total: number }) => {
        const { title, done, total } = progress;
        const text = `${plain(title, 200)} (${done + 1} of ${total})`;
        run.terminal.tell('pages-progress', { progress }, text);
      },
      signal: run.interrupted,
    };
    const report = must(await compareAppearance(ground, { fleet, ...sides, list }));
    if (save !== null) {
      const facts = await generationFactsOf(run, yard, fleet.id, sides);
      await saveFindings(run, save, distil(facts, [appearanceFindings(report)]), band.yardName);
    }
    run.terminal.answer('pages', { report }, () => reportLines(report, run.dataFolder).join('\n'));
    return exitCodes.done;
  });
}

/** What the file leaves out is as in the window where nobody has said anything. */
export async function readList(file: string): Promise<AppearanceList> {
  const refuse = (why: string): FaultError =>
    new FaultError({
      code: 'bad-input',
      message: `${plain(file, 200)} ${why}.`,
      where: file,
      todo: 'Write {"paths": [{"kind": "page", "path": "/"}, {"kind": "api", "path": "/api/items"}]}.',
    });
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw refuse(`cannot be read (${String((error as NodeJS.ErrnoException).code)})`);
  });
  if (text.length > largestFile) throw refuse('is too large to be a list of pages');
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    throw refuse(`is no JSON: ${plain(error instanceof Error ? error.message : '', 200)}`);
  }
  const read = appearanceListSchema.safeParse(withUsual(content));
  if (read.success) return read.data;
  const issue = read.error.issues[0];
  throw refuse(
    `has a wrong ${issue?.path.join('.') ?? 'value'}: ${issue?.message ?? 'not readable'}`,
  );
}

function withUsual(content: unknown): unknown {
  if (typeof content !== 'object' || content === null) return content;
  const paths: unknown = 'paths' in content ? content.paths : undefined;
  const whole = Array.isArray(paths)
    ? (paths as unknown[]).map((path) =>
        typeof path === 'object' && path !== null ? { kind: 'page', ignore: [], ...path } : path,
      )
    : paths;
  return { ...firstList, ...content, ...(whole !== undefined && { paths: whole }) };
}

function reportLines(report: AppearanceReport, dataFolder: string): string[] {
  const { run, shots, answers, missing } = report;
  return [
    ...missing.map((sentence) => `Not compared: ${sentence}`),
    ...shots.flatMap(shotLines),
    ...answers.flatMap(answerLines),
    ...(shots.length > 0 ? [`Pictures: ${join(dataFolder, 'appearance', run)}`] : []),
  ];
}

function shotLines(shot: ShotResult): string[] {
  const { difference } = shot;
  const regions = difference.kind === 'told' ? [] : difference.regions.slice(0, 10);
  return [
    `${plain(shotTitle(shot), 300)}: ${plain(differenceText(difference), 400)}`,
    ...regions.map(({ x, y, width, height }) => `  ${width} x ${height} pixels at ${x}, ${y}`),
    ...(['a', 'b'] as const).flatMap((side) => {
      const { status, findings } = shot[side];
      const answered = status !== null && status >= 400 ? [`answered ${status}`] : [];
      const name = side === 'a' ? 'left' : 'right';
      return [...answered, ...findings.map(findingText)].map((text) => `  ${name}: ${text}`);
    }),
  ];
}

const marks = { added: '+', removed: '-', changed: '~' } as const;

function answerLines({ path, a, b, headers, ignoredHeaders, body }: AnswerResult): string[] {
  const row = ({ change, name, a: left, b: right }: AnswerResult['headers'][number]): string =>
    `  ${marks[change]} ${name}  ${[left, right].filter((one) => one !== null).join(' -> ')}`;
  const status = (one: AnswerResult['a']): string => (one.status === null ? 'no answer' : String(one.status)); // prettier-ignore
  return [
    `${plain(path, 300)}: ${status(a)} and ${status(b)}${body.kind === 'equal' ? ', the bodies are equal' : ''}`,
    ...headers.map(row),
    ...(body.kind === 'json' ? body.rows.map(row) : []),
    ...(body.kind === 'json' && body.unlisted > 0 ? [`  ${body.unlisted} more values differ`] : []),
    ...(body.kind === 'json' && body.ignored.length > 0 ? [`  ignored: ${body.ignored.join(', ')}`] : []), // prettier-ignore
    ...(body.kind === 'told' ? [`  ${body.text}`] : []),
    ...(body.kind === 'text'
      ? body.difference.lines.map(({ kind, text }) => `  ${{ same: ' ', added: '+', removed: '-', gap: '\u2026' }[kind]} ${text}`) // prettier-ignore
      : []),
    ...(ignoredHeaders.length > 0 ? [`  headers that do not count: ${ignoredHeaders.join(', ')}`] : []), // prettier-ignore
  ];
}
