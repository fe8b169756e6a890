/** Each change that the window has a button for, with the same plan, the same guards and the same record. */
import { dirname, resolve } from 'node:path';
import type { Wish } from '../../../src-shared/wish-schema.ts';
import type { Fleet } from '../../../src-shared/fleet.ts';
import {
  asFleetId,
  asGenerationId,
  asImageId,
  generationIdOf,
  labelOfGeneration,
  type ImageId,
} from '../../../src-shared/ids.ts';
import type { Image } from '../../../src-shared/image.ts';
import { FaultError, type Fault } from '../../../src-shared/result.ts';
import { stoppedAside } from '../../../src-shared/revert-readiness.ts';
import { plain } from '../../../src-shared/wording.ts';
import { within } from '../../clock/within.ts';
import { currentOf, wayBackOf } from '../../../src-shared/roles.ts';
import { promisedProof } from '../../../src-shared/proof-alone.ts';
import { termsIn } from '../../../src-shared/release-file.ts';
import type { ReleaseFile } from '../../../src-shared/release-file-schema.ts';
import type { YardObservation } from '../../yards/port.ts';
import { beginAndFollow, carryOut, type CarryOptions } from '../carry-out.ts';
import type { ExitCode } from '../exit-code.ts';
import { findBlock, findFleet, findGeneration, findImage } from '../../../src-shared/find-named.ts';
import type { CliRun } from '../ground.ts';
import { inOpenPlace, inPlace, must, told } from '../in-place.ts';
import type { OpenPlace } from '../open-place.ts';
import { readReleaseFile } from '../../release-files/read-release-file.ts';
import { sourceIn } from '../../release-files/source-in.ts';

export interface ChangeOptions extends CarryOptions {
  /** Null: the only one. */
  readonly fleet: string | null;
}

type WishOf = (fleet: Fleet, seen: YardObservation, place: OpenPlace) => Wish | Promise<Wish>;

function change(run: CliRun, options: ChangeOptions, wishOf: WishOf): Promise<ExitCode> {
  return inPlace(run, async (place, seen) => {
    const fleet = findFleet(seen.fleets, options.fleet);
    return carryOut(run, place, fleet, await wishOf(fleet, seen, place), options);
  });
}

export function cutOver(run: CliRun, to: string, options: ChangeOptions): Promise<ExitCode> {
  return change(run, options, (fleet) => ({
    kind: 'cut-over',
    to: findGeneration(fleet, to).id,
    expectedRevision: fleet.split.revision,
  }));
}

/** @param to null: the way back that the yard knows. */
export function revert(run: CliRun, to: string | null, options: ChangeOptions): Promise<ExitCode> {
  return inOpenPlace(run, async (place) => {
    const canGoUnseen = to !== null && options.fleet !== null && !options.planOnly;
    const look = place.look();
    const seen = await (canGoUnseen ? within(run.clock, sightMs, look) : look);
    if (!seen.ok) return revertUnseen(run, place, to, options, seen.fault);
    const { fleets } = seen.value;
    // Where a host shows all that there is, a name that it does not show is a wrong one.
    const isPartial =
      place.opened.hostVersion() === null &&
      to !== null &&
      options.fleet !== null &&
      fleets.every(({ id }) => id !== options.fleet);
    // A look that misses what was named proves nothing (rule 8).
    if (isPartial && fleets.every(({ name }) => name !== options.fleet))
      return revertUnseen(run, place, to, options, notSeen);
    const fleet = findFleet(fleets, options.fleet);
    const back = to === null ? wayBackOf(fleet) : findGeneration(fleet, to);
    if (back === undefined && fleet.rollout?.intent.kind === 'release') {
      const message = 'A release runs, and it has moved no traffic yet.';
      throw new FaultError({ code: 'refused', message, todo: 'End it with `blockyard abort`.' });
    }
    if (back === undefined) {
      const stopped = stoppedAside(fleet);
      if (stopped !== undefined) {
        const label = labelOfGeneration(stopped);
        const message = `Nothing is there to revert to: ${label} is stopped.`;
        const todo = `Start it again (\`blockyard start ${label}\`) and cut over to it.`;
        throw new FaultError({ code: 'refused', message, todo });
      }
      const message = 'There is no cutover to take back.';
      throw new FaultError({ code: 'refused', message, todo: 'Say where to with --to.' });
    }
    return carryOut(run, place, fleet, { kind: 'revert', to: back.id }, options);
  });
}

/** A revert waits for nothing (rule 5): with reads failing it goes where it is told to. */
const sightMs = 1500;

const notSeen: Fault = { code: 'not-found', message: 'The look does not show this fleet.' };

/** Of the ids of all yards. */
const longestName = 400;

