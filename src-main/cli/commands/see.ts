/** What there is: yards, fleets, images. Nothing is changed. */
import { resolve } from 'node:path';
import type { Entry, Fleet, Generation } from '../../../src-shared/fleet.ts';
import { labelOfGeneration } from '../../../src-shared/ids.ts';
import type { Image } from '../../../src-shared/image.ts';
import { revertReadiness, type RevertReadiness } from '../../../src-shared/revert-readiness.ts';
import { healthyCount, roleOf, weightOf } from '../../../src-shared/roles.ts';
import { describeSplit } from '../../../src-shared/split.ts';
import type { YardObservation } from '../../yards/port.ts';
import { carrierName } from '../carrier-text.ts';
import { utcText } from '../../../src-shared/utc-text.ts';
import { exitCodes, type ExitCode } from '../exit-code.ts';
import { findFleet, findImage } from '../../../src-shared/find-named.ts';
import type { CliRun } from '../ground.ts';
import { inPlace, must, told } from '../in-place.ts';
import { knownPlaces } from '../open-place.ts';
import { table } from '../table.ts';
import { unsavedText } from '../unsaved.ts';

export function listYards(run: CliRun): Promise<ExitCode> {
  return told(run, async () => {
    const { places, problem } = await knownPlaces(run);
    if (problem !== null) run.terminal.tell('problem', { problem }, problem);
    const yards = places.map(({ id, band }) => ({
      ...{ id, name: band.yardName, kind: band.kind, detail: band.detail },
      account: band.account?.id ?? null,
      region: band.account?.region ?? null,
      safety: band.account?.safety ?? null,
    }));
    run.terminal.answer('yards', { yards }, () =>
      table([
        ['YARD', 'NAME', 'KIND', 'ACCOUNT', 'REGION', 'SAFETY'],
        ...yards.map(({ id, name, kind, account, region, safety }) => [
          ...[id, name, kind, account ?? '-', region ?? '-', safety ?? '-'],
        ]),
      ]),
    );
    return exitCodes.done;
  });
}

/** Starting is what every other command does by itself where it has to. */
export function startYard(run: CliRun): Promise<ExitCode> {
  return inPlace(run, ({ opened, id }, seen) => {
    tellTroubles(run, seen);
    const host = opened.hostVersion();
    run.terminal.answer('yard', { yard: id, host }, () =>
      host === null ? 'It is reached.' : `It runs, with yard host ${host}.`,
    );
    return Promise.resolve(exitCodes.done);
  });
}

export function listFleets(run: CliRun): Promise<ExitCode> {
  return inPlace(run, (_place, seen) => {
    tellTroubles(run, seen);
    const { fleets, observedAtMs } = seen;
    run.terminal.answer('fleets', { fleets }, () =>
      table([
        ['FLEET', 'ENTRY', 'SPLIT', 'WAY BACK', 'CHANGE'],
        ...fleets.map((fleet) => [fleet.name, fleet.entry.kind === 'http' ? fleet.entry.url : 'none', describeSplit(fleet), wayBack(fleet), runningIn(fleet, observedAtMs)]), // prettier-ignore
      ]),
    );
    return Promise.resolve(exitCodes.done);
  });
}

