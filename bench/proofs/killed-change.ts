/** One change - a release, a replacement, a retirement - through the deaths of its panels to its end. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Fleet } from '../../src-shared/fleet.ts';
import type { Wish } from '../../src-shared/wish-schema.ts';
import { seenFleet } from '../../src-main/yard-host/yard-host.fixture.ts';
import { until } from '../until.ts';
import type { Deaths } from './journal-points.ts';
import type { Panel, PanelOrder } from './killed-panel.ts';
import { stepLimitMs, type Lane } from './yard-lane.ts';

/** Each look is work for a host that has a load to carry. */
const lookEveryMs = 50;

export interface KillTally {
  kills: number;
  /** Of those, with a change held in the yard when it was killed. */
  inTheMiddle: number;
  /** Each place in the journal at which a panel killed itself, with how often. */
  readonly points: Map<string, number>;
  /** Changes that the next panel did not carry out, so that they were pressed again. */
  pressedAgain: number;
  readonly broken: string[];
}

export function emptyTally(): KillTally {
  return { kills: 0, inTheMiddle: 0, points: new Map(), pressedAgain: 0, broken: [] };
}

export interface Change {
  readonly wish: Wish;
  readonly isDone: (fleet: Fleet) => boolean;
  /** Where its panels kill themselves, one after the other. */
  readonly deaths: Deaths;
  /** Then one is killed from outside, within so many milliseconds after it began; null for none. */
  readonly randomWithinMs: number | null;
}

/** Pressed, killed on its way, carried to its end by the last of its panels. */
export async function carryThrough(lane: Lane, tally: KillTally, change: Change): Promise<Fleet> {
  const { wish, deaths, randomWithinMs } = change;
  let order: PanelOrder = wish;
  let wasHeld = false;
  for (const [index, death] of deaths.entries()) {
    const panel = lane.startPanel(order, death);
    await diesOrEnds(lane, panel, order);
    wasHeld = (await killed(lane, tally, panel)) || wasHeld;
    const place = panel.diedAt();
    if (place !== null) {
      const point = `${wish.kind}, panel ${String(index + 1)}, write ${String(death.write)}: ${place}`;
      tally.points.set(point, (tally.points.get(point) ?? 0) + 1);
    }
    order = 'resume';
  }
  if (randomWithinMs !== null) {
    const panel = lane.startPanel(order);
    await panel.says(order === 'resume' ? 'resumed' : 'pressed');
    await pause(lane.random() * randomWithinMs);
    wasHeld = (await killed(lane, tally, panel)) || wasHeld;
    order = 'resume';
  }
  const last = lane.startPanel(order);
  await last.says(order === 'resume' ? 'resumed' : 'begun');
  const after = await settled(lane, wish.kind);
  await last.kill();
  if (change.isDone(after)) return after;
  // Only what never came to the yard may be lost with its panel.
  if (wasHeld) tally.broken.push(`the ${wish.kind}: held by the yard, and not gone on with`);
  return pressAgain(lane, tally, change);
}

/** Where it came to its end before so many writes, it is killed from outside all the same. */
async function diesOrEnds({ yard }: Lane, panel: Panel, order: PanelOrder): Promise<void> {
  const begun = order === 'resume' ? 'resumed' : 'begun';
  const look = async (): Promise<true | null> => {
    if (!panel.isAlive()) return true;
    const said = panel.said();
    if (said.some((line) => line.startsWith('refused'))) return true;
    const isUnderWay = said.includes(begun);
    return (isUnderWay && (await seenFleet(yard)).rollout === null) || null;
  };
  await until('a panel that dies at its point', stepLimitMs, look, lookEveryMs);
}

/** @returns whether the yard holds a change then, for the next panel to go on with. */
async function killed({ yard }: Lane, tally: KillTally, panel: Panel): Promise<boolean> {
  await panel.kill();
  tally.kills += 1;
  const isHeld = (await seenFleet(yard)).rollout !== null;
  if (isHeld) tally.inTheMiddle += 1;
  return isHeld;
}

/** Without a kill, where the last of its panels had nothing to go on with. */
async function pressAgain(lane: Lane, tally: KillTally, { wish, isDone }: Change): Promise<Fleet> {
  tally.pressedAgain += 1;
  const again = lane.startPanel(wish);
  await again.says('begun');
  const done = await settled(lane, `${wish.kind} that was pressed again`);
  await again.kill();
  if (!isDone(done)) tally.broken.push(`the ${wish.kind}: pressed again, and not done either`);
  return done;
}

function settled({ yard }: Lane, what: string): Promise<Fleet> {
  const look = async (): Promise<Fleet | null> => {
    const fleet = await seenFleet(yard);
    return fleet.rollout === null ? fleet : null;
  };
  return until(`the end of the ${what}`, stepLimitMs, look, lookEveryMs);
}
