import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aBlock, aFleet, aGeneration, anEntry, aRollout, aSplit, v1, v2 } from './fleet.fixture.ts';
import type { Fleet, Generation } from './fleet.ts';
import { canRevert, planOf, revertLabel } from './plan-of.ts';
import { localCapabilities } from './capabilities.ts';
import {
  revertConditions,
  revertReadiness,
  type RevertCondition,
  type RevertSurroundings,
} from './revert-readiness.ts';

const nowMs = 1_800_000_000_000;
const well: RevertSurroundings = {
  nowMs,
  blind: null,
  endsAtMs: null,
  signInByMs: null,
  denied: null,
};

/** v002 serves since a cutover from v001. */
const served = (way: Partial<Generation> = {}, change: Partial<Fleet> = {}): Fleet =>
  aFleet({
    split: aSplit(v2, 2),
    previous: v1,
    generations: [aGeneration(1, way), aGeneration(2)],
    ...change,
  });

const inState = (slots: number, state: Generation['blocks'][number]['state']): Generation => {
  const whole = aGeneration(1);
  const rest = whole.blocks.slice(slots);
  return { ...whole, blocks: [...Array(slots).keys()].map((slot) => aBlock(v1, slot, { state })).concat(rest) }; // prettier-ignore
};
const exited = { kind: 'exited', code: 1, signal: null, reason: '' } as const;
const unused = { kind: 'unused', reason: 'Target.NotInUse' } as const;

const conditionsOf = (fleet: Fleet, around = well): readonly RevertCondition[] => {
  const said = revertReadiness(fleet, 300, around);
  return said.kind === 'nothing' ? [] : said.conditions;
};
const said = (fleet: Fleet, around = well): readonly string[] =>
  conditionsOf(fleet, around).map(({ what, severity, reason }) => `${what} ${severity}: ${reason}`);

