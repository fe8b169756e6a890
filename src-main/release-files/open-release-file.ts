/**
 * A release file for the window: read, checked, and what it names found in the yard that is on screen. Nothing is sent
 * and nothing is imported; the press comes later, in the dialog that is filled in from it.
 */
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { findFleet, findImage } from '../../src-shared/find-named.ts';
import type { OpenedRelease } from '../../src-shared/opened-release.ts';
import type { PanelSnapshot } from '../../src-shared/panel.ts';
import { termsIn } from '../../src-shared/release-file.ts';
import type { ReleaseFile } from '../../src-shared/release-file-schema.ts';
import { fail, faultOf, succeed, type Fault, type Result } from '../../src-shared/result.ts';
import { plain } from '../../src-shared/wording.ts';
import { readReleaseFile } from './read-release-file.ts';
import { sourceIn } from './source-in.ts';

const notSent = 'Nothing was sent. docs/release-file.json says what a release file may hold.';

/** @param panel what the window shows: the yard and all that is seen in it. */
export async function openReleaseFile(
  path: string,
  panel: PanelSnapshot,
): Promise<Result<OpenedRelease>> {
  const about = (fault: Fault): Result<never> =>
    fail({ ...fault, where: path, todo: fault.todo ?? notSent });
  // A pipe would be waited for until somebody writes into it.
  const isFile = await stat(path).then(
    (found) => found.isFile(),
    () => true,
  );
  if (!isFile) return about({ code: 'bad-input', message: 'This is not a file.' });
  const read = await readReleaseFile(path);
  if (!read.ok) return about({ ...read.fault, todo: notSent });
  try {
    const found = await releaseIn(read.value, panel, basename(path));
    return found.ok ? found : about(found.fault);
  } catch (error) {
    return about(faultOf(error));
  }
}

/** @throws FaultError of what is not there, with what there is. */
async function releaseIn(
  file: ReleaseFile,
  panel: PanelSnapshot,
  name: string,
): Promise<Result<OpenedRelease>> {
  const elsewhere = yardProblem(file, panel);
  if (elsewhere !== null) return fail(elsewhere);
  if (!panel.capabilities.verbs.includes('release')) {
    return fail({ code: 'refused', message: 'In this yard nothing can be released.' });
  }
  if (file.fleet === undefined && panel.fleets.length > 1) {
    const message = `The file names no fleet, and this yard has ${panel.fleets.length}.`;
    return fail({ code: 'bad-input', message, todo: 'Write `fleet: NAME` into it.' });
  }
  if (file.importFrom !== undefined) {
    const message = `importFrom: ${plain(file.importFrom, 200)} is to be imported, and a plan imports nothing.`;
    const todo = 'Import it on the images screen, and name it in the file with `image`.';
    return fail({ code: 'bad-input', message, todo });
  }
  const fleet = findFleet(panel.fleets, file.fleet ?? null);
  return succeed({
    ...{ file: name, fleet: fleet.id, terms: termsIn(file) },
    ...(file.acceptWarnings !== undefined && { acceptWarnings: file.acceptWarnings }),
    source: await sourceIn(file, fleet, () => findImage(panel.images, file.image ?? '').id),
  });
}

/** A file that names no yard means the local one, here as for the command line. */
function yardProblem({ yard }: ReleaseFile, panel: PanelSnapshot): Fault | null {
  const shown = panel.yards.find(({ id }) => id === panel.yard);
  const wanted = yard ?? 'local';
  if (panel.yard === wanted || shown?.name === wanted) return null;
  const here = plain(shown?.name ?? panel.yard, 60);
  if (yard === undefined) {
    const message = `The file names no yard, which means the local one; ${here} is on screen.`;
    const todo = `Show the local yard and open the file again, or write \`yard: ${here}\` into it.`;
    return { code: 'bad-input', message, todo };
  }
  const isKnown = panel.yards.some(({ id, name }) => id === wanted || name === wanted);
  return isKnown
    ? {
        code: 'bad-input',
        message: `The file is for the yard ${plain(wanted, 80)}; ${here} is on screen.`,
        todo: 'Show that yard and open the file again.',
      }
    : {
        code: 'not-found',
        message: `There is no yard ${plain(wanted, 80)}.`,
        todo: `There are: ${panel.yards.map(({ name }) => plain(name, 60)).join(', ')}.`,
      };
}
