/**
 * Releases under load in whose middle the yard host is killed with SIGKILL at a random moment and started
 * again, in each second with its panel. Its entry and its blocks die with it: what they cost callers is counted
 * apart, from the kill to the first answer, and everything else has to be as if nothing had been.
 */
import { above, atLeast, atMost, told, type Figure } from '../figure.ts';
import { lossesAround, type GapLosses } from './host-gap.ts';
import { releaseAcrossHosts, tidied, type HostKill } from './killed-host.ts';
import { damagedRecords, inLanes, leftBehind, type Lane } from './yard-lane.ts';

const lanes = 2;
/** Far above what a start takes here: beyond it something hangs. */
const longestGapMs = 10_000;

interface LaneResult extends GapLosses {
  readonly kills: readonly HostKill[];
  readonly requests: number;
  /** With nothing counted apart. */
  readonly lostInAll: number;
  readonly damaged: number;
  readonly left: number;
}

export async function provesHostKills(count: number, seed: number): Promise<readonly Figure[]> {
  const results = await inLanes({ name: 'host-kills', lanes, seed, count }, killAll);
  const sum = (take: (result: LaneResult) => number): number =>
    results.reduce((total, result) => total + take(result), 0);
  const kills = results.flatMap((result) => result.kills);
  const broken = kills.flatMap((kill) => kill.broken);
  for (const text of broken) console.error(text);
  for (const { end } of kills) {
    if (end !== null && end.kind !== 'verified') console.log(`${end.kind}: ${end.text}`);
  }
  const killsWith = (fits: (kill: HostKill) => boolean): number => kills.filter(fits).length;
  const gapsMs = kills.map(({ gap }) => gap.answersAtMs - gap.killedAtMs);
  const at = (take: (result: LaneResult) => number, name: string, unit: string): Figure =>
    atMost(`host-kills-${name}`, sum(take), unit, 0);
  return [
    atLeast('host-kills-count', kills.length, 'kill -9', count),
    atLeast(
      'host-kills-in-the-middle',
      killsWith(({ isInTheMiddle }) => isInTheMiddle),
      'kill -9',
      Math.ceil(count / 2),
    ),
    told(
      'host-kills-with-the-panel',
      killsWith(({ isPanelKilled }) => isPanelKilled),
      'kill -9',
    ),
    atLeast(
      'host-kills-requests',
      sum(({ requests }) => requests),
      'requests',
      1,
    ),
    at(({ lost }) => lost, 'requests-lost', 'requests'),
    // The control: a count that sees nothing in it would see nothing anywhere.
    above(
      'host-kills-control-lost',
      sum(({ lostInAll }) => lostInAll),
      'requests',
      0,
    ),
    told(
      'host-kills-requests-in-gaps',
      sum(({ inGaps }) => inGaps),
      'requests',
    ),
    told(
      'host-kills-lost-in-gaps',
      sum(({ lostInGaps }) => lostInGaps),
      'requests',
    ),
    // A host that lives again and turns requests away loses them as much as a dead one.
    at(({ beforeFirstBlock }) => beforeFirstBlock, 'lost-before-first-block', 'requests'),
    atMost('host-kills-longest-gap', Math.max(...gapsMs), 'ms', longestGapMs),
    atMost('host-kills-broken', broken.length, 'sentences', 0),
    at(({ damaged }) => damaged, 'records-damaged', 'records'),
    at(({ left }) => left, 'processes-left', 'processes'),
    told(
      'host-kills-verified',
      killsWith(({ end }) => end?.kind === 'verified'),
      'releases',
    ),
    told(
      'host-kills-ended-with-a-sentence',
      killsWith(({ end }) => end !== null && end.kind !== 'verified' && end.text !== ''),
      'releases',
    ),
    told('host-kills-seed', seed, ''),
  ];
}

async function killAll(lane: Lane, numbers: readonly number[]): Promise<LaneResult> {
  const kills: HostKill[] = [];
  let { host } = lane;
  for (const number of numbers) {
    const kill = await releaseAcrossHosts(lane, host, number);
    ({ host } = kill);
    kills.push(kill);
    await tidied(lane);
  }
  const records = await lane.load.stop();
  const losses = lossesAround(
    records,
    kills.map(({ gap }) => gap),
  );
  for (const text of losses.lostBy) console.error(`lost: ${text}`);
  return {
    ...losses,
    kills,
    requests: records.length,
    lostInAll: lossesAround(records, []).lost,
    damaged: await damagedRecords(lane),
    left: await leftBehind(lane),
  };
}