describe('how ready a revert is', () => {
  it('is ready with the figure when all is well, with and without knowing the surroundings', () => {
    const ready = { kind: 'ready', estimateMs: 300, conditions: [] };
    expect(revertReadiness(served(), 300, well)).toMatchObject(ready);
    expect(revertReadiness(served(), 300)).toMatchObject(ready);
    const far = { ...well, endsAtMs: nowMs + 600_000, signInByMs: nowMs + 600_000 };
    expect(revertReadiness(served(), 300, far)).toMatchObject(ready);
    // Renewed without a person: nobody has to know how soon.
    expect(said(served(), { ...well, endsAtMs: nowMs + 1 })).toEqual([]);
    // Another change of the fleet is overtaken, and one more block than it needs is no trouble.
    const rollout = aRollout({ kind: 'retire', generation: v1 });
    const five = [...aGeneration(1).blocks, aBlock(v1, 4, { state: { kind: 'starting', detail: '' } })]; // prettier-ignore
    expect(said(served({ blocks: five }, { rollout }))).toEqual([]);
  });

  it('has nothing to say where there is no way back', () => {
    for (const fleet of [
      served({}, { previous: null }),
      served({ rung: 'retired', blocks: [] }),
      served({}, { generations: [aGeneration(2)] }),
    ]) {
      expect(revertReadiness(fleet, null, well)).toEqual({
        kind: 'nothing',
        because: 'There is no cutover to take back. v002 serves.',
      });
    }
  });

  it('says of what was stopped how it leads back again', () => {
    for (const previous of [null, v1]) {
      expect(revertReadiness(served({ rung: 'stopped' }, { previous }), null, well)).toEqual({
        kind: 'nothing',
        because: 'v001 is stopped: start it again and cut over to it. v002 serves.',
      });
    }
  });

  it.each<[string, Fleet, RevertSurroundings, readonly string[]]>([
    [
      'a yard that is not seen',
      served(),
      { ...well, blind: 'not-answering' },
      ['link trouble: yard not answering'],
    ],
    [
      'a write that was denied',
      served(),
      { ...well, denied: { action: 'x:ModifyRule', by: 'write' } },
      ['right trouble: not allowed the last time'],
    ],
    [
      'a right that a check found missing',
      served(),
      { ...well, denied: { action: 'x:ModifyRule', by: 'check' } },
      ['right trouble: the right to it is missing'],
    ],
    [
      'credentials that have ended',
      served(),
      { ...well, endsAtMs: nowMs },
      ['credentials trouble: the credentials have ended'],
    ],
    [
      'credentials that end soon',
      served(),
      { ...well, endsAtMs: nowMs + 539_999, signInByMs: nowMs + 539_999 },
      ['credentials warning: credentials end in 8 min'],
    ],
    [
      'credentials with no minute left',
      served(),
      { ...well, endsAtMs: nowMs + 59_000, signInByMs: nowMs + 59_000 },
      ['credentials warning: credentials end in less than 1 min'],
    ],
    [
      'a closed entry',
      served({}, { entry: anEntry({ state: { kind: 'closed', reason: 'stopped' } }) }),
      well,
      ['entry trouble: the entry is not open'],
    ],
    [
      'a generation that is being retired',
      served({ rung: 'draining' }),
      well,
      ['rung trouble: it is being retired'],
    ],
    [
      'a generation that is being stopped',
      served({ rung: 'draining' }, { rollout: aRollout({ kind: 'stop', generation: v1 }) }),
      well,
      ['rung trouble: it is being stopped'],
    ],
    [
      'a generation that the entry does not list',
      served({ ...inState(4, unused), isAttached: false }),
      well,
      ['attached trouble: not attached to the entry', 'healthy trouble: 0 of 4 healthy'],
    ],
    ['a sick block', served(inState(1, exited)), well, ['healthy trouble: 3 of 4 healthy']],
    [
      'a lost block',
      served({ blocks: aGeneration(1).blocks.slice(1) }),
      well,
      ['healthy trouble: 3 of 4 healthy', 'size trouble: 1 block missing'],
    ],
    [
      'no block at all, of none that are meant to be',
      served({ blocks: [], size: 0 }),
      well,
      ['size trouble: no block of it is seen'],
    ],
    [
      'blocks that nobody checks',
      served(inState(2, unused)),
      well,
      ['healthy trouble: 2 of 4 healthy', 'unused trouble: 2 blocks not in use'],
    ],
    [
      'clients that are pinned',
      served({}, { entry: anEntry({ pinnedForMs: 3_600_000 }) }),
      well,
      ['pinned trouble: clients can stay where they are for about 60 min'],
    ],
    [
      'an image that is gone',
      served({ imageTrouble: { kind: 'gone', text: 'It is deregistered.' } }),
      well,
      ['image warning: its image is gone'],
    ],
    [
      'an image that is damaged',
      served({ imageTrouble: { kind: 'damaged', text: 'server.mjs was changed.' } }),
      well,
      ['image warning: its image is damaged'],
    ],
    [
      'an image that its owner can take away',
      served({ imageKeeping: 'of-others' }),
      well,
      ['keeping note: its image can be deregistered by its owner'],
    ],
    ['an image that is kept', served({ imageKeeping: 'protected' }), well, []],
  ])('says its reason: %s', (_, fleet, around, reasons) => {
    expect(said(fleet, around)).toEqual(reasons);
    const readiness = revertReadiness(fleet, 300, around);
    const [first] = reasons;
    const isTrouble = first?.includes(' trouble: ') === true;
    expect(readiness.kind).toBe(isTrouble ? 'degraded' : 'ready');
    if (readiness.kind === 'degraded') expect(first).toContain(readiness.because);
    for (const { text } of conditionsOf(fleet, around))
      expect(text).toMatch(/^(?:[A-Z\d]|v\d).*\.$/u);
  });

  it('says a note in the plan and never on the button, where a warning goes before it', () => {
    const label = (fleet: Fleet): string => revertLabel(revertReadiness(fleet, 300, well));
    const noted = served({ imageKeeping: 'unprotected' });
    expect(said(noted)).toEqual(['keeping note: its image can be deregistered']);
    expect(label(noted)).toBe('Revert to v001 - ready, under 1 s');
    const gone = { imageTrouble: { kind: 'gone', text: '' }, imageKeeping: 'of-others' } as const;
    expect(label(served(gone))).toBe('Revert to v001 - ready, under 1 s; its image is gone');
  });

  it('puts what the next press meets before what only comes later', () => {
    const imageTrouble = { kind: 'gone', text: 'It is deregistered.' } as const;
    const around = { ...well, signInByMs: nowMs + 60_000 };
    const broken = served({ ...inState(1, exited), imageTrouble });
    expect(said(broken, around)).toEqual([
      'healthy trouble: 3 of 4 healthy',
      'credentials warning: credentials end in 1 min',
      'image warning: its image is gone',
    ]);
    const [, , image] = conditionsOf(broken, around);
    expect(image?.text).toBe(
      'Its image is gone: lost blocks cannot be replaced. It is deregistered.',
    );
  });

  it('shows nothing of outside texts that could harm', () => {
    const hostile = `<b>\u202e${'x'.repeat(10_000)}`;
    const fleet = served({ imageTrouble: { kind: 'gone', text: hostile } });
    const around = { ...well, denied: { action: hostile, by: 'write' } } as const;
    for (const { reason, text } of conditionsOf(fleet, around)) {
      expect(`${reason}${text}`).not.toContain('\u202e');
      expect(text.length).toBeLessThan(500);
    }
  });

  it('never keeps a revert from going, whatever is broken', () => {
    const states = [{ kind: 'healthy' } as const, exited, unused];
    const ways = fc.record({
      rung: fc.constantFrom('warm' as const, 'draining' as const),
      isAttached: fc.boolean(),
      size: fc.nat({ max: 6 }),
      states: fc.array(fc.constantFrom(...states), { maxLength: 6 }),
      image: fc.constantFrom(undefined, 'gone' as const, 'damaged' as const),
      isOpen: fc.boolean(),
      pinnedForMs: fc.constantFrom(null, 60_000),
      around: fc.record({
        nowMs: fc.constant(nowMs),
        blind: fc.constantFrom(null, 'not-answering' as const),
        endsAtMs: fc.constantFrom(null, nowMs - 1, nowMs + 60_000),
        signInByMs: fc.constantFrom(null, nowMs - 1, nowMs + 60_000),
        denied: fc.constantFrom(null, { action: 'x', by: 'write' } as const),
      }),
    });
    fc.assert(
      fc.property(ways, (way) => {
        const { rung, isAttached, size, image, isOpen, pinnedForMs, around } = way;
        const blocks = way.states.map((state, slot) => aBlock(v1, slot, { state }));
        const imageTrouble = image && { imageTrouble: { kind: image, text: '' } };
        const state = isOpen ? { kind: 'listening' } : { kind: 'closed', reason: '' };
        const entry = anEntry({ pinnedForMs, state } as Parameters<typeof anEntry>[0]);
        const fleet = served({ rung, isAttached, size, blocks, ...imageTrouble }, { entry });
        const readiness = revertReadiness(fleet, null, around);
        expect(readiness.kind).not.toBe('nothing');
        expect(canRevert(fleet, v1)).toEqual({ kind: 'allowed' });
        const ground = { capabilities: localCapabilities, fleet, images: [], switchMs: null };
        expect(planOf(ground, { kind: 'revert', to: v1 }).refusedBecause).toBeNull();
        // And it is called ready, without more, only when nothing is broken.
        const isWell = revertConditions(fleet, aGeneration(1, fleet.generations[0]), around);
        expect(isWell.length === 0).toBe(
          readiness.kind === 'ready' && readiness.conditions.length === 0,
        );
      }),
    );
  });
});
