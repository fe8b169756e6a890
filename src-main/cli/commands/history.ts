/** What was done from this computer: by the window and by runs of the CLI. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { asRolloutId } from '../../../src-shared/ids.ts';
import type { RecordedAudit } from '../../../src-shared/audit.ts';
import type { TimelineEvent } from '../../../src-shared/panel.ts';
import { FaultError } from '../../../src-shared/result.ts';
import { ownerText } from '../../../src-shared/wording.ts';
import { exportText } from '../../journal/export-record.ts';
import { openJournal } from '../../journal/journal.ts';
import { readRecord } from '../../journal/read-record.ts';
import { exitCodes, type ExitCode } from '../exit-code.ts';
import type { CliRun } from '../ground.ts';
import { must, told } from '../in-place.ts';
import { findPlace, type KnownPlace } from '../open-place.ts';
import { table } from '../table.ts';

/** Needs no yard that answers: records lie on this computer. */
export function listHistory(run: CliRun, limit: number): Promise<ExitCode> {
  return told(run, async () => {
    const place = must(await findPlace(run, run.yard));
    const folders = await foldersOf(place);
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
  const names = await readdir(runs).catch(() => []);
  return [panel, ...names.map((name) => join(runs, name))];
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
    const record = await findRecord(run, place, named);
    const { id, band } = place;
    const { yardName: name, kind, detail } = band;
    const ground = {
      yard: { id, name, kind, detail },
      version: run.version,
      nowMs: run.clock.now(),
    };
    run.terminal.answer('record', JSON.parse(exportText(record, ground)) as object, () =>
      recordText(record),
    );
    return exitCodes.done;
  });
}

async function findRecord(run: CliRun, place: KnownPlace, named: string): Promise<RecordedAudit> {
  for (const folder of await foldersOf(place)) {
    const history = await (await openJournal(folder, run.clock.now)).readHistory(100_000);
    const known = new Set(history.events.flatMap(({ rollout }) => (rollout === null ? [] : [rollout]))); // prettier-ignore
    const found = [...known].filter((rollout) => rollout.startsWith(named));
    const [only] = found;
    if (found.length > 1) {
      throw new FaultError({
        code: 'bad-input',
        message: `${found.length} changes begin with ${named}.`,
      });
    }
    if (only !== undefined) return must(await readRecord(folder, asRolloutId(only)));
  }
  const message = 'There is no record of this change on this computer.';
  const todo = 'Look on the computer where it was pressed: each panel keeps its own records.';
  throw new FaultError({ code: 'not-found', message, todo });
}

function recordText({ audit, trouble, file }: RecordedAudit): string {
  const {
    label,
    owner,
    pressedAtMs,
    seenBefore,
    steps,
    told: said,
    handovers,
    takeovers,
    end,
  } = audit;
  return [
    label,
    `Pressed ${timeText(pressedAtMs)} UTC by ${ownerText(owner)}; seen before: ${seenBefore.split}, revision ${seenBefore.revision}`,
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
