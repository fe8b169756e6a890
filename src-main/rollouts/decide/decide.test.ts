import { describe, expect, it } from 'vitest';
import {
  aBlock,
  aFleet,
  aGeneration,
  aRollout,
  aSplit,
  v1,
  v2,
} from '../../../src-shared/fleet.fixture.ts';
import type { Block, Fleet } from '../../../src-shared/fleet.ts';
import { asBlockId } from '../../../src-shared/ids.ts';
import {
  ask,
  cutOver,
  facts,
  fault,
  launch,
  launched,
  performed,
  replace,
  routed,
  sent,
  stepped,
} from './question.fixture.ts';
import type { Decision } from './decision.ts';
import { noProbes, sinceBegunMs, withObservation, type Facts } from './facts.ts';

const text = (decision: Decision): string => (decision.phase === 'ended' ? decision.text : '');
const probed = (known: Facts): Facts => ({
  ...known,
  probes: { ...noProbes, inARow: 3 },
});
const counting = (
  fleet: Fleet,
  ofWanted: number,
  ofOthers: number,
  requestsPerSecond: number,
): Fleet => {
  const figures = {
    share: 0.5,
    requestsPerSecond,
    errorsPerSecond: 0,
    p50Ms: null,
    p95Ms: null,
    p99Ms: null,
    inFlight: 0,
    webSockets: 0,
    errors: 0,
    firstResponseSinceSplitAtMs: null,
  };
  const generations = [
    { ...figures, generation: v1, requests: ofOthers, responsesSinceSplit: ofOthers },
    { ...figures, generation: v2, requests: ofWanted, responsesSinceSplit: ofWanted },
  ];
  return { ...fleet, traffic: { ...fleet.traffic, requestsPerSecond, generations } };
};
const dead = (block: Block): Block => ({
  ...block,
  state: { kind: 'exited', code: 3, signal: null, reason: 'out of memory' },
});

