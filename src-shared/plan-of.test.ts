import { describe, expect, it } from 'vitest';
import type { YardCapabilities } from './capabilities-schema.ts';
import { localCapabilities } from './capabilities.ts';
import { anEntry, aBlock, aFleet, aGeneration, aRollout, aSplit, v1, v2 } from './fleet.fixture.ts';
import type { Fleet } from './fleet.ts';
import { asBlockId, asGenerationId, asImageId } from './ids.ts';
import type { Wish } from './wish-schema.ts';
import { usualTerms } from './release.ts';
import { cutOverLabel, planOf, revertLabel } from './plan-of.ts';
import { revertReadiness } from './revert-readiness.ts';

const plan = (wish: Wish, fleet: Fleet = aFleet(), switchMs: number | null = null) =>
  planOf({ capabilities: localCapabilities, fleet, images: [], switchMs }, wish);
const cutOver: Wish = { kind: 'cut-over', to: v2, expectedRevision: 1 };
const reverting = aFleet({ split: aSplit(v2, 2), previous: v1 });
const died = (number: number) => {
  const blocks = aGeneration(number).blocks.slice(1);
  const exited = { kind: 'exited', code: 1, signal: null, reason: '' } as const;
  const { id } = aGeneration(number);
  return aGeneration(number, { blocks: [aBlock(id, 0, { state: exited }), ...blocks] });
};

describe('a release', () => {
  it('beside another one with shares is refused because that one runs', () => {
    const source = { kind: 'generation', generation: v2 } as const;
    const wish: Wish = { kind: 'release', source, terms: usualTerms, expectedRevision: 2 };
    const weights = [
      { generation: v1, weight: 80 },
      { generation: v2, weight: 20 },
    ];
    const shared = aFleet({ split: { ...aSplit(v1, 2), weights } });
    const cutOverIntent = { kind: 'cut-over', to: v2, from: v1, expectedRevision: 1 } as const;
    expect(plan(wish, { ...shared, rollout: aRollout(cutOverIntent) }).refusedBecause).toMatch(
      /^Another change of this fleet is running/u,
    );
    // The control: shared by nobody who runs.
    expect(plan(wish, shared).refusedBecause).toMatch(/Cut over or revert first/u);
  });
});

describe('labels', () => {
  it('say what the button does, with numbers', () => {
    expect(cutOverLabel(aFleet(), v2)).toBe('Cut over to v002 - 4 blocks, 100 %');
    expect(plan(cutOver).label).toBe('Cut over to v002 - 4 blocks, 100 %');
    const quick = plan({ kind: 'revert', to: v1 }, reverting, 300);
    expect(quick.label).toBe('Revert to v001 - ready, under 1 s');
    // Nobody has measured it here: no figure is made up.
    const untimed = plan({ kind: 'revert', to: v1 }, reverting);
    expect(untimed.label).toBe('Revert to v001 - ready, not timed yet');
    const slow = plan({ kind: 'revert', to: v1 }, reverting, 40_000);
    expect(slow.label).toBe('Revert to v001 - ready, about 40 s');
    const image = asImageId('sha256:1');
    expect(plan({ kind: 'launch', image, size: 1 }).label).toBe('Launch v003 - 1 block');
    const block = asBlockId(`${v1}-b1`);
    expect(plan({ kind: 'replace', generation: v1, block }).label).toBe(
      'Replace storefront-v001-b1 of v001',
    );
    expect(plan({ kind: 'retire', generation: v2, typedName: '' }).label).toBe(
      'Retire v002 - 4 blocks',
    );
  });

  it('say what a revert will meet', () => {
    const fleet = { ...reverting, generations: [died(1), aGeneration(2)] };
    expect(plan({ kind: 'revert', to: v1 }, fleet).label).toBe('Revert to v001 - 3 of 4 healthy');
    expect(plan({ kind: 'revert', to: v1 }, fleet).refusedBecause).toBeNull();
    expect(revertLabel(revertReadiness(aFleet(), null))).toBe('Revert');
  });
});

