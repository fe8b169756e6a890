/** The change that a note is about, by its id or the beginning of it. One that nobody knows has nobody who reads it. */
import type { Fleet } from '../../src-shared/fleet.ts';
import type { RolloutId } from '../../src-shared/ids.ts';
import { FaultError } from '../../src-shared/result.ts';
import { plain } from '../../src-shared/wording.ts';
import type { YardObservation } from '../yards/port.ts';
import { findRecords, recordedEvents, recordedRollouts } from './commands/history.ts';
import type { CliRun } from './ground.ts';
import type { OpenPlace } from './open-place.ts';

/** Whoever mistyped one finds it among the newest. */
const mostTold = 5;

/**
 * Known is what runs, what others have written notes about, and what was recorded on this computer.
 * @throws FaultError of what is not known, with what is
 */
export async function rolloutNamed(
  run: CliRun,
  place: OpenPlace,
  { fleets, notes = [] }: YardObservation,
  fleet: Fleet,
  named: string,
): Promise<RolloutId> {
  const inYard = new Map<RolloutId, Fleet['id']>([
    ...notes.flatMap((one) => (one.rollout === null ? [] : [[one.rollout, one.fleet] as const])),
    ...fleets.flatMap(({ id, rollout }) => (rollout === null ? [] : [[rollout.id, id] as const])),
  ]);
  const known = [...new Set([...inYard.keys(), ...(await recordedRollouts(place)).keys()])];
  const exact = known.filter((id) => id === named);
  const found =
    exact.length > 0 || named === '' ? exact : known.filter((id) => id.startsWith(named));
  const [rollout] = found;
  if (found.length > 1) {
    const message = `${String(found.length)} changes begin with ${plain(named, 80)}.`;
    throw new FaultError({ code: 'bad-input', message, todo: 'Say more of its id.' });
  }
  if (rollout === undefined) {
    const message = `No change ${plain(named, 80)} is known here, so the note was not written.`;
    throw new FaultError({ code: 'bad-input', message, todo: await thereAre(run, place, fleet) });
  }
  const of = inYard.get(rollout) ?? (await findRecords(place, rollout))[0].audit.fleet;
  if (of === fleet.id) return rollout;
  const other = plain(fleets.find(({ id }) => id === of)?.name ?? of, 80);
  const message = `The change ${rollout} is one of ${other}, not of ${plain(fleet.name, 80)}.`;
  throw new FaultError({ code: 'bad-input', message, todo: 'Name its fleet with --fleet.' });
}

async function thereAre(run: CliRun, place: OpenPlace, fleet: Fleet): Promise<string> {
  const titles = new Map<RolloutId, string>();
  for (const { fleet: of, rollout, title } of await recordedEvents(run, place)) {
    if (of === fleet.id && rollout !== null && !titles.has(rollout)) titles.set(rollout, title);
  }
  if (fleet.rollout !== null) titles.set(fleet.rollout.id, 'runs now');
  const newest = [...titles].slice(-mostTold).reverse();
  const listed = newest.map(([id, title]) => `${id.slice(0, 8)} (${plain(title, 80)})`).join(', ');
  const without = 'Without --rollout a note is about the fleet itself.';
  if (listed === '') return `No change of this fleet was recorded on this computer. ${without}`;
  const more = titles.size > newest.length ? ', and older ones in `blockyard history`' : '';
  return `There are: ${listed}${more}. ${without}`;
}
