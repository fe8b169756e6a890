import { describe, expect, it } from 'vitest';
import {
  aBlock,
  aFleet,
  aGeneration,
  aRollout,
  v1,
  v2,
} from '../../../src-shared/fleet.fixture.ts';
import type { Block, Fleet, Intent } from '../../../src-shared/fleet.ts';
import { asBlockId } from '../../../src-shared/ids.ts';
import type { StepFact } from './facts.ts';
import { ask, fault, launched, performed, sent, stepped } from './question.fixture.ts';
import { endKey } from './scale-scene.ts';

const up: Intent = { kind: 'scale', generation: v2, size: 6, from: 4 };
const down: Intent = { kind: 'scale', generation: v2, size: 4, from: 6 };
const id = (slot: number): Block['id'] => asBlockId(`${v2}-b${String(slot + 1)}`);
const key = (slot: number): ReturnType<typeof endKey> => endKey(id(slot));
const starting = { state: { kind: 'starting', detail: '' } } as const;
const exited = { state: { kind: 'exited', code: 1, signal: null, reason: 'no config' } } as const;
const unhealthy = { state: { kind: 'unhealthy', reason: 'timeout' } } as const;
const draining = { state: { kind: 'draining', inFlight: 1, endsAtMs: 9 } } as const;
const unknown: StepFact = { ...sent, kind: 'unknown', fault };
const refused: StepFact = {
  ...sent,
  kind: 'refused',
  fault: { code: 'refused', message: 'The fleet is full.' },
};

/** v002 with so many blocks; v001 serves. */
function fleetOf(
  size: number,
  changes: Readonly<Record<number, Partial<Block> | null>> = {},
  more: Partial<Fleet> = {},
): Fleet {
  const blocks = Array.from({ length: size }, (_, slot) => slot).flatMap((slot) => {
    const change = changes[slot];
    return change === null ? [] : [aBlock(v2, slot, change ?? {})];
  });
  return aFleet({ generations: [aGeneration(1), aGeneration(2, { size, blocks })], ...more });
}

const noted = (fleet: Fleet, ...slots: readonly number[]): Fleet => ({
  ...fleet,
  rollout: aRollout(up, { launched: slots.map(id) }),
});

