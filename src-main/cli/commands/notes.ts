/** What people write onto the timeline of a yard, kept there for everybody. */
import { findFleet } from '../../../src-shared/find-named.ts';
import type { Fleet } from '../../../src-shared/fleet.ts';
import { noteTrouble } from '../../../src-shared/note.ts';
import { FaultError } from '../../../src-shared/result.ts';
import { ownerText, plain } from '../../../src-shared/wording.ts';
import { exitCodes, type ExitCode } from '../exit-code.ts';
import type { CliRun } from '../ground.ts';
import { inPlace, must } from '../in-place.ts';
import { rolloutNamed } from '../rollout-named.ts';
import { table } from '../table.ts';

export interface NoteAbout {
  /** Null: the only one. */
  readonly fleet: string | null;
  /** The change's id, or the beginning of it; null: of the fleet itself. */
  readonly rollout: string | null;
}

export function writeNote(run: CliRun, text: string, about: NoteAbout): Promise<ExitCode> {
  return inPlace(run, async (place, seen) => {
    const trouble = noteTrouble(text);
    if (trouble !== null) throw new FaultError({ code: 'bad-input', message: trouble });
    const fleet = findFleet(seen.fleets, about.fleet);
    const { rollout: named } = about;
    const rollout = named === null ? null : await rolloutNamed(run, place, seen, fleet, named);
    const said = { by: ownerText(run.owner), text: text.trim() };
    const order = { id: run.newId(), fleet: fleet.id, rollout, ...said };
    const note = must(await place.yard.annotate(order));
    run.terminal.answer('note', { note }, () => `Kept in the yard, about ${plain(fleet.name, 80)}: everybody who looks at it sees it.`); // prettier-ignore
    return exitCodes.done;
  });
}

/** Those that come with a look: the newest hundred. */
export function listNotes(run: CliRun, named: string | null): Promise<ExitCode> {
  return inPlace(run, (_place, { fleets, notes = [] }) => {
    const only = named === null ? null : findFleet(fleets, named).id;
    const shown = notes.filter(({ fleet }) => only === null || fleet === only);
    run.terminal.answer('notes', { notes: shown }, () =>
      shown.length === 0
        ? 'Nobody has written a note.'
        : table([
            ['WHEN', 'FLEET', 'ROLLOUT', 'BY', 'NOTE'],
            ...shown.map(({ atMs, fleet, rollout, by, text }) => [
              ...[timeText(atMs), nameOf(fleets, fleet), rollout ?? '-', plain(by, 80)],
              plain(text, 600),
            ]),
          ]),
    );
    return Promise.resolve(exitCodes.done);
  });
}

function nameOf(fleets: readonly Fleet[], id: Fleet['id']): string {
  return plain(fleets.find((fleet) => fleet.id === id)?.name ?? id, 80);
}

function timeText(atMs: number): string {
  const at = new Date(atMs);
  return Number.isNaN(at.getTime()) ? '-' : at.toISOString().replace('T', ' ').slice(0, 19);
}