describe('cut over', () => {
  const after = aFleet({ split: aSplit(v2, 2), previous: v1 });

  it('writes once, with the revision that the operator saw and the way back', () => {
    expect(ask(cutOver, aFleet())).toMatchObject({
      phase: 'acting',
      action: { kind: 'route', to: v2, previous: v1, expectedRevision: 1, overtake: false },
    });
  });

  it('asks the guard again right before the write', () => {
    const generations = [
      aGeneration(1),
      aGeneration(2, { blocks: aGeneration(2).blocks.slice(1) }),
    ];
    const decision = ask(cutOver, aFleet({ generations }));
    expect(decision).toMatchObject({ phase: 'ended', kind: 'stopped' });
    expect(text(decision)).toBe(
      '3 of 4 blocks of v002 are healthy; the floor is 4. Nothing was changed.',
    );
  });

  it('stops when someone else changed the split, and says the difference', () => {
    const split = {
      ...aSplit(v1, 2),
      weights: [
        { generation: v1, weight: 60 },
        { generation: v2, weight: 40 },
      ],
    };
    expect(text(ask(cutOver, aFleet({ split })))).toBe(
      'The split was changed by someone else since you looked: it was v001 100 % (revision 1), it is v001 60 %, v002 40 % (revision 2). Nothing was sent; look again and press again.',
    );
  });

  it('ends where the yard does not allow it, with what would', () => {
    const denial = { action: 'a', resource: null, said: null, isForbidden: false, statement: '{}' };
    const denied = { code: 'denied', message: 'Ann may not.', denial } as const;
    const decision = ask(cutOver, aFleet(), {
      facts: stepped(['route', { ...sent, kind: 'refused', fault: denied }]),
    });
    expect(decision).toMatchObject({ phase: 'ended', kind: 'stopped', denial });
    expect(text(decision)).toBe(
      'The yard refused the switch: Ann may not. The traffic goes to: v001 100 %.',
    );
  });

  it('is verified only when probes and live responses say so', () => {
    const known = stepped(['route', routed]);
    expect(ask(cutOver, after, { facts: known })).toMatchObject({
      phase: 'waiting',
      probe: { through: 'entry' },
    });
    expect(ask(cutOver, after, { facts: probed(known) })).toMatchObject({ kind: 'verified' });
    const busy = (ofWanted: number, ofOthers: number, requestsPerSecond = 400): Fleet =>
      counting(after, ofWanted, ofOthers, requestsPerSecond);
    // Folded look by look, as the engine does it; the first one is before the switch.
    const looking = (...looks: [nowMs: number, fleet: Fleet][]) => {
      const before = counting(aFleet(), 0, 900, 400);
      const all: [number, Fleet][] = [[0, before], ...looks];
      const folded = all.reduce(
        (soFar, [atMs, fleet]) => withObservation(soFar, fleet, v2, atMs),
        probed(known),
      );
      const [nowMs, fleet] = all.at(-1) ?? [0, before];
      return ask(cutOver, fleet, { facts: folded, nowMs });
    };
    // The counters begin anew with the split: nothing counted is not nothing to count.
    expect(looking([10, after])).toMatchObject({
      phase: 'waiting',
      because: 'no response to live traffic by v002 has been counted yet',
    });
    expect(looking([10, after], [1900, after])).toMatchObject({ phase: 'waiting' });
    expect(looking([10, after], [2100, after])).toMatchObject({ kind: 'verified' });
    // Two looks 40 ms apart prove nothing; 300 ms or ten answers do.
    expect(looking([10, busy(2, 1)], [50, busy(4, 1)])).toMatchObject({ phase: 'waiting' });
    expect(looking([10, busy(2, 1)], [50, busy(12, 1)])).toMatchObject({ kind: 'verified' });
    expect(looking([10, busy(2, 1)], [310, busy(4, 1)])).toMatchObject({ kind: 'verified' });
    expect(looking([10, busy(2, 1)], [290, busy(99, 2)], [310, busy(101, 2)])).toMatchObject({
      phase: 'waiting',
      because: 'others than v002 made 2 responses since the switch; watching that no more come',
    });
    expect(text(looking([10, busy(2, 1)], [50, busy(12, 1)]))).toBe(
      'v002 serves all traffic: 3 probes in a row and 12 responses counted since the switch came from v002.',
    );
  });

  it('says that nothing but probes was there to see when nobody asks anything', () => {
    const known = stepped(['route', routed]);
    const quiet = [aFleet(), after].reduce(
      (soFar, fleet, at) => withObservation(soFar, fleet, v2, at),
      probed(known),
    );
    expect(text(ask(cutOver, after, { facts: quiet }))).toBe(
      'v002 serves all traffic: 3 probes in a row were answered by v002; no other traffic to count.',
    );
  });

  it('says that it is not known when its own write was not answered and someone changed the split', () => {
    const known = stepped(['route', { ...sent, kind: 'unknown', fault }]);
    const said = text(ask(cutOver, aFleet({ split: aSplit(v1, 3) }), { facts: known }));
    expect(said).toContain('whether it took effect in between is not known');
    expect(said).not.toContain('Nothing was sent');
  });

  it('is not begun hours after the press, by whatever clock', () => {
    const sinceMs = sinceBegunMs(facts, { monotonicMs: 200, nowMs: 4 * 3_600_000 });
    expect(ask(cutOver, aFleet(), { sinceBegunMs: sinceMs })).toMatchObject({ kind: 'stopped' });
    expect(sinceBegunMs(facts, { monotonicMs: 200, nowMs: -3_600_000 })).toBe(200);
  });

  it('is only accepted where responses carry no marker', () => {
    const known = { facts: stepped(['route', routed]), marker: 'none' } as const;
    expect(ask(cutOver, after, known)).toMatchObject({ phase: 'ended', kind: 'accepted' });
  });

  it('does not believe a reply that does not read back', () => {
    const lied = aFleet({ split: aSplit(v1, 2) });
    expect(ask(cutOver, lied, { facts: stepped(['route', routed]) })).toMatchObject({
      kind: 'failed',
    });
    expect(ask(cutOver, aFleet(), { facts: stepped(['route', routed]) })).toMatchObject({
      phase: 'waiting',
      because: 'the split has not been read back yet',
    });
    expect(
      ask(cutOver, aFleet(), { facts: stepped(['route', routed]), nowMs: 30_000 }),
    ).toMatchObject({
      kind: 'failed',
    });
  });

  it('looks after an unknown outcome: done means verify, not done means the same write again', () => {
    const known = { facts: stepped(['route', { ...sent, kind: 'unknown', fault }]) };
    expect(ask(cutOver, after, known)).toMatchObject({
      phase: 'waiting',
      probe: { through: 'entry' },
    });
    expect(ask(cutOver, aFleet(), known)).toMatchObject({
      phase: 'acting',
      action: { key: 'route' },
    });
    expect(ask(cutOver, aFleet(), { ...known, nowMs: 70_000 })).toMatchObject({ kind: 'stopped' });
  });

  it('says when it could not be verified in time, and how to go back', () => {
    const known = stepped(['route', routed]);
    const wrong = {
      ...known,
      probes: { ...noProbes, wrong: 'storefront-v002 answers with status 500' },
    };
    expect(text(ask(cutOver, after, { facts: wrong, nowMs: 30_000 }))).toBe(
      'The split sends all traffic to v002, but it was not verified: storefront-v002 answers with status 500. A revert leads back to v001.',
    );
  });

  it('tells that it was overtaken when the split moved on', () => {
    const reverted = aFleet({ split: aSplit(v1, 3) });
    expect(ask(cutOver, reverted, { facts: stepped(['route', routed]) })).toMatchObject({
      kind: 'overtaken',
    });
  });
});