function revertUnseen(
  run: CliRun,
  place: OpenPlace,
  to: string | null,
  { fleet, planOnly, yes, handOver }: ChangeOptions,
  fault: Fault,
): Promise<ExitCode> {
  for (const name of [fleet, to]) {
    if (name !== null && (name === '' || name.length > longestName)) {
      const message = `A name has 1 to ${String(longestName)} characters; this one has ${String(name.length)}.`;
      throw new FaultError({ code: 'bad-input', message });
    }
  }
  if (fleet === null || to === null || planOnly) {
    const todo =
      'Name --fleet and --to by their ids: then the revert goes without being able to look.';
    throw new FaultError({ ...fault, todo });
  }
  const number = /^v?(\d{1,6})$/u.exec(to)?.[1];
  // The yards whose generations are named by us name them so; others say that there is none.
  const id = number === undefined ? asGenerationId(to) : generationIdOf(fleet, Number(number));
  const wish: Wish = { kind: 'revert', to: id };
  const label = `Revert to ${plain(to, 80)}, unseen`;
  return beginAndFollow(run, place, { fleet: asFleetId(fleet), wish, label, yes, handOver });
}

export function launch(
  run: CliRun,
  image: string,
  size: number | null,
  options: ChangeOptions,
): Promise<ExitCode> {
  return change(run, options, async (fleet, { images }, place) => {
    const { id } = await imageIn(place, images, image);
    return { kind: 'launch', image: id, size: size ?? currentOf(fleet)?.size ?? 1 };
  });
}

/** Also one that no fleet runs yet, where the yard can be asked for it by its id. */
async function imageIn(
  { yard, look }: OpenPlace,
  images: readonly Image[],
  named: string,
): Promise<Image> {
  const isUnknown = yard.capabilities.findsImages && images.every(({ id }) => id !== named);
  const found = isUnknown ? await yard.describeImage(asImageId(named)) : null;
  if (found?.ok !== true) return findImage(images, named);
  // The plan is made on a look, and from now on looks show it.
  must(await look());
  return found.value.image;
}

export function replace(run: CliRun, named: string, options: ChangeOptions): Promise<ExitCode> {
  return change(run, options, (fleet) => {
    const { generation, block } = findBlock(fleet, named);
    return { kind: 'replace', generation: generation.id, block: block.id };
  });
}

/** @param confirm the generation's id, typed again: with it goes the way back. */
export function retire(
  run: CliRun,
  named: string,
  confirm: string,
  options: ChangeOptions,
): Promise<ExitCode> {
  return change(run, options, (fleet) => {
    const { id } = findGeneration(fleet, named);
    return { kind: 'retire', generation: id, typedName: confirm };
  });
}

/** @param confirm the generation's id, typed again: what is adopted can be ended from here. */
export function adopt(
  run: CliRun,
  named: string,
  confirm: string,
  options: ChangeOptions,
): Promise<ExitCode> {
  return change(run, options, (fleet) => {
    return { kind: 'adopt', generation: findGeneration(fleet, named).id, typedName: confirm };
  });
}

export function stop(run: CliRun, named: string, options: ChangeOptions): Promise<ExitCode> {
  return change(run, options, (fleet) => {
    return { kind: 'stop', generation: findGeneration(fleet, named).id };
  });
}

export function start(run: CliRun, named: string, options: ChangeOptions): Promise<ExitCode> {
  return change(run, options, (fleet) => {
    return { kind: 'start', generation: findGeneration(fleet, named).id };
  });
}

export function scale(
  run: CliRun,
  named: string,
  size: number,
  options: ChangeOptions,
): Promise<ExitCode> {
  return change(run, options, (fleet) => {
    return { kind: 'scale', generation: findGeneration(fleet, named).id, size };
  });
}

/** The yard and the fleet of the file, unless the command line names others. */
export function release(run: CliRun, path: string, options: ChangeOptions): Promise<ExitCode> {
  return told(run, async () => {
    const file = must(await readReleaseFile(path, run));
    const named = { ...run, yard: run.yard ?? file.yard ?? null };
    return inPlace(named, async (place, seen) => {
      const fleet = findFleet(seen.fleets, options.fleet ?? file.fleet ?? null);
      if (file.importFrom !== undefined && options.planOnly) {
        const message =
          'A plan imports nothing, and this file names an image that is to be imported.';
        const todo = 'Import it first (blockyard image import PATH) and name it with `image`.';
        throw new FaultError({ code: 'bad-input', message, todo });
      }
      const source = await sourceIn(file, fleet, () => imageFor(place, { file, path, seen }));
      const { revision: expectedRevision } = fleet.split;
      const wish: Wish = {
        ...{ kind: 'release', source, terms: termsIn(file), expectedRevision },
        ...promisedProof(place.yard.capabilities, fleet),
      };
      // What was imported for it is not in the look before; what was found is already.
      if (file.importFrom !== undefined) must(await place.look());
      const acceptWarnings = options.acceptWarnings ?? file.acceptWarnings ?? null;
      return carryOut(named, place, fleet, wish, { ...options, acceptWarnings });
    });
  });
}

interface SourceGround {
  readonly file: ReleaseFile;
  readonly path: string;
  readonly seen: YardObservation;
}

/** Imported first where the file says so. */
async function imageFor(place: OpenPlace, { file, path, seen }: SourceGround): Promise<ImageId> {
  if (file.importFrom === undefined)
    return (await imageIn(place, seen.images, file.image ?? '')).id;
  return must(await place.yard.importImage(resolve(dirname(path), file.importFrom))).id;
}
