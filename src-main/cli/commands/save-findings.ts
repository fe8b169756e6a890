/** Findings as a file, in the form that its name ends with. */
import { extname, join, resolve } from 'node:path';
import type { Findings } from '../../../src-shared/findings-schema.ts';
import { FaultError } from '../../../src-shared/result.ts';
import { utcText } from '../../../src-shared/utc-text.ts';
import { plain } from '../../../src-shared/wording.ts';
import { openPictureFolder } from '../../compare/appearance/picture-folder.ts';
import {
  findingsPaper,
  type FindingsPaper,
  type PaperFormat,
  type PaperGround,
} from '../../compare/findings/findings-paper.ts';
import { paperText } from '../../compare/findings/paper-text.ts';
import { writeExport } from '../../journal/export-record.ts';
import type { CliRun } from '../ground.ts';
import { must } from '../in-place.ts';

/** @throws FaultError when its name does not say in which form. */
export function formatOf(path: string): PaperFormat {
  const end = extname(path).toLowerCase();
  if (end === '.md') return 'markdown';
  if (end === '.html' || end === '.htm') return 'html';
  const message = `${plain(path, 200)} says no form to save in.`;
  throw new FaultError({ code: 'bad-input', message, todo: 'Name a file that ends in .md or .html.' }); // prettier-ignore
}

export function paperGround(run: CliRun, yardName: string): PaperGround {
  const pictures = openPictureFolder(join(run.dataFolder, 'appearance'));
  const { version } = run;
  return { yardName, version, nowMs: run.clock.now(), readPicture: pictures.read };
}

export async function saveFindings(
  run: CliRun,
  path: string,
  findings: Findings,
  yardName: string,
): Promise<void> {
  const ground = paperGround(run, yardName);
  const head = {
    title: `Findings: ${plain(findings.b, 80)} compared with ${plain(findings.a, 80)}`,
    facts: [{ name: 'Compared', value: utcText(ground.nowMs) }],
  };
  const compared = { kind: 'found', findings } as const;
  await savePaper(run, path, await findingsPaper(compared, head, ground));
}

export async function savePaper(run: CliRun, path: string, paper: FindingsPaper): Promise<void> {
  const file = resolve(path);
  must(await writeExport(file, paperText(paper, formatOf(path))));
  run.terminal.tell('saved', { file }, `Saved as ${plain(file, 400)}`);
}