export function showFleet(run: CliRun, named: string | null): Promise<ExitCode> {
  return inPlace(run, (place, seen) => {
    tellTroubles(run, seen);
    const { fleets, observedAtMs, notSavedBecause = null } = seen;
    const fleet = findFleet(fleets, named);
    const ready = revertReadiness(fleet, place.rollouts.expectedRevertMs(fleet.id));
    run.terminal.answer('fleet', { fleet, revert: readyFacts(ready), notSavedBecause }, () =>
      [
        ...(notSavedBecause === null ? [] : [unsavedText(notSavedBecause)]),
        `${fleet.name}, ${entryWords(fleet.entry)}, floor ${fleet.floor}`,
        `Split: ${describeSplit(fleet)}, revision ${fleet.split.revision}. ${backText(ready)}`,
        `Change: ${runningIn(fleet, observedAtMs)}`,
        table([
          ['GENERATION', 'ROLE', 'TRAFFIC', 'HEALTHY', 'IMAGE', 'RUNG'],
          ...fleet.generations.map((one) => generationRow(fleet, one)),
        ]),
        table([
          ['BLOCK', 'STATE', 'ADDRESS'],
          ...fleet.generations.flatMap((one) =>
            one.blocks.map((block) => [
              `${labelOfGeneration(one)}/${block.slot}`,
              block.state.kind,
              block.id,
            ]),
          ),
        ]),
      ].join('\n'),
    );
    return Promise.resolve(exitCodes.done);
  });
}

function entryWords(entry: Entry): string {
  return entry.kind === 'http'
    ? `entry ${entry.url} (${entry.state.kind})`
    : 'no entry: its blocks fetch their work';
}

function backText(ready: RevertReadiness): string {
  if (ready.kind === 'nothing') return ready.because;
  const said = ready.conditions.map(({ text }) => text).join(' ');
  return `Revert to ${labelOfGeneration(ready.to)}: ${ready.kind === 'ready' ? 'ready' : ready.because}. ${said}`.trim();
}

function readyFacts(ready: RevertReadiness): object {
  if (ready.kind === 'nothing') return ready;
  const { kind, conditions, to } = ready;
  return { kind, to: to.id, conditions };
}

function generationRow(fleet: Fleet, one: Generation): readonly string[] {
  return [
    labelOfGeneration(one),
    roleOf(fleet, one),
    `${weightOf(fleet, one.id)} %`,
    `${healthyCount(one)} of ${one.size}`,
    one.image,
    one.rung,
  ];
}

function wayBack(fleet: Fleet): string {
  const ready = revertReadiness(fleet, null);
  return ready.kind === 'nothing' ? '-' : `${labelOfGeneration(ready.to)} (${ready.kind})`;
}

function runningIn({ rollout }: Fleet, yardNowMs: number): string {
  if (rollout === null) return 'none';
  const { intent, step } = rollout;
  return `${intent.kind} by ${carrierName(rollout, yardNowMs)}${step === undefined ? '' : `: ${step.title}`}`;
}

/** What the yard itself found wrong, such as a damaged state: an empty list is not all there is to say then. */
function tellTroubles({ terminal }: CliRun, { notices }: YardObservation): void {
  for (const notice of notices) {
    if (notice.severity !== 'trouble') continue;
    terminal.tell('notice', { notice }, `${utcText(notice.atMs)}: ${notice.text}`);
  }
}

export function listImages(run: CliRun): Promise<ExitCode> {
  return inPlace(run, (_place, { images }) => {
    run.terminal.answer('images', { images }, () =>
      table([['IMAGE', 'ID', 'BUILT', 'COMMIT'], ...images.map(imageRow)]),
    );
    return Promise.resolve(exitCodes.done);
  });
}

function imageRow({ id, name, version, facts }: Image): readonly string[] {
  return [`${name}@${version}`, id.slice(0, 23), facts.builtAt ?? '-', facts.commit ?? '-'];
}

export function showImage(run: CliRun, named: string): Promise<ExitCode> {
  return inPlace(run, async ({ yard }, { images }) => {
    const { image, missing } = must(await yard.describeImage(findImage(images, named).id));
    run.terminal.answer('image', { image, missing }, () => JSON.stringify(image, null, 2));
    return exitCodes.done;
  });
}

export function importImage(run: CliRun, path: string): Promise<ExitCode> {
  return inPlace(run, async ({ yard }) => {
    const image = must(await yard.importImage(resolve(path)));
    run.terminal.answer('image', { image }, () => `${image.name}@${image.version}  ${image.id}`);
    return exitCodes.done;
  });
}