describe('plans', () => {
  it('tell the arithmetic of a cutover before it is made', () => {
    const { steps, refusedBecause } = plan(cutOver);
    expect(refusedBecause).toBeNull();
    expect(steps.map((step) => [step.isMutation, step.title])).toEqual([
      [false, 'Look at v002 again'],
      [true, 'Send 100 % of the traffic to v002'],
      [false, 'See it happen'],
    ]);
    expect(steps[0]?.detail).toBe(
      '4 of 4 blocks are healthy; the floor is 4. Split revision 1: v001 100 %.',
    );
    expect(steps[2]?.detail).toContain('v001 stays whole and warm as the way back');
  });

  it('say what was changed since it was looked at, where a revision says nothing', () => {
    const capabilities = { ...localCapabilities, revisions: 'fingerprint' } as const;
    const ground = { capabilities, images: [], switchMs: null };
    const fleet = aFleet({ split: aSplit(v1, 244_837_465) });
    const changed = ['Stickiness of rule 10 was off and is 60 s.'];
    expect(planOf({ ...ground, fleet, changed }, cutOver).refusedBecause).toBe(
      "The entry's rules have changed since you looked. Stickiness of rule 10 was off and is 60 s. The split now: v001 100 %.",
    );
    // The control: as it was looked at, nothing is in the way.
    expect(planOf({ ...ground, fleet: aFleet(), changed }, cutOver).refusedBecause).toBeNull();
  });

  it('say what a change writes down about itself where that is seen by others', () => {
    const record = 'parameters below /x/';
    const capabilities: YardCapabilities = { ...localCapabilities, changeRecord: record };
    const details = (wish: Wish, by = capabilities): string[] =>
      planOf(
        { capabilities: by, fleet: aFleet({ previous: v2 }), images: [], switchMs: null },
        wish,
      )
        .steps.filter(({ isMutation }) => isMutation)
        .map(({ detail }) => detail);
    const replaces = { kind: 'replace', generation: v1, block: asBlockId(`${v1}-b1`) } as const;
    const reverts = { kind: 'revert', to: v2 } as const;
    const told = [cutOver, reverts, replaces].map((wish) =>
      details(wish).filter((text) => text.includes(`${record}storefront.`)),
    );
    // Once in each plan, with its first write.
    expect(told.map((texts) => texts.length)).toEqual([1, 1, 1]);
    expect(told[0]?.[0]).toMatch(
      /Who is at work, and at the end where the way back leads, is written/u,
    );
    expect(told[1]?.[0]).toContain('is removed afterwards from');
    // The control: the yard's own record is no write of anybody's.
    expect(details(cutOver, localCapabilities).join('')).not.toContain('is written');
  });

  it('say that a switch can only be accepted where no rule can be asked', () => {
    const entry = anEntry({ marker: 'none', askedRules: 0 });
    const ground = { capabilities: localCapabilities, images: [], switchMs: null };
    const seen = planOf({ ...ground, fleet: aFleet({ entry }) }, cutOver).steps.at(-1)?.detail;
    expect(seen).toContain('None of its rules can be asked from here: it can be accepted, not');
  });

  it('name the attachment, the wait and the switch where the entry does not list the generation', () => {
    const unused = { kind: 'unused', reason: 'nobody checks it' } as const;
    const blocks = aGeneration(2).blocks.map((block) => ({ ...block, state: unused }));
    const loose = aFleet({
      entry: anEntry({ rules: ['the default action of web:80', 'rule 10 of web:80'] }),
      generations: [aGeneration(1), aGeneration(2, { blocks, isAttached: false })],
    });
    const commands = { attach: 'aws attach', route: 'aws route' };
    const ground = { capabilities: localCapabilities, images: [], switchMs: null, commands };
    const { label, steps, refusedBecause } = planOf({ ...ground, fleet: loose }, cutOver);
    expect(refusedBecause).toBeNull();
    expect(label).toBe('Cut over to v002 - attach 4 blocks first, then 100 %');
    const twice =
      '2 traffic writes at the same time: the default action of web:80; rule 10 of web:80.';
    expect(
      steps.map(({ isMutation, title, detail, command }) => [isMutation ? detail : title, command]),
    ).toEqual([
      ['Look at v002 again', null],
      [`${twice} Weights stay as they are: no traffic goes there.`, 'aws attach'],
      ['Wait until v002 is healthy', null],
      [twice, 'aws route'],
      ['See it happen', null],
    ]);
    expect(steps[2]?.detail).toBe(
      'Until all 4 blocks were seen healthy, at most about 60 s. The floor is 4: with fewer it stops here, nothing is switched, and v002 stays attached at weight 0.',
    );
    // Not health, which nobody knows, but blocks enough: three can never make four.
    const few = aGeneration(2, { blocks: blocks.slice(1), isAttached: false });
    expect(
      planOf({ ...ground, fleet: { ...loose, generations: [aGeneration(1), few] } }, cutOver)
        .refusedBecause,
    ).toBe('3 of 4 blocks of v002 could become healthy; the floor is 4.');
  });

  it.each<[string, Wish, Fleet, string]>([
    [
      'fewer healthy blocks than the floor',
      cutOver,
      aFleet({ generations: [aGeneration(1), died(2)] }),
      '3 of 4 blocks of v002 are healthy; the floor is 4.',
    ],
    [
      'a split that has changed',
      cutOver,
      aFleet({ split: aSplit(v1, 7) }),
      'The split has changed since you looked: revision 7 instead of 1, v001 100 %.',
    ],
    ['what serves already', { ...cutOver, to: v1 }, aFleet(), 'v001 already serves all traffic.'],
    [
      'another running change',
      cutOver,
      aFleet({ rollout: aRollout({ kind: 'retire', generation: v1 }) }),
      'Another change of this fleet is running (retire).',
    ],
    [
      'a closed entry',
      cutOver,
      aFleet({ entry: anEntry({ state: { kind: 'closed', reason: 'stopped' } }) }),
      'The entry is not open.',
    ],
    [
      'retiring what serves',
      { kind: 'retire', generation: v1, typedName: v1 },
      aFleet(),
      'v001 serves traffic.',
    ],
    [
      'retiring without the typed name',
      { kind: 'retire', generation: v2, typedName: 'v002' },
      aFleet(),
      'Type storefront-v002 to retire it.',
    ],
    [
      'a block that is not there',
      { kind: 'replace', generation: v1, block: asBlockId('gone') },
      aFleet(),
      'There is no block gone in v001.',
    ],
    [
      'an image that is not there',
      { kind: 'launch', image: asImageId('sha256:9'), size: 2 },
      aFleet(),
      'There is no image sha256:9 in this yard.',
    ],
    [
      'a revert to what is retired',
      { kind: 'revert', to: v1 },
      aFleet({ generations: [aGeneration(1, { rung: 'retired', blocks: [] }), aGeneration(2)] }),
      'v001 is retired: it has no blocks to go back to.',
    ],
  ])('refuse %s', (_, wish, fleet, because) => {
    expect(plan(wish, fleet).refusedBecause).toBe(because);
  });

  it('never refuse a revert because of guards or a running change', () => {
    const fleet = {
      ...reverting,
      generations: [died(1), aGeneration(2)],
      rollout: aRollout({ kind: 'retire', generation: v1 }),
      entry: anEntry({ state: { kind: 'closed', reason: 'stopped' } }),
    };
    expect(plan({ kind: 'revert', to: v1 }, fleet).refusedBecause).toBeNull();
  });

  it('count a replacement for what it is', () => {
    const block = asBlockId(`${v1}-b1`);
    const fleet = aFleet({ generations: [died(1), aGeneration(2)] });
    const { steps } = plan({ kind: 'replace', generation: v1, block }, fleet);
    expect(steps[2]?.detail).toBe('3 healthy now, 4 afterwards; the floor is 4.');
  });

  it('warn that retiring the previous generation takes the way back', () => {
    const { steps } = plan({ kind: 'retire', generation: v1, typedName: v1 }, reverting);
    expect(steps[1]?.detail).toContain('after this a revert is not possible');
  });

  it('give no number twice', () => {
    const generations = [aGeneration(1), aGeneration(7, { rung: 'retired', blocks: [] })];
    const { label } = plan(
      { kind: 'launch', image: asImageId('sha256:1'), size: 4 },
      aFleet({ generations }),
    );
    expect(label).toBe('Launch v008 - 4 blocks');
  });

  it('make hostile text harmless', () => {
    const hostile = asGenerationId(`<b>\u202e${'x'.repeat(10_000)}`);
    const { refusedBecause, label } = plan({ ...cutOver, to: hostile });
    expect((refusedBecause ?? '').length).toBeLessThan(200);
    expect(`${refusedBecause ?? ''}${label}`).not.toContain('\u202e');
  });
});
