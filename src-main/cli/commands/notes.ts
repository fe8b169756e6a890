/** What people write onto the timeline of a yard, kept there for everybody. */
import { findFleet } from '../../../src-shared/find-named.ts';
import type { Fleet } from '../../../src-shared/fleet.ts';
import { asRolloutId, type RolloutId } from '../../../src-shared/ids.ts';
import { noteTrouble } from '../../../src-shared/note.ts';
import { FaultError } from '../../../src-shared/result.ts';
import { ownerText, plain } from '../../../src-shared/wording.ts';
import { exitCodes, type ExitCode } from '../exit-code.ts';
import type { CliRun } from '../ground.ts';
import { inPlace, must } from '../in-place.ts';
import { table } from '../table.ts';

export interface NoteAbout {
  /** Null: the only one. */
  readonly fleet: string | null;
  /** Null: of the fleet itself. */
  readonly rollout: string | null;
}

export function writeNote(run: CliRun, text: string, about: NoteAbout): Promise<ExitCode> {
  return inPlace(run, async ({ yard }, { fleets }) => {
    const trouble = noteTrouble(text);
    if (trouble !== null) throw new FaultError({ code: 'bad-input', message: trouble });
    const fleet = findFleet(fleets, about.fleet);
    const rollout = rolloutNamed(about.rollout);
    const said = { by: ownerText(run.owner), text: text.trim() };
    const order = { id: run.newId(), fleet: fleet.id, rollout, ...said };
    const note = must(await yard.annotate(order));
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

function rolloutNamed(named: string | null): RolloutId | null {
  if (named === null) return null;
  if (/^[\w.-]{1,64}$/u.test(named)) return asRolloutId(named);
  const message = `A rollout is named by its id; this is none: ${plain(named, 80)}.`;
  throw new FaultError({
    code: 'bad-input',
    message,
    todo: '`blockyard history --json` has them.',
  });
}
