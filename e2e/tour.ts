/**
 * Walks the real window through the job it is made for, with pictures and a report, and says what it saw. Ends with
 * a code other than 0 when anything was lost, carried out twice or not seen. `npm run tour` takes it, `npm start`
 * where there is no display, and `npm run pictures` for the README.
 *
 * `node e2e/tour.ts [--pictures=FOLDER] [--control=kill-old]` with BLOCKYARD_ELECTRON, BLOCKYARD_APP and DISPLAY set.
 * The control kills the old generation at the cutover: such a tour must fail.
 */
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { leaveNothingBehind } from './tour/leave-nothing.ts';
import { reportMarkdown } from './tour/report-markdown.ts';
import { takeTour } from './tour/take-tour.ts';
import type { Control } from './tour/tour.ts';
import { newDataFolder } from './window/real-window.ts';

function readControl(text: string | boolean | undefined): Control | null {
  if (text === undefined) return null;
  if (text === 'kill-old') return text;
  throw new Error(`there is no control called ${String(text)}.`);
}

async function main(): Promise<number> {
  if (process.platform !== 'linux') throw new Error('it knows processes of Linux only.');
  const { values } = parseArgs({
    options: { pictures: { type: 'string' }, control: { type: 'string' } },
    strict: false,
  });
  const pictures =
    typeof values.pictures === 'string' && values.pictures !== ''
      ? resolve(values.pictures)
      : await mkdtemp(join(tmpdir(), 'blockyard-tour-'));
  const control = readControl(values.control);
  const dataFolder = await newDataFolder('tour');
  leaveNothingBehind(dataFolder);
  const report = await takeTour({ dataFolder, pictures, control, say: console.log });
  await mkdir(pictures, { recursive: true });
  await writeFile(join(pictures, 'report.json'), `${JSON.stringify(report, null, 2)}\n`);
  await writeFile(join(pictures, 'report.md'), reportMarkdown(report));
  const { problems } = report;
  console.log(
    problems.length === 0
      ? 'All of it was as it should be: nothing was lost, nothing was carried out twice.'
      : `The tour failed:\n${problems.map((problem) => `- ${problem}`).join('\n')}`,
  );
  console.log(`Pictures and report: ${pictures}`);
  return problems.length === 0 ? 0 : 1;
}

try {
  // The driver keeps a handle on a window that was killed: without this the process would wait for it.
  process.exit(await main());
} catch (error) {
  console.error(
    `The tour could not begin: ${error instanceof Error ? error.message : String(error)}`,
  );
  process.exit(1);
}
