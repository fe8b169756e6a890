/** Opens one yard for one run: the same engine as the panel's, without a window, and with a journal of its own. */
import { rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { listFor } from '../../src-shared/appearance.ts';
import type { AppearanceList } from '../../src-shared/appearance-schema.ts';
import type { Owner } from '../../src-shared/handover-schema.ts';
import { asRolloutId, asYardId, type FleetId, type YardId } from '../../src-shared/ids.ts';
import type { Band } from '../../src-shared/panel.ts';
import { fail, succeed, type Fault, type Result } from '../../src-shared/result.ts';
import { writeRefusal } from '../../src-shared/safety.ts';
import { plain } from '../../src-shared/wording.ts';
import { askSamples } from '../compare/findings/ask-behaviour.ts';
import { createObservations, type Observations } from '../fleets/observations.ts';
import { openJournal } from '../journal/journal.ts';
import type { RolloutEvent } from '../rollouts/rollout-event.ts';
import { createRollouts, type Rollouts } from '../rollouts/rollouts.ts';
import { guardedYard } from '../sessions/guarded-yard.ts';
import { openSettingsFile } from '../settings/settings-file.ts';
import { awsBand } from '../yards/aws/aws-band.ts';
import type { KeptYard } from '../yards/kept-yard.ts';
import type { OpenedYard, OpenYard } from '../yards/opened-yard.ts';
import type { Yard, YardObservation } from '../yards/port.ts';
import { yardKinds } from '../yards/registry.ts';
import type { CliGround } from './ground.ts';

export interface KnownPlace {
  readonly id: YardId;
  readonly band: Band;
  readonly open: OpenYard;
  readonly journals: Journals;
  /** What its operator compares of a fleet, as the panel keeps it. */
  readonly listOf: (fleet: FleetId) => AppearanceList;
}

/** Folders of records. */
export interface Journals {
  readonly panel: string;
  /** Holds one folder for each run that began or took up something: two who write to one record damage it. */
  readonly runs: string;
  readonly own: string;
}

export interface OpenPlace extends KnownPlace {
  readonly opened: OpenedYard;
  readonly yard: Yard;
  readonly observations: Observations;
  readonly rollouts: Rollouts;
  /** A look of now. */
  readonly look: () => Promise<Result<YardObservation>>;
  readonly onEvent: (listener: (event: RolloutEvent) => void) => () => void;
  /** After the connection has become another, see `opened.link`. */
  readonly onLink: (listener: () => void) => () => void;
  readonly close: () => Promise<void>;
}

export function localYardFolder(dataFolder: string): string {
  return join(dataFolder, 'yard');
}

export interface KnownPlaces {
  /** The local one first, then those that were connected in the panel. */
  readonly places: readonly KnownPlace[];
  /** Why connected ones may be missing, as one sentence. */
  readonly problem: string | null;
}

export async function knownPlaces(ground: CliGround): Promise<KnownPlaces> {
  const { dataFolder } = ground;
  const settings = await openSettingsFile(dataFolder);
  const kept = settings.yards().map((one) => awsPlace(ground, one));
  const { appearance } = settings.current();
  const places = [localPlace(ground), ...kept].map((place) => ({
    ...place,
    listOf: (fleet: FleetId) => listFor(appearance, { yard: place.id, fleet }),
  }));
  return { places, problem: settings.problem };
}

type UnlistedPlace = Omit<KnownPlace, 'listOf'>;

function localPlace({ dataFolder, clock, owner, spawnHost }: CliGround): UnlistedPlace {
  const band: Band = {
    ...{ yardName: 'Local yard', kind: 'local', detail: `${owner.host}, real servers` },
    account: null,
  };
  const yardFolder = localYardFolder(dataFolder);
  const open = yardKinds.local({ yardFolder, clock, band, spawnHost: () => spawnHost(yardFolder) });
  const journals = journalsIn(
    join(dataFolder, 'journal'),
    join(dataFolder, 'cli', 'journal'),
    owner,
  );
  return { id: asYardId('local'), band, open, journals };
}

function journalsIn(panel: string, runs: string, owner: Owner): Journals {
  return { panel, runs, own: join(runs, owner.panel) };
}

function awsPlace(
  { dataFolder, clock, version, environment, owner }: CliGround,
  kept: KeptYard,
): UnlistedPlace {
  const door = yardKinds.aws({ clock, version, environment });
  const journal = (folder: string): string => join(folder, 'yards', kept.id, 'journal');
  return {
    id: kept.id,
    band: awsBand(kept, null),
    open: (changed) => door.open(() => kept, changed),
    journals: journalsIn(journal(dataFolder), journal(join(dataFolder, 'cli')), owner),
  };
}

/** @param named as `yard ls` lists it: its id, or `local`, or its name. */
export async function findPlace(
  ground: CliGround,
  named: string | null,
): Promise<Result<KnownPlace>> {
  const { places, problem } = await knownPlaces(ground);
  const wanted = named ?? 'local';
  const found = places.filter(({ id, band }) => id === wanted || band.yardName === wanted);
  const [place] = found;
  if (place !== undefined && found.length === 1) return succeed(place);
  const known = places.map(({ id, band }) => `${id} (${plain(band.yardName, 60)})`).join(', ');
  const message =
    place === undefined
      ? `There is no yard ${plain(wanted, 80)}.`
      : `${found.length} yards are called ${plain(wanted, 80)}.`;
  return fail({ code: 'bad-input', message, todo: `There are: ${known}. Accounts are connected in the window.${problem === null ? '' : ` ${problem}`}` }); // prettier-ignore
}

export const interruptedFault: Fault = {
  code: 'unreachable',
  message: 'Interrupted: nothing was begun.',
};

/** Whoever does not want to wait any more does not wait for a yard that does not answer either. */
function unlessInterrupted<Value>(
  interrupted: AbortSignal,
  work: Promise<Result<Value>>,
): Promise<Result<Value>> {
  const gone = new Promise<Result<Value>>((resolve) => {
    if (interrupted.aborted) resolve(fail(interruptedFault));
    interrupted.addEventListener('abort', () => resolve(fail(interruptedFault)), { once: true });
  });
  return Promise.race([work, gone]);
}

const readyMs = 10_000;
const againMs = 100;

export async function openPlace(ground: CliGround, place: KnownPlace): Promise<Result<OpenPlace>> {
  const { clock, newId, owner, interrupted } = ground;
  const links = new Set<() => void>();
  const changed = (): void => {
    for (const listener of links) listener();
  };
  const result = await unlessInterrupted(interrupted, place.open(changed));
  if (!result.ok) return result;
  const opened = result.value;
  const started = await unlessInterrupted(interrupted, opened.start());
  if (!started.ok) {
    opened.close();
    return started;
  }
  const yard = guardedYard(opened.yard, {
    refusal: () => writeRefusal(opened.band()),
    signedOut: () => null,
    looked: () => undefined,
  });
  const listeners = new Set<(event: RolloutEvent) => void>();
  const observations = createObservations(yard, clock, opened.times);
  const rollouts = createRollouts({
    ...{ yard, observations, clock, owner, limits: opened.limits },
    journal: await openJournal(place.journals.own, clock.now),
    newRolloutId: () => asRolloutId(newId()),
    samples: askSamples({ clock, listOf: place.listOf, keep: () => undefined }),
    onEvent: (event) => {
      for (const listener of listeners) listener(event);
    },
  });
  /** The connection of a host that has just been started may take a moment. */
  const look = async (): Promise<Result<YardObservation>> => {
    const begunMs = clock.monotonicMs();
    for (;;) {
      const seen = await unlessInterrupted(interrupted, observations.fresh());
      const isOver = clock.monotonicMs() - begunMs > readyMs || interrupted.aborted;
      if (seen.ok || isOver || seen.fault.code !== 'unreachable') return seen;
      await clock.delay(againMs, interrupted);
    }
  };
  return succeed({
    ...place,
    ...{ opened, yard, observations, rollouts, look },
    onLink: (listener) => {
      links.add(listener);
      return () => links.delete(listener);
    },
    onEvent: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: async () => {
      observations.stop();
      await rollouts.stop();
      opened.close();
      // A run that only looked leaves nothing behind.
      await rmdir(place.journals.own).catch(() => undefined);
    },
  });
}
