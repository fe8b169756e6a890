import { describe, expect, it } from 'vitest';
import { aBlock, aFleet, aGeneration, aSplit, v1, v2 } from '../../../src-shared/fleet.fixture.ts';
import type { Block, Fleet } from '../../../src-shared/fleet.ts';
import type { Decision } from './decision.ts';
import type { StepFact } from './facts.ts';
import { ask, attaching, cutOver, fault, sent, stepped } from './question.fixture.ts';

const unused: Block['state'] = { kind: 'unused', reason: 'Nobody checks it.' };
const starting: Block['state'] = { kind: 'starting', detail: 'Checks are in progress.' };
const blocksOf = (...states: Block['state'][]): Block[] =>
  states.map((state, slot) => aBlock(v2, slot, { state }));
const candidate = (blocks: Block[], isAttached: boolean): Fleet['generations'] => [
  aGeneration(1),
  aGeneration(2, { blocks, ...(isAttached ? {} : { isAttached: false }) }),
];
const loose = (more: Partial<Fleet> = {}): Fleet =>
  aFleet({
    generations: candidate(blocksOf(unused, unused, unused, unused), false),
    split: { ...aSplit(v1, 1), weights: [{ generation: v1, weight: 100 }] },
    ...more,
  });
const listed = (blocks: Block[], revision = 2): Fleet =>
  aFleet({ generations: candidate(blocks, true), split: aSplit(v1, revision) });
const whole = aGeneration(2).blocks;
const attached: StepFact = {
  ...sent,
  kind: 'done',
  receipt: { kind: 'routed', revision: 2, atMs: 5, overtook: null },
};
const known = stepped(['attach', attached]);
const text = (decision: Decision): string => (decision.phase === 'ended' ? decision.text : '');