describe('replace', () => {
  const freshId = `${v1}-b9`;
  const withFresh = (fresh: Partial<Block>, others = (block: Block) => block): Fleet => {
    const blocks = [
      ...aGeneration(1).blocks.map(others),
      aBlock(v1, 0, { id: asBlockId(freshId), replaces: asBlockId(`${v1}-b1`), ...fresh }),
    ];
    return aFleet({ generations: [aGeneration(1, { blocks }), aGeneration(2)] });
  };
  const known = { facts: stepped(['launch-fresh', launched(freshId)]) };

  it('launches a fresh block first', () => {
    expect(ask(replace, aFleet())).toMatchObject({
      action: { kind: 'launch-block', key: 'launch-fresh' },
    });
  });

  it('ends the old block only when the fresh one is healthy', () => {
    const starting = withFresh({ state: { kind: 'starting', detail: '' } });
    expect(ask(replace, starting, known)).toMatchObject({ phase: 'waiting' });
    expect(ask(replace, withFresh({}), known)).toMatchObject({
      action: { kind: 'terminate-block', block: `${v1}-b1`, key: 'terminate-old' },
    });
  });

  it('waits with the end when another block died meanwhile, and then leaves both', () => {
    const fleet = withFresh({}, (block) => (block.slot === 2 ? dead(block) : block));
    expect(ask(replace, fleet, known)).toMatchObject({ phase: 'waiting' });
    expect(ask(replace, fleet, { ...known, nowMs: 100_000 })).toMatchObject({ kind: 'stopped' });
  });

  it('ends an old block that is out of service whatever the others do', () => {
    const fleet = withFresh({}, (block) => (block.slot < 2 ? dead(block) : block));
    expect(ask(replace, fleet, known)).toMatchObject({ action: { key: 'terminate-old' } });
  });

  it('removes a fresh block that exits or never gets healthy, and says why', () => {
    const fleet = withFresh({ state: dead(aBlock(v1, 0)).state });
    expect(ask(replace, fleet, known)).toMatchObject({
      action: {
        key: 'remove-fresh',
        block: freshId,
        reason: 'It has exited: out of memory.',
      },
    });
    const starting = withFresh({ state: { kind: 'starting', detail: '' } });
    expect(ask(replace, starting, { ...known, nowMs: 61_000 })).toMatchObject({
      action: { key: 'remove-fresh', reason: 'It is still starting after 60 s.' },
    });
    const removed = stepped(
      ['launch-fresh', launched(freshId)],
      ['remove-fresh', { ...performed, reason: 'It has exited: out of memory.' }],
    );
    const end = ask(replace, aFleet(), { facts: removed });
    expect(end).toMatchObject({ kind: 'failed' });
    expect(text(end)).toContain('has exited: out of memory');
    expect(text(end)).toContain('untouched');
  });

  it('goes on with a replacement that was left half done', () => {
    expect(ask(replace, withFresh({}))).toMatchObject({ action: { key: 'terminate-old' } });
  });

  it('is done when the old block is seen to be gone, not when the yard says so', () => {
    const both = stepped(['launch-fresh', launched(freshId)], ['terminate-old', performed]);
    expect(ask(replace, withFresh({}), { facts: both })).toMatchObject({ phase: 'waiting' });
    const blocks = withFresh({}).generations[0]?.blocks.slice(1) ?? [];
    const gone = aFleet({ generations: [aGeneration(1, { blocks }), aGeneration(2)] });
    expect(ask(replace, gone, { facts: both })).toMatchObject({ kind: 'done' });
    const unknown = stepped(['terminate-old', { ...sent, kind: 'unknown', fault }]);
    expect(ask(replace, gone, { facts: unknown })).toMatchObject({
      action: { key: 'terminate-old' },
    });
  });
});

