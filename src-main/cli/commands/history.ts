/** What was done from this computer: by the window and by runs of the CLI. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { asRolloutId, type RolloutId } from '../../../src-shared/ids.ts';
import { acceptanceText } from '../../../src-shared/acceptance.ts';
import { incidentMarkdown } from '../../../src-shared/incident-markdown.ts';
import type { RecordedAudit } from '../../../src-shared/audit.ts';
import type { TimelineEvent } from '../../../src-shared/panel.ts';
import { FaultError } from '../../../src-shared/result.ts';
import { ownerText, plain } from '../../../src-shared/wording.ts';
import { paperOfRecord } from '../../compare/findings/findings-paper.ts';
import { exportText } from '../../journal/export-record.ts';
import { openJournal } from '../../journal/journal.ts';
import { readRecord } from '../../journal/read-record.ts';
import { recordNames, rolloutOf } from '../../journal/record-names.ts';
import { exitCodes, type ExitCode } from '../exit-code.ts';
import type { CliRun } from '../ground.ts';
import { must, told } from '../in-place.ts';
import { comparedLines } from '../findings-text.ts';
import { findPlace, type KnownPlace } from '../open-place.ts';
import { table } from '../table.ts';
import { formatOf, paperGround, savePaper } from './save-findings.ts';

/** Needs no yard that answers: records lie on this computer. */
export function listHistory(run: CliRun, limit: number): Promise<ExitCode> {
  return told(run, async () => {
    const place = must(await findPlace(run, run.yard));
    const folders = await foldersOf(place);
    // A folder that cannot be read is not an empty one.
    for (const folder of folders) await namesIn(folder);
    const read = await Promise.all(
      folders.map(async (folder) => (await openJournal(folder, run.clock.now)).readHistory(limit)),
    );
    const events = read
      .flatMap((one) => one.events)
      .sort((a, b) => a.atMs - b.atMs)
      .slice(-limit);
    for (const { fault } of read.flatMap((one) => one.troubles)) run.terminal.fault(fault);
    run.terminal.answer('history', { events }, () =>
      events.length === 0
        ? 'Nothing was recorded yet.'
        : table([['WHEN', 'WHAT', 'DETAIL', 'BY', 'ROLLOUT'], ...events.map(row)]),
    );
    return exitCodes.done;
  });
}

/** The window's records, and those of each run that kept any. */
async function foldersOf({ journals: { panel, runs } }: KnownPlace): Promise<readonly string[]> {
  const names = await missingAsNone(runs, async () => {
    const all = await readdir(runs, { withFileTypes: true });
    return all.filter((one) => one.isDirectory()).map(({ name }) => name);
  });
  return [panel, ...names.map((name) => join(runs, name))];
}

/** Of the records in it; none where there is no such folder. @throws FaultError when it cannot be told. */
function namesIn(folder: string): Promise<readonly string[]> {
  return missingAsNone(folder, () => recordNames(folder));
}

async function missingAsNone(
  folder: string,
  read: () => Promise<readonly string[]>,
): Promise<readonly string[]> {
  try {
    return await read();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return [];
    throw new FaultError({
      code: 'damaged',
      message: `The records of changes cannot be read: ${plain(code ?? String(error), 200)}.`,
      where: folder,
      todo: 'Make the folder readable for you.',
    });
  }
}

function row({ atMs, title, detail, by, rollout }: TimelineEvent): readonly string[] {
  return [timeText(atMs), title, detail, by, rollout?.slice(0, 8) ?? '-'];
}

function timeText(atMs: number): string {
  const at = new Date(atMs);
  return Number.isNaN(at.getTime()) ? '-' : at.toISOString().replace('T', ' ').slice(0, 19);
}

/** @param named the rollout's id, or the beginning of it. */
export function showRecord(run: CliRun, named: string): Promise<ExitCode> {
  return told(run, async () => {
    const place = must(await findPlace(run, run.yard));
    const parts = await findRecords(place, named);
    const [record] = parts;
    const { id, band } = place;
    const { yardName: name, kind, detail } = band;
    const ground = {
      yard: { id, name, kind, detail },
      version: run.version,
      nowMs: run.clock.now(),
    };
    const exported = (one: RecordedAudit): object => JSON.parse(exportText(one, ground)) as object;
    const said = { ...exported(record), parts: parts.map(exported) };
    run.terminal.answer('record', said, () => parts.map(recordText).join('\n\n'));
    return exitCodes.done;
  });
}

/** What was found before the change, as a file; of what its records say, without asking the yard. */
export function saveRecordFindings(run: CliRun, named: string, path: string): Promise<ExitCode> {
  return told(run, async () => {
    formatOf(path);
    const place = must(await findPlace(run, run.yard));
    const parts = await findRecords(place, named);
    const ground = paperGround(run, place.band.yardName);
    for (const part of parts) {
      const paper = await paperOfRecord(part, ground);
      if (paper === null) continue;
      await savePaper(run, path, paper);
      return exitCodes.done;
    }
    const message = 'The record of this change says nothing of a comparison.';
    throw new FaultError({ code: 'not-found', message });
  });
}