describe('scaling up', () => {
  it('launches one after the other, each under a name of its own, and waits for all', () => {
    expect(ask(up, fleetOf(4))).toMatchObject({
      action: { kind: 'add-block', key: 'add-5', generation: v2, size: 5 },
    });
    const first = stepped(['add-5', launched(id(4))]);
    const five = noted(fleetOf(5, { 4: starting }), 4);
    expect(ask(up, five, { facts: first })).toMatchObject({ action: { key: 'add-6', size: 6 } });
    const both = stepped(['add-5', launched(id(4))], ['add-6', launched(id(5))]);
    const six = noted(fleetOf(6, { 5: starting }), 4, 5);
    expect(ask(up, six, { facts: both })).toMatchObject({
      phase: 'waiting',
      because: `${id(5)} is still starting; 1 of 2 fresh blocks are healthy`,
    });
    expect(ask(up, noted(fleetOf(6), 4, 5), { facts: both })).toMatchObject({
      kind: 'done',
      text: 'v002 has 6 blocks now: 6 healthy.',
    });
  });

  it('goes on from what the yard has noted when it has no record', () => {
    expect(ask(up, noted(fleetOf(5, { 4: starting }), 4))).toMatchObject({
      action: { key: 'add-6', size: 6 },
    });
    // One was removed by the panel before this one: nothing is launched in its place.
    expect(ask(up, noted(fleetOf(5), 4, 5))).toMatchObject({
      kind: 'failed',
      text: expect.stringMatching(/has 5 blocks now.*Not 6: .*removed\.$/) as string,
    });
  });

  it('sends the same launch again when nobody knows, and none while one is under way', () => {
    expect(ask(up, fleetOf(4), { facts: stepped(['add-5', unknown]) })).toMatchObject({
      action: { key: 'add-5', size: 5 },
    });
    const under = stepped(['add-5', { ...sent, kind: 'sent' }]);
    expect(ask(up, fleetOf(4), { facts: under })).toMatchObject({ phase: 'waiting' });
  });

  it('believes no look from before its last launch', () => {
    const both = stepped(['add-5', launched(id(4))], ['add-6', launched(id(5))]);
    expect(ask(up, noted(fleetOf(5, { 4: exited }), 4), { facts: both })).toMatchObject({
      phase: 'waiting',
    });
  });

  it('removes what never becomes healthy, tells which and why, and keeps what is healthy', () => {
    const both = [
      ['add-5', launched(id(4))],
      ['add-6', launched(id(5))],
    ] as const;
    const facts = stepped(...both.map(([name, step]) => [name, step] as ['add-5', StepFact]));
    const six = noted(fleetOf(6, { 4: exited }), 4, 5);
    expect(ask(up, six, { facts })).toMatchObject({
      action: { kind: 'terminate-block', key: key(4), block: id(4), size: 5 },
    });
    const reason = `${id(4)} has exited: no config.`;
    const gone = stepped(
      ['add-5', launched(id(4))],
      ['add-6', launched(id(5))],
      [key(4), { ...performed, reason }],
    );
    const five = fleetOf(6, { 4: null });
    const left = { ...five.generations[1]!, size: 5 };
    const after = noted({ ...five, generations: [five.generations[0]!, left] }, 4, 5);
    expect(ask(up, after, { facts: gone })).toMatchObject({
      kind: 'failed',
      text: `v002 has 5 blocks now: 5 healthy. Not 6: ${reason} What did not become healthy was removed.`,
    });
    // Not before it had its time: unhealthy is not over.
    const ill = noted(fleetOf(6, { 4: unhealthy }), 4, 5);
    expect(ask(up, ill, { facts, nowMs: 50_000 })).toMatchObject({ phase: 'waiting' });
    expect(ask(up, ill, { facts, nowMs: 70_000 })).toMatchObject({ action: { key: key(4) } });
  });

  it('keeps what was launched when the yard refuses the rest', () => {
    const facts = stepped(['add-5', launched(id(4))], ['add-6', refused]);
    expect(ask(up, noted(fleetOf(5), 4), { facts })).toMatchObject({
      kind: 'failed',
      text: 'v002 has 5 blocks now: 5 healthy. Not 6: The fleet is full.',
    });
  });

  it('names whoever else is down meanwhile and does not touch it', () => {
    const facts = stepped(['add-5', launched(id(4))], ['add-6', launched(id(5))]);
    expect(ask(up, noted(fleetOf(6, { 1: exited }), 4, 5), { facts })).toMatchObject({
      kind: 'done',
      text: `v002 has 6 blocks now: 5 healthy; ${id(1)} has exited: no config.`,
    });
  });

  it('does nothing when somebody else has scaled it since the look', () => {
    expect(ask(up, fleetOf(5))).toMatchObject({ phase: 'ended', kind: 'stopped' });
  });
});