describe('launch', () => {
  const third = (blocks: Block[]): Fleet =>
    aFleet({ generations: [aGeneration(1), aGeneration(2), aGeneration(3, { blocks })] });
  const known = { facts: stepped(['launch', launched('storefront-v003')]) };
  const { blocks } = aGeneration(3);

  it('launches, waits for all blocks, and is done', () => {
    expect(ask(launch, aFleet())).toMatchObject({ action: { kind: 'launch-generation' } });
    const rising = blocks.map((block, at) =>
      at === 0 ? block : { ...block, state: { kind: 'starting', detail: '' } as const },
    );
    expect(ask(launch, third(rising), known)).toMatchObject({ phase: 'waiting', value: 0.4 });
    expect(ask(launch, third(blocks), known)).toMatchObject({ kind: 'done' });
  });

  it('fails with the reason and leaves the candidate to be read', () => {
    const end = ask(launch, third(blocks.map(dead)), known);
    expect(end).toMatchObject({ phase: 'ended', kind: 'failed' });
    expect(text(end)).toBe(
      '0 of 4 blocks of v003 are healthy. storefront-v003-b1 has exited: out of memory. Nothing else was changed: read its log, then retire v003. v001 keeps serving.',
    );
    const stuck = blocks.map((block): Block => ({
      ...block,
      state: { kind: 'starting', detail: '' },
    }));
    expect(text(ask(launch, third(stuck), { ...known, nowMs: 61_000 }))).toContain('after 60 s');
  });

  it('does not take a generation of someone else for its own', () => {
    expect(ask(launch, third(blocks))).toMatchObject({ phase: 'ended', kind: 'stopped' });
  });

  it('finds its own generation again by what the yard noted', () => {
    const fleet = {
      ...third(blocks),
      rollout: aRollout(launch, { launched: ['storefront-v003'] }),
    };
    expect(ask(launch, fleet)).toMatchObject({ kind: 'done' });
  });
});

describe('revert', () => {
  const revert = { kind: 'revert', to: v1, from: v2 } as const;
  const serving = aFleet({ split: aSplit(v2, 2), previous: v1 });
  const unanswered = (atMs: number) =>
    stepped(['route', { ...sent, atMs, attempt: 31, kind: 'unknown', fault }]);

  it('ends when its write stays unanswered, counted from the first sending', () => {
    const late = { facts: unanswered(20_000), nowMs: 20_200 };
    expect(ask(revert, serving, { facts: unanswered(15_000), nowMs: 15_100 })).toMatchObject({
      phase: 'waiting',
    });
    expect(ask(revert, serving, late)).toMatchObject({ phase: 'ended', kind: 'failed' });
    expect(text(ask(revert, serving, late))).toBe(
      'The write was not answered: whether it took effect is not known; the split now reads v002 100 % (revision 2). It is not sent again. Press again if you still want it.',
    );
  });
});