/** The change as a summary for an incident, as Markdown; of what its records say, without asking the yard. */
export function showIncident(run: CliRun, named: string): Promise<ExitCode> {
  return told(run, async () => {
    const place = must(await findPlace(run, run.yard));
    const [record] = await findRecords(place, named);
    const events = await recordedEvents(run, place);
    const ground = { yardName: place.band.yardName, events, isWithoutNotes: true } as const;
    const markdown = incidentMarkdown(record, ground);
    run.terminal.answer('incident', { rollout: record.audit.rollout, markdown }, () => markdown);
    return exitCodes.done;
  });
}

/** Of which there are records on this computer, with the folders of those who wrote them. */
export async function recordedRollouts(
  place: KnownPlace,
): Promise<ReadonlyMap<RolloutId, readonly string[]>> {
  const found = new Map<RolloutId, readonly string[]>();
  for (const folder of await foldersOf(place)) {
    for (const rollout of new Set((await namesIn(folder)).map(rolloutOf))) {
      found.set(rollout, [...(found.get(rollout) ?? []), folder]);
    }
  }
  return found;
}

/** What the records of this computer tell, oldest first. */
export async function recordedEvents(
  { clock }: Pick<CliRun, 'clock'>,
  place: KnownPlace,
): Promise<readonly TimelineEvent[]> {
  const folders = await foldersOf(place);
  const read = await Promise.all(
    folders.map(async (folder) => (await openJournal(folder, clock.now)).readHistory(mostEvents)),
  );
  return read.flatMap(({ events }) => events).sort((a, b) => a.atMs - b.atMs);
}

/** No bound that anybody reaches. */
const mostEvents = 1_000_000;

/** @returns the parts of all who carried it from here, first the one with the newest end. */
export async function findRecords(
  place: KnownPlace,
  named: string,
): Promise<readonly [RecordedAudit, ...RecordedAudit[]]> {
  if (named === '') throw new FaultError({ code: 'bad-input', message: 'A change has a name.' });
  const found = await recordedRollouts(place);
  // Its whole name is never the beginning of another one.
  const matches = found.has(asRolloutId(named))
    ? [asRolloutId(named)]
    : [...found.keys()].filter((rollout) => rollout.startsWith(named));
  const [rollout] = matches;
  if (matches.length > 1) {
    const message = `${matches.length} changes begin with ${plain(named, 80)}.`;
    throw new FaultError({ code: 'bad-input', message, todo: 'Say more of its name.' });
  }
  if (rollout === undefined) {
    const message = 'There is no record of this change on this computer.';
    const todo = 'Look on the computer where it was pressed: each panel keeps its own records.';
    throw new FaultError({ code: 'not-found', message, todo });
  }
  return readParts(found.get(rollout) ?? [], rollout);
}

/** One that cannot be read hides none of the others. */
async function readParts(
  folders: readonly string[],
  rollout: RolloutId,
): Promise<readonly [RecordedAudit, ...RecordedAudit[]]> {
  const read = await Promise.all(folders.map((folder) => readRecord(folder, rollout)));
  const parts = read
    .flatMap((one) => (one.ok ? [one.value] : []))
    .sort((a, b) => endOf(b) - endOf(a));
  const [first, ...others] = parts;
  if (first !== undefined) return [first, ...others];
  const fault = read.find((one) => !one.ok)?.fault;
  throw new FaultError(
    fault ?? { code: 'not-found', message: 'There is no record of this change.' },
  );
}

/** A part that was handed over ended for its writer only. */
function endOf({ audit: { end, begunAtMs } }: RecordedAudit): number {
  if (end === null) return begunAtMs - Number.MAX_SAFE_INTEGER;
  return end.kind === 'handed-over' ? end.atMs - 2 ** 50 : end.atMs;
}

function recordText({ audit, trouble, file }: RecordedAudit): string {
  const {
    label,
    intent,
    weighed = [],
    owner,
    pressedAtMs,
    seenBefore,
    steps,
    told: said,
    compared,
    handovers,
    takeovers,
    end,
  } = audit;
  return [
    label,
    `Pressed ${timeText(pressedAtMs)} UTC by ${ownerText(owner)}; seen before: ${seenBefore.split}, revision ${seenBefore.revision}`,
    ...('accepted' in intent && intent.accepted !== undefined
      ? [`Warnings accepted: ${acceptanceText(intent.accepted)}`]
      : []),
    ...weighed.map(({ what, text }) => `  ${what}: ${text}`),
    ...(compared === undefined ? [] : comparedLines(compared.outcome)),
    ...steps.flatMap(({ title, attempts, token }) =>
      attempts.map(
        ({ attempt, sentAtMs, answer, tookMs, reason }) =>
          `${timeText(sentAtMs)}  ${title} (${token}, attempt ${attempt}): ${answer?.kind ?? 'no answer'}${tookMs === null ? '' : ` after ${tookMs} ms`}. ${reason}`,
      ),
    ),
    ...said.map(({ atMs, text, by }) => `${timeText(atMs)}  said by ${by}: ${text}`),
    ...takeovers.map(({ atMs, epoch }) => `${timeText(atMs)}  taken over, epoch ${epoch}`),
    ...handovers.map(({ atMs, to }) => `${timeText(atMs)}  handed over to ${ownerText(to)}`),
    end === null ? 'No end is recorded.' : `${timeText(end.atMs)}  ${end.kind}: ${end.text}`,
    `Record: ${file}${trouble === null ? '' : ` - ${trouble}`}`,
  ].join('\n');
}
