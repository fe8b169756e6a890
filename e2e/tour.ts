/**
 * Walks the real window through the job it is made for, with pictures, and says what it saw. Ends with
 * a code other than 0 when something is not as it should be. `npm start` takes this tour where there
 * is no display; `npm run pictures` takes it for the README.
 *
 * `node e2e/tour.ts [--pictures=FOLDER]` with BLOCKYARD_ELECTRON, BLOCKYARD_APP and DISPLAY set.
 */
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { takeTour } from './tour/take-tour.ts';

async function main(): Promise<number> {
  const { values } = parseArgs({ options: { pictures: { type: 'string' } }, strict: false });
  const folder =
    typeof values.pictures === 'string' && values.pictures !== ''
      ? resolve(values.pictures)
      : await mkdtemp(join(tmpdir(), 'blockyard-tour-'));
  const say = (line: string): void => {
    console.log(line);
  };
  try {
    await takeTour(folder, say);
    say(`All of it was as it should be. Pictures: ${folder}`);
    return 0;
  } catch (error) {
    say(`The tour ended early: ${error instanceof Error ? error.message : String(error)}`);
    say(`Pictures up to there: ${folder}`);
    return 1;
  }
}

// The driver keeps a handle on a window that was killed: without this the process would wait for it.
process.exit(await main());
