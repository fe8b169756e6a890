import { describe, expect, it } from 'vitest';
import { aBlock, aFleet, aGeneration, aSplit, v1, v2 } from '../../src-shared/fleet.fixture.ts';
import type { Block, Fleet } from '../../src-shared/fleet.ts';
import { canCutOver } from '../../src-shared/guards.ts';
import type { GenerationId } from '../../src-shared/ids.ts';
import { noTraffic } from '../../src-shared/no-traffic.ts';
import { usualLimits } from '../yards/yard-pace.ts';
import type { Decision } from './decide/decision.ts';
import {
  ask,
  cutOver,
  facts,
  performed,
  retire,
  routed,
  stepped,
} from './decide/question.fixture.ts';

type Work = Block['work'];
const seen = (taking: boolean, busy = 0, revision = 2): Work => ({
  kind: 'seen',
  ...{ taking, busy, revision },
});
const unknown: Work = { kind: 'unknown', reason: '/jobs/state answered 500.' };

const blocksOf = (id: GenerationId, work: readonly Work[]): Block[] =>
  work.map((each, slot) => aBlock(id, slot, each === undefined ? {} : { work: each }));

function workers(old: readonly Work[], next: readonly Work[], more: Partial<Fleet> = {}): Fleet {
  return aFleet({
    floor: 2,
    entry: { kind: 'none', marker: 'work', pinnedForMs: null, rules: ['who takes'], notes: [] },
    generations: [
      aGeneration(1, { size: 2, blocks: blocksOf(v1, old) }),
      aGeneration(2, { size: 2, blocks: blocksOf(v2, next) }),
    ],
    split: aSplit(v2, 2),
    traffic: { ...noTraffic, isCounted: false },
    ...more,
  });
}

const takes = [seen(true), seen(true)];
const stopped = [seen(false), seen(false)];
const routedFacts = stepped(['route', routed]);
const decided = (fleet: Fleet, nowMs = 200): Decision =>
  ask(cutOver, fleet, { marker: 'work', facts: routedFacts, nowMs });
const lateMs = usualLimits.verifyMs + 200;

describe('a cutover of a fleet without an entry', () => {
  it('is verified when all of the new take work and none of the old does', () => {
    expect(decided(workers(stopped, takes))).toMatchObject({ phase: 'ended', kind: 'verified' });
  });

  it.each<[string, readonly Work[], readonly Work[], string]>([
    ['one of the old still takes', [seen(true), seen(false)], takes, 'storefront-v001-b1 still takes work'],
    ['an old one cannot be asked', [unknown, seen(false)], takes, 'b1 is not seen to have stopped: /jobs/state answered 500'],
    ['an old one was asked under the split before', [seen(false, 0, 1), seen(false)], takes, 'b1 is not seen to have stopped yet'],
    ['a new one was asked under the split before', stopped, [seen(true, 0, 1), seen(true)], '1 of 2 healthy blocks of v002 take work'],
    ['a new one does not take', stopped, [seen(true), seen(false)], 'b2 does not take work yet'],
  ])('waits while %s, and asks the entry nothing', (_, old, next, because) => {
    const decision = decided(workers(old, next));
    expect(decision).toMatchObject({ phase: 'waiting', probe: null });
    expect(decision.phase === 'waiting' ? decision.because : '').toContain(because);
  }); // prettier-ignore

  it('counts an old block whose process has ended as stopped, and no other one', () => {
    const gone = aBlock(v1, 0, { state: { kind: 'exited', code: 1, signal: null, reason: 'x' } });
    const fleet = workers(stopped, takes);
    const [old, next] = fleet.generations;
    if (old === undefined || next === undefined) throw new Error('no generations');
    const withIt = (block: Block) => ({
      ...fleet,
      generations: [{ ...old, blocks: [block, ...old.blocks.slice(1)] }, next],
    });
    expect(decided(withIt(gone))).toMatchObject({ kind: 'verified' });
    const hung = aBlock(v1, 0, { state: { kind: 'unhealthy', reason: 'hangs' }, work: unknown });
    expect(decided(withIt(hung))).toMatchObject({ phase: 'waiting' });
  });

  it('ends as accepted with the block when an old one is never seen to stop, as failed when a new one never takes', () => {
    const accepted = decided(workers([unknown, seen(false)], takes), lateMs);
    expect(accepted).toMatchObject({ phase: 'ended', kind: 'accepted' });
    expect(accepted.phase === 'ended' ? accepted.text : '').toContain('storefront-v001-b1');
    expect(decided(workers(stopped, [unknown, seen(true)]), lateMs)).toMatchObject({
      phase: 'ended',
      kind: 'failed',
    });
  });

  it('is refused while too few of its blocks answer their hook', () => {
    const before = { split: aSplit(v1, 1) };
    expect(canCutOver(workers(takes, stopped, before), v2)).toEqual({ kind: 'allowed' });
    expect(canCutOver(workers(takes, [unknown, seen(false)], before), v2)).toMatchObject({
      kind: 'refused',
      because: '1 of 2 blocks of v002 are healthy and answer their hook; the floor is 2.',
    });
  });
});

describe('a retirement there', () => {
  const retiring = (old: readonly Work[], nowMs: number): Decision =>
    ask(retire, workers(takes, old, { split: aSplit(v1, 2) }), { marker: 'work', facts, nowMs });
  const past = usualLimits.undoMs + 100;

  it('waits for what is in hand, and never takes a block that cannot be asked for idle', () => {
    for (const old of [[seen(false, 3), seen(false)], [seen(true), seen(false)], [unknown, seen(false)]])
      expect(retiring(old, 200)).toMatchObject({ phase: 'waiting', course: { offers: [{ kind: 'abort' }] } }); // prettier-ignore
    const because = retiring([unknown, seen(false)], 200);
    expect(because).toMatchObject({ because: '1 blocks of v002 are not seen to be idle' });
  });

  it('goes on when all is seen to be idle', () => {
    expect(retiring(stopped, past)).toMatchObject({ phase: 'acting' });
    const done = stepped(['retire', performed]);
    expect(ask(retire, workers(takes, stopped), { marker: 'work', facts: done })).toMatchObject({
      phase: 'waiting',
    });
  });
});
