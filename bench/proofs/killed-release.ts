/** A whole release, a replacement, a retirement, each with kills in it; judged by what the yard shows. */
import type { Fleet, Generation } from '../../src-shared/fleet.ts';
import type { ImageId } from '../../src-shared/ids.ts';
import type { Wish } from '../../src-shared/wish-schema.ts';
import { usualTerms } from '../../src-shared/release.ts';
import { weightOf } from '../../src-shared/roles.ts';
import { sendsAllTo } from '../../src-shared/split.ts';
import { seenFleet, wholeFleet } from '../../src-main/yard-host/yard-host.fixture.ts';
import { firstShare } from './judged-release.ts';
import { pointAt, releasePoints, replacePoints, retirePoints } from './journal-points.ts';
import { carryThrough, type Change, type KillTally } from './killed-change.ts';
import { stepLimitMs, type Lane } from './yard-lane.ts';

/** A random kill falls within so much after a panel began, in milliseconds: a release takes about 3 s here. */
const randomWithinMs = { release: 2500, step: 400 };
/** A block is replaced in each so many. */
const replaceEach = 5;

type Expect = (what: string, isSo: boolean) => void;

export function quickRelease(image: ImageId, expectedRevision: number): Wish {
  return {
    kind: 'release',
    source: { kind: 'image', image, size: 4 },
    expectedRevision,
    terms: {
      ...usualTerms,
      waitsForPress: false,
      steps: [{ percent: firstShare, pauseMs: 150 }],
      bakeMs: 500,
    },
  };
}

/** @param number of the release, from 1: it says where its panels die. */
export async function releaseOnce(lane: Lane, tally: KillTally, number: number): Promise<void> {
  const { yard, images } = lane;
  const image = images[number % images.length];
  if (image === undefined) throw new Error('The yard has no image.');
  const before = await wholeFleet(yard, stepLimitMs);
  const numbers = new Set(before.generations.map((one) => one.number));
  const isNew = (one: Generation): boolean => !numbers.has(one.number);
  const serving = before.generations.find(({ id }) => sendsAllTo(before, id));
  const expect: Expect = (what, isSo) => {
    if (!isSo) tally.broken.push(`release ${String(number)}: ${what}`);
  };

  const { revision } = before.split;
  const released = await carryThrough(lane, tally, {
    wish: quickRelease(image, revision),
    isDone: (fleet) => fleet.generations.some((one) => isNew(one) && sendsAllTo(fleet, one.id)),
    deaths: pointAt(releasePoints, number - 1),
    randomWithinMs: randomWithinMs.release,
  });
  expect('launched once', released.generations.filter(isNew).length === 1);
  expect('two writes', released.split.revision === revision + 2);
  expect('the way back', released.previous === serving?.id);
  const fresh = (await wholeFleet(yard, stepLimitMs)).generations.find(isNew);
  if (fresh === undefined) throw new Error('Nothing was launched.');
  expect('four blocks', fresh.blocks.length === 4);

  if (number % replaceEach === 0) await replaceOnce(lane, tally, { number, fresh, expect });
  await retireOnce(lane, tally, { number, fresh, expect });
}

interface Released {
  readonly number: number;
  readonly fresh: Generation;
  readonly expect: Expect;
}

/** One of the new blocks. */
async function replaceOnce(
  lane: Lane,
  tally: KillTally,
  { number, fresh, expect }: Released,
): Promise<void> {
  const block = fresh.blocks[0]?.id;
  if (block === undefined) throw new Error('The generation has no block.');
  const blocksOf = (fleet: Fleet): readonly string[] =>
    fleet.generations.find(({ id }) => id === fresh.id)?.blocks.map(({ id }) => id) ?? [];
  const replaced = await carryThrough(lane, tally, {
    wish: { kind: 'replace', generation: fresh.id, block },
    isDone: (fleet) => !blocksOf(fleet).includes(block),
    ...killsOfStep(number, pointAt(replacePoints, Math.floor(number / (2 * replaceEach)))),
  });
  const added = blocksOf(replaced).filter((id) => !fresh.blocks.some((old) => old.id === id));
  expect('one fresh block', added.length === 1 && blocksOf(replaced).length === 4);
}

/** The oldest that has no traffic. */
async function retireOnce(
  lane: Lane,
  tally: KillTally,
  { number, fresh, expect }: Released,
): Promise<void> {
  const now = await seenFleet(lane.yard);
  const old = now.generations.find(
    ({ id, rung }) => rung === 'warm' && id !== fresh.id && weightOf(now, id) === 0,
  );
  if (old === undefined) throw new Error('There is nothing to retire.');
  const retired = await carryThrough(lane, tally, {
    wish: { kind: 'retire', generation: old.id, typedName: old.id },
    isDone: (fleet) => fleet.generations.find(({ id }) => id === old.id)?.rung !== 'warm',
    ...killsOfStep(number, pointAt(retirePoints, Math.floor(number / 2))),
  });
  expect('it still serves', sendsAllTo(retired, fresh.id));
}

/** At a point of its journal and at random, in turn: these have one kill. */
function killsOfStep(
  number: number,
  deaths: Change['deaths'],
): Pick<Change, 'deaths' | 'randomWithinMs'> {
  return number % 2 === 0
    ? { deaths, randomWithinMs: null }
    : { deaths: [], randomWithinMs: randomWithinMs.step };
}
