/**
 * Whole releases under load on real yard hosts, with the panel killed with SIGKILL again and again: once right
 * before or after each write to its journal, and at random moments. The next panel goes on from the yard and
 * the journal. Then one of the new blocks is replaced and the old generation retired, each with a kill.
 * Judged after each by what the yard shows, and at the end by the processes of the machine: no request lost,
 * nothing launched twice, nothing left behind.
 */
import { summarise } from '../../e2e/load/summary.ts';
import { atLeast, atMost, told, type Figure } from '../figure.ts';
import { emptyTally, type KillTally } from './killed-change.ts';
import { releaseOnce } from './killed-release.ts';
import { damagedRecords, inLanes, leftBehind, type Lane } from './yard-lane.ts';

/** Yards beside each other: each of them mostly waits for blocks. */
const lanes = 3;
/**
 * Of the places in a journal that panels are sent to, so many have to be met: 20 of a release, 8 of a retirement
 * in each second release, 12 of a replacement in each tenth. One that ends early does not come to its last.
 */
function pointsToMeet(releases: number): number {
  return Math.min(Math.floor(releases * 1.25), 36);
}

interface LaneResult extends KillTally {
  readonly requests: number;
  readonly lost: number;
  readonly damaged: number;
  readonly left: number;
}

export async function provesKills(releases: number, seed: number): Promise<readonly Figure[]> {
  const results = await inLanes({ name: 'kills', lanes, seed, count: releases }, releaseAll);
  const sum = (take: (result: LaneResult) => number): number =>
    results.reduce((total, result) => total + take(result), 0);
  for (const text of results.flatMap(({ broken }) => broken)) console.error(text);
  const points = new Set(results.flatMap((result) => [...result.points.keys()]));
  const atPoints = sum((result) => [...result.points.values()].reduce((all, one) => all + one, 0));
  return [
    atLeast('kills-releases', releases, 'releases', 1),
    atLeast(
      'kills-panels',
      sum(({ kills }) => kills),
      'kill -9',
      3 * releases,
    ),
    atLeast(
      'kills-in-the-middle',
      sum(({ inTheMiddle }) => inTheMiddle),
      'kill -9',
      releases,
    ),
    atLeast('kills-journal-points', points.size, 'points', pointsToMeet(releases)),
    told('kills-at-journal-points', atPoints, 'kill -9'),
    atLeast(
      'kills-requests',
      sum(({ requests }) => requests),
      'requests',
      1,
    ),
    atMost(
      'kills-requests-lost',
      sum(({ lost }) => lost),
      'requests',
      0,
    ),
    atMost(
      'kills-steps-broken',
      sum(({ broken }) => broken.length),
      'steps',
      0,
    ),
    atMost(
      'kills-records-damaged',
      sum(({ damaged }) => damaged),
      'records',
      0,
    ),
    atMost(
      'kills-processes-left',
      sum(({ left }) => left),
      'processes',
      0,
    ),
    told(
      'kills-steps-pressed-again',
      sum(({ pressedAgain }) => pressedAgain),
      'steps',
    ),
    told('kills-yards', results.length, 'yards'),
    told('kills-seed', seed, ''),
  ];
}

async function releaseAll(lane: Lane, numbers: readonly number[]): Promise<LaneResult> {
  const tally = emptyTally();
  for (const number of numbers) await releaseOnce(lane, tally, number);
  const { sent, lost, lostBy } = summarise(await lane.load.stop());
  if (lost > 0) console.error(`lost: ${JSON.stringify(lostBy)}`);
  const damaged = await damagedRecords(lane);
  return { ...tally, requests: sent, lost, damaged, left: await leftBehind(lane) };
}
