/** What is told of sides that are not seen to answer, on a clock that runs by itself. */
import { setImmediate as turn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { asGenerationId, type GenerationId } from '../../src-shared/ids.ts';
import { FaultError } from '../../src-shared/result.ts';
import { quickClock } from '../clock/quick-clock.fixture.ts';
import { rehearse, type RehearsalEntry, type RehearsalPace, type Told } from './rehearse.ts';

const v1 = asGenerationId('shop-v001');
const v2 = asGenerationId('shop-v002');
const order = { away: v2, back: v1, by: 'Ann' };
const pace: RehearsalPace = {
  ...{
    everyMs: 10,
    flowMs: 50,
    answersWithinMs: 1000,
    underWayAtMost: 5,
    inARow: 3,
    longestMs: 20_000,
  },
};

type Answers = (serves: GenerationId | null, asked: number) => readonly Told[];

async function told(
  answers: Answers,
  more: Partial<RehearsalEntry> = {},
  brokenOff: (nowMs: number) => string | null = () => null,
) {
  const clock = quickClock();
  let serves: GenerationId | null = null;
  let asked = 0;
  let putAway = 0;
  const entry: RehearsalEntry = {
    prepare: () => Promise.resolve(),
    lead: (to) => {
      serves = to;
      asked = 0;
      return Promise.resolve();
    },
    ask: () => {
      asked += 1;
      return Promise.resolve(answers(serves, asked));
    },
    whyVoid: () => Promise.resolve(null),
    ...more,
    putAway: () => {
      putAway += 1;
      return Promise.resolve();
    },
  };
  const rehearsal = await rehearse(order, {
    ...{ clock, pace, open: () => Promise.resolve(entry) },
    brokenOff: () => brokenOff(clock.now()),
  });
  expect(putAway).toBe(1);
  return rehearsal;
}

const by = (generation: GenerationId | null, status = 200): Told => ({ kind: 'block', generation, status }); // prettier-ignore
const because = (words: string) => ({ kind: 'broken-off', because: expect.stringContaining(words) as string }); // prettier-ignore

it('times each move by the first answer of a row from all addresses, not by the first of all', async () => {
  // One address of two follows late, and one answer of the other side comes between.
  const late: Answers = (serves, asked) =>
    asked < 5 || asked === 7 ? [by(serves), by(v1)] : [by(serves), by(serves)];
  const { end, lost, errors } = await told(late);
  expect([lost, errors]).toEqual([0, 0]);
  if (end.kind !== 'measured') throw new Error(JSON.stringify(end));
  // The eighth request, one each ten milliseconds; back to v001 both addresses answer at once.
  expect(end.cutOverMs).toBeGreaterThanOrEqual(70);
  expect(end.revertMs).toBeLessThan(30);
});

it('counts what nobody answered, what a block answered with an error, and not what no client would have met', async () => {
  const { end, lost, errors } = await told((serves, asked) => {
    if (asked === 1) return [{ kind: 'not-yet' }];
    if (asked === 8 && serves === v2) return [{ kind: 'lost' }];
    return [by(serves, asked === 9 && serves === v2 ? 500 : 200)];
  });
  expect([end.kind, lost, errors]).toEqual(['measured', 1, 1]);
});

it('names a silent side, and no side that another one answered for', async () => {
  const silent = await told((serves) => [serves === v2 ? { kind: 'lost' } : by(serves)]);
  expect(silent.end).toEqual({ kind: 'not-answered', by: v2 });
  const other = await told(() => [by(v1)]);
  expect(other.end).toMatchObject(because('went on answering'));
  const unnamed = await told((serves) => [by(serves === v2 ? null : serves)]);
  expect(unnamed.end).toMatchObject(because('marker'));
  const slow = await told((serves) => [serves === v2 ? { kind: 'not-yet' } : by(serves)]);
  expect(slow.end).toMatchObject(because('everywhere'));
});

it('measures nothing on an entry that was changed, and says so where it cannot be led or made ready', async () => {
  const changed = await told((serves) => [by(serves)], {
    whyVoid: () => Promise.resolve('It was changed.'),
  });
  expect(changed.end).toMatchObject(because('It was changed.'));
  const fault = new FaultError({ code: 'throttled', message: 'AWS said no.' });
  const stuck = await told((serves) => [by(serves)], { lead: () => Promise.reject(fault) });
  expect(stuck.end).toMatchObject(because('AWS said no.'));
  const unready = await told((serves) => [by(serves)], { prepare: () => Promise.reject(fault) });
  expect(unready.end).toMatchObject(because('AWS said no.'));
});

it('ends at once, also while it is made ready, when it is to make room, and when it takes too long', async () => {
  let asked = 0;
  const waiting = async (isOver: () => boolean): Promise<void> => {
    while (!isOver()) {
      asked += 1;
      await turn();
    }
    throw new FaultError({ code: 'unreachable', message: 'It was not followed.' });
  };
  const room = await told((serves) => [by(serves)], { prepare: waiting }, () => asked > 3 ? 'The traffic was moved.' : null); // prettier-ignore
  expect(room.end).toMatchObject(because('The traffic was moved.'));
  expect(asked).toBe(4);
  // What others did to it tells more than what came of that.
  const fault = new FaultError({ code: 'unreachable', message: 'It was not followed.' });
  const removed = await told((serves) => [by(serves)], {
    prepare: () => Promise.reject(fault),
    whyVoid: () => Promise.resolve('It was removed.'),
  });
  expect(removed.end).toMatchObject(because('It was removed.'));
});

it('is over after its longest time, whatever answers', async () => {
  const clock = quickClock();
  const entry: RehearsalEntry = {
    prepare: () => Promise.resolve(),
    lead: () => Promise.resolve(),
    ask: () => Promise.resolve([by(null)]),
    whyVoid: () => Promise.resolve(null),
    putAway: () => Promise.resolve(),
  };
  const { end } = await rehearse(order, {
    ...{
      clock,
      pace: { ...pace, longestMs: 1500, answersWithinMs: 60_000 },
      open: () => Promise.resolve(entry),
    },
    brokenOff: () => null,
  });
  expect(end).toMatchObject(because('It was not done within 2 s.'));
  expect(clock.now()).toBeLessThan(1600);
});
