/**
 * One release in whose middle the yard host is killed with SIGKILL and started again. Its panel goes on, or
 * was killed with it and the next one does. Judged by what the yard, the record and the machine show then.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { preciseNowMs } from '../../e2e/load/send-request.ts';
import { killQuietly, processesOf } from '../../e2e/window/processes.ts';
import type { RecordedAudit } from '../../src-shared/audit.ts';
import type { Fleet } from '../../src-shared/fleet.ts';
import { sendsAllTo } from '../../src-shared/split.ts';
import { readRecord } from '../../src-main/journal/read-record.ts';
import { recordNames, rolloutOf } from '../../src-main/journal/record-names.ts';
import { seenFleet, wholeFleet } from '../../src-main/yard-host/yard-host.fixture.ts';
import { processTime } from '../cpu-time.ts';
import { until } from '../until.ts';
import { startHost } from '../yard-process.ts';
import { gapAfter, type HostGap } from './host-gap.ts';
import { judgedAfter } from './judged-release.ts';
import { journalOf } from './killed-panel.ts';
import { quickRelease } from './killed-release.ts';
import { stepLimitMs, type Lane } from './yard-lane.ts';

/** A kill falls within so much after the press, in milliseconds: a release takes about 3 s here. */
const killWithinMs = 2500;
/** So long blocks may outlive their host: their lease tells them. */
const outliveMs = 5000;
const lookEveryMs = 50;

type End = NonNullable<RecordedAudit['audit']['end']>;

export interface HostKill {
  readonly gap: HostGap;
  /** A release was held in the yard when its host was killed. */
  readonly isInTheMiddle: boolean;
  readonly isPanelKilled: boolean;
  /** Null when nothing had been begun yet. */
  readonly end: End | null;
  readonly broken: readonly string[];
}

/** @param host that runs now. @returns the one that runs then, too. */
export async function releaseAcrossHosts(
  lane: Lane,
  host: number,
  number: number,
): Promise<HostKill & { readonly host: number }> {
  const { yard, place, images, random } = lane;
  const before = await wholeFleet(yard, stepLimitMs);
  const image = images[number % images.length];
  if (image === undefined) throw new Error('The yard has no image.');
  const records = new Set(await recordNamesOf(lane));
  let panel = lane.startPanel(quickRelease(image, before.split.revision));
  await panel.says('pressed');
  await pause(random() * killWithinMs);

  const last = await seenFleet(yard);
  const blocks = pidsOf(last);
  const isPanelKilled = number % 2 === 0;
  const killedAtMs = preciseNowMs();
  killQuietly(host);
  if (isPanelKilled) await panel.kill();
  await until('the end of the host', stepLimitMs, () => isGone(host), 2);
  const goneAtMs = preciseNowMs();
  const broken: string[] = [];
  // Half of them end by their lease alone; to the others the next host may see as well.
  const isStartedAtOnce = random() < 0.5;
  if (!isStartedAtOnce) broken.push(...(await outliving(lane, blocks)));
  const next = await startHost('node', place);
  if (isStartedAtOnce) broken.push(...(await outliving(lane, blocks)));
  if (isPanelKilled) {
    panel = lane.startPanel('resume');
    await panel.says('resumed');
  }

  const end = await endOf(lane, records);
  const after = await wholeFleet(yard, stepLimitMs);
  await panel.kill();
  broken.push(...judgedAfter(before, after, end?.kind ?? null));
  const gap = gapAfter(lane.load.records, { killedAtMs, goneAtMs });
  if (gap.answersAtMs === Infinity) broken.push('nobody answered after the kill');
  const isInTheMiddle = last.rollout !== null;
  const named = broken.map((text) => `host ${String(number)}: ${text}`);
  return { gap, isInTheMiddle, isPanelKilled, end, broken: named, host: next };
}

/** All traffic on one generation, and one beside it, as the next release wants to find it. */
export async function tidied(lane: Lane): Promise<void> {
  const { yard } = lane;
  let fleet = await wholeFleet(yard, stepLimitMs);
  const way = fleet.previous;
  if (!fleet.generations.some(({ id }) => sendsAllTo(fleet, id))) {
    if (way === null) throw new Error('There is no way back from a split in between.');
    const panel = lane.startPanel({ kind: 'revert', to: way });
    await panel.says('ended');
    await panel.kill();
    fleet = await seenFleet(yard);
  }
  const spare = fleet.generations.filter(
    ({ id, rung }) => rung === 'warm' && !sendsAllTo(fleet, id),
  );
  for (const { id } of spare.slice(0, -1)) {
    const panel = lane.startPanel({ kind: 'retire', generation: id, typedName: id });
    await panel.says('ended');
    await panel.kill();
  }
}

async function isGone(pid: number): Promise<true | null> {
  const found = await processTime(pid);
  return found === null || found.state === 'Z' || null;
}

/** What still runs of these after the time that they may take. */
async function outliving({ place }: Lane, pids: readonly number[]): Promise<readonly string[]> {
  const alive = async (): Promise<number> => {
    const all = new Set(await processesOf(place.folder));
    return pids.filter((pid) => all.has(pid)).length;
  };
  const endsAtMs = performance.now() + outliveMs;
  while ((await alive()) > 0 && performance.now() < endsAtMs) await pause(lookEveryMs);
  const left = await alive();
  return left === 0 ? [] : [`${String(left)} blocks outlived their host`];
}

/** Of the release, as recorded, when the yard holds nothing of it any more. */
async function endOf(lane: Lane, before: ReadonlySet<string>): Promise<End | null> {
  const isFree = async (): Promise<true | null> => {
    const look = await lane.yard.observe();
    const fleet = look.ok ? look.value.fleets[0] : undefined;
    return fleet?.rollout === null || null;
  };
  const folder = journalOf(lane.place.folder);
  return until(
    'the end of the release',
    stepLimitMs,
    async () => {
      const isOver = await isFree();
      const name = (await recordNamesOf(lane)).find((one) => !before.has(one));
      if (isOver === null) return null;
      if (name === undefined) return { end: null };
      const found = await readRecord(folder, rolloutOf(name));
      const end = found.ok ? found.value.audit.end : null;
      return end === null ? null : { end };
    },
    lookEveryMs,
  ).then(({ end }) => end);
}

function recordNamesOf({ place }: Lane): Promise<readonly string[]> {
  return recordNames(journalOf(place.folder)).catch(() => []);
}

function pidsOf(fleet: Fleet): readonly number[] {
  return fleet.generations.flatMap(({ blocks }) => blocks.flatMap(({ pid }) => pid ?? []));
}