describe('cut over to a generation that the entry does not list', () => {
  it('attaches it first, on the revision that the operator saw, and moves nothing', () => {
    const decision = ask(attaching, loose());
    expect(decision).toMatchObject({
      phase: 'acting',
      action: { kind: 'attach', key: 'attach', generation: v2, expectedRevision: 1 },
    });
    // The same fleet with the candidate listed is switched at once: the attachment is what is new.
    expect(ask(cutOver, aFleet())).toMatchObject({ action: { kind: 'route' } });
  });

  it('waits for each block, says which one and why, and looks less often meanwhile', () => {
    const healthy = whole.slice(0, 3);
    const fleet = listed([...healthy, ...blocksOf(unused, unused, unused, starting).slice(3)]);
    expect(ask(attaching, fleet, { facts: known })).toMatchObject({
      phase: 'waiting',
      isSlow: true,
      because:
        '3 of 4 blocks of v002 are healthy (storefront-v002-b4 is still starting: Checks are in progress); waiting for all of them, at most about 60 s',
    });
  });

  it('then switches on the revision that the attachment left, once', () => {
    expect(ask(attaching, listed(whole), { facts: known })).toMatchObject({
      phase: 'acting',
      action: { kind: 'route', key: 'route', to: v2, expectedRevision: 2, previous: v1 },
    });
    // Long after the press, too: the wait is part of the change.
    const late = { facts: known, nowMs: 61_000, sinceBegunMs: 100_000 };
    expect(ask(attaching, listed(whole), late)).toMatchObject({ action: { kind: 'route' } });
    const tooLate = { ...late, sinceBegunMs: 130_000 };
    expect(ask(attaching, listed(whole), tooLate)).toMatchObject({ kind: 'stopped' });
  });

  it('ends with the split untouched when it does not become healthy in its time', () => {
    const fleet = listed([...whole.slice(0, 3), ...blocksOf(unused, unused, unused, starting).slice(3)]); // prettier-ignore
    const inTime = { facts: known, nowMs: 60_000, sinceBegunMs: 60_000 };
    expect(ask(attaching, fleet, inTime)).toMatchObject({ phase: 'waiting' });
    const decision = ask(attaching, fleet, { facts: known, nowMs: 60_200, sinceBegunMs: 60_200 });
    expect(decision).toMatchObject({ phase: 'ended', kind: 'stopped' });
    expect(text(decision)).toBe(
      'v002 is not healthy after about 60 s: 3 of 4 blocks of v002 are healthy; the floor is 4. storefront-v002-b4 is still starting: Checks are in progress. It stays attached at weight 0. The traffic goes to: v001 100 %.',
    );
    // With the floor met its time is all that it has to give.
    const enough = { ...fleet, floor: 3 };
    expect(ask(attaching, enough, inTime)).toMatchObject({ phase: 'waiting' });
    expect(ask(attaching, enough, { ...inTime, nowMs: 60_200 })).toMatchObject({
      action: { kind: 'route', expectedRevision: 2 },
    });
  });

  it('does not wait for what cannot become healthy any more', () => {
    const exited: Block['state'] = { kind: 'exited', code: 1, signal: null, reason: '' };
    const decision = ask(attaching, listed([...whole.slice(1), aBlock(v2, 3, { state: exited })]), {
      facts: known,
    });
    expect(text(decision)).toContain('v002 is not healthy: 3 of 4 blocks');
    const hopeless = loose({
      generations: candidate(blocksOf(exited, exited, unused, unused), false),
    });
    expect(text(ask(attaching, hopeless))).toBe(
      '2 of 4 blocks of v002 could become healthy; the floor is 4. Nothing was changed.',
    );
  });

  it('repeats an attachment that nobody answered, and leaves the judgement to the yard', () => {
    const unknown = stepped(['attach', { ...sent, kind: 'unknown', fault }]);
    const repeat = { action: { kind: 'attach', key: 'attach', expectedRevision: 1 } };
    expect(ask(attaching, loose(), { facts: unknown })).toMatchObject(repeat);
    // It took effect; what else may have changed with it only the yard can tell.
    expect(ask(attaching, listed(whole), { facts: unknown })).toMatchObject(repeat);
    // Taken over without a record of it.
    expect(ask(attaching, listed(whole))).toMatchObject(repeat);
    expect(text(ask(attaching, loose(), { facts: unknown, nowMs: 61_000 }))).toContain(
      'is not known whether v002 was attached at weight 0; no traffic was moved',
    );
  });

  it('stops for a change by somebody else before and after the attachment', () => {
    const moved = {
      ...aSplit(v1, 7),
      weights: [
        { generation: v1, weight: 60 },
        { generation: v2, weight: 40 },
      ],
    };
    expect(text(ask(attaching, loose({ split: moved })))).toContain('Nothing was sent');
    const after = ask(attaching, { ...listed(whole), split: moved }, { facts: known });
    expect(after).toMatchObject({ kind: 'stopped' });
    expect(text(after)).toContain('v002 was attached at weight 0, and no traffic was moved');
  });

  it('takes an older look for what it is, before the switch and after it', () => {
    expect(ask(attaching, loose(), { facts: known })).toMatchObject({ phase: 'waiting' });
    expect(
      text(ask(attaching, loose(), { facts: known, nowMs: 30_000, revisions: 'fingerprint' })),
    ).toContain('does not read back');
    const both = stepped(['attach', attached], ['route', { ...sent, kind: 'unknown', fault }]);
    expect(ask(attaching, loose(), { facts: both })).toMatchObject({
      phase: 'waiting',
      because: 'that look is older than the attachment; looking again',
    });
  });

  it('waits out a look from between its own writes, where looks cannot be ordered', () => {
    // One of two rules lists it already: neither the fingerprint before nor the one after.
    const half = { ...loose(), split: { ...loose().split, revision: 5 } };
    const early = { facts: known, revisions: 'fingerprint' } as const;
    expect(ask(attaching, half, early)).toMatchObject({
      phase: 'waiting',
      because: 'the entry reads neither as before nor as attached; reading again',
    });
    expect(ask(attaching, listed(whole), early)).toMatchObject({ action: { kind: 'route' } });
    const still = ask(attaching, half, { ...early, nowMs: 30_000 });
    expect(text(still)).toContain('v002 was attached at weight 0, and no traffic was moved');
    // Revisions that rise tell a later change at once.
    expect(ask(attaching, half, { facts: known })).toMatchObject({ kind: 'stopped' });
  });

  it('ends when the yard refuses', () => {
    const refused = stepped([
      'attach',
      { ...sent, kind: 'refused', fault: { code: 'refused', message: 'Five are listed.' } },
    ]);
    expect(text(ask(attaching, loose(), { facts: refused }))).toBe(
      'v002 was not attached: Five are listed. The traffic goes to: v001 100 %.',
    );
    expect(ask(attaching, loose(), { facts: refused })).not.toHaveProperty('denial');
  });

  it('ends where the yard does not allow it, with what would', () => {
    const denial = { action: 'a', resource: null, said: null, isForbidden: false, statement: '{}' };
    const denied = { code: 'denied', message: 'Ann may not.', denial } as const;
    const known = stepped(['attach', { ...sent, kind: 'refused', fault: denied }]);
    expect(ask(attaching, loose(), { facts: known })).toMatchObject({ kind: 'stopped', denial });
  });
});