describe('scaling down', () => {
  const serving = { split: aSplitOf(v2), previous: v1 };

  it('ends the highest slots, one after the other', () => {
    expect(ask(down, fleetOf(6))).toMatchObject({
      action: { kind: 'terminate-block', key: key(5), block: id(5), size: 5 },
    });
    const first = stepped([key(5), performed]);
    const going = withSize(fleetOf(6, { 5: draining }), 5);
    expect(ask(down, going, { facts: first })).toMatchObject({ phase: 'waiting' });
    expect(ask(down, fleetOf(5), { facts: first })).toMatchObject({
      action: { key: key(4), size: 4 },
    });
    const both = stepped([key(5), performed], [key(4), performed]);
    expect(ask(down, fleetOf(4), { facts: both })).toMatchObject({
      kind: 'done',
      text: 'v002 has 4 blocks now: 4 healthy.',
    });
  });

  it('ends first what serves nobody', () => {
    expect(ask(down, fleetOf(6, { 1: unhealthy }))).toMatchObject({ action: { block: id(1) } });
    expect(ask(down, fleetOf(6, { 1: unhealthy, 3: exited }))).toMatchObject({
      action: { block: id(3) },
    });
  });

  it('leaves the floor to what serves and to the way back, and waits for who may recover', () => {
    const few = fleetOf(6, {}, { ...serving, floor: 6 });
    expect(ask(down, few)).toMatchObject({ phase: 'ended', kind: 'stopped' });
    const back = fleetOf(6, {}, { previous: v2, floor: 6 });
    expect(ask(down, back)).toMatchObject({ phase: 'ended', kind: 'stopped' });
    // The control: without traffic nothing holds it.
    expect(ask(down, fleetOf(6, {}, { floor: 6 }))).toMatchObject({ phase: 'acting' });
  });

  it('repeats an end on no look that would leave too few, and not for ever', () => {
    const facts = stepped([key(5), unknown]);
    const ill = { 0: unhealthy, 1: unhealthy };
    const short = fleetOf(6, ill, { ...serving, floor: 4 });
    expect(ask(down, short, { facts })).toMatchObject({ phase: 'waiting' });
    const enough = fleetOf(6, {}, { ...serving, floor: 4 });
    expect(ask(down, enough, { facts })).toMatchObject({ action: { key: key(5), block: id(5) } });
    expect(ask(down, short, { facts, nowMs: 70_000 })).toMatchObject({ kind: 'failed' });
  });

  it('goes on when nobody answered and the block and its place in the size are gone', () => {
    const facts = stepped([key(5), unknown]);
    expect(ask(down, fleetOf(5), { facts })).toMatchObject({ action: { key: key(4), size: 4 } });
    // Only not shown: the size is still the one from before.
    const missed = withSize(fleetOf(6, { 5: null }), 6);
    expect(ask(down, missed, { facts })).toMatchObject({
      phase: 'waiting',
      because: 'a block is ending',
    });
  });

  it('chooses nobody on a look that misses some', () => {
    expect(ask(down, fleetOf(6, { 5: null }))).toMatchObject({ phase: 'waiting' });
    const never = ask(down, fleetOf(6, { 5: null }), { nowMs: 70_000, sinceBegunMs: 50_000 });
    expect(never).toMatchObject({ kind: 'stopped' });
  });

  it('stops where the yard refuses, with what is there', () => {
    expect(ask(down, fleetOf(5), { facts: stepped([key(5), performed], [key(4), refused]) })).toMatchObject({ kind: 'stopped', text: 'The yard refused to end another block: The fleet is full. v002 has 5 blocks now: 5 healthy.' }); // prettier-ignore
  });

  it('goes on after a panel whose record it does not have', () => {
    const fleet = withEpoch(withSize(fleetOf(6, { 2: draining }), 5), 2);
    expect(ask(down, fleet)).toMatchObject({ phase: 'waiting' });
    const gone = withEpoch(withSize(fleetOf(6, { 2: null }), 5), 2);
    expect(ask(down, gone)).toMatchObject({ action: { block: id(5), size: 4 } });
  });
});

function aSplitOf(to: typeof v2): Fleet['split'] {
  return { revision: 1, changedAtMs: 0, weights: [{ generation: to, weight: 100 }] };
}

function withSize(fleet: Fleet, size: number): Fleet {
  const [first, second] = fleet.generations;
  return { ...fleet, generations: [first!, { ...second!, size }] };
}

function withEpoch(fleet: Fleet, epoch: number): Fleet {
  return { ...fleet, rollout: aRollout(down, { epoch }) };
}
