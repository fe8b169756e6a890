import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { localCapabilities } from './capabilities.ts';
import { dataAfter, dataWayBack, isNoted } from './data-note.ts';
import type { DataChange, DataNote } from './data-note-schema.ts';
import { aBlock, aFleet, aGeneration, aSplit, v1, v2 } from './fleet.fixture.ts';
import type { Fleet, Generation } from './fleet.ts';
import { canCutOver, canReplace, canRetire, canScale } from './guards.ts';
import { asImageId } from './ids.ts';
import type { FolderImage, Image } from './image.ts';
import { canRevert, planOf, revertLabel } from './plan-of.ts';
import { forwardChecks } from './preflight-forward.ts';
import { revertReadiness } from './revert-readiness.ts';

const note = (change: DataChange, text = 'orders.legacy_total'): DataNote => ({
  ...{ change, text, by: 'ann', atMs: 0 },
});
const noted = (change: DataChange, more: Partial<Generation> = {}): Generation =>
  aGeneration(2, { data: note(change), ...more });

/** v002 serves since a cutover from v001. */
const serving = (second: Generation): Fleet =>
  aFleet({ split: aSplit(v2, 2), previous: v1, generations: [aGeneration(1), second] });
const standing = (second: Generation): Fleet => aFleet({ generations: [aGeneration(1), second] });
const ground = (fleet: Fleet) => ({ fleet, capabilities: localCapabilities, images: [], switchMs: 300 }); // prettier-ignore
const label = (fleet: Fleet): string => revertLabel(revertReadiness(fleet, 300));

describe('what a way back means for the data', () => {
  it('says data loss from the first traffic of what takes data away, and goes all the same', () => {
    const fleet = serving(noted('contract'));
    expect(dataWayBack(fleet, v1)).toMatchObject({ kind: 'data-loss' });
    expect(label(fleet)).toBe('Revert to v001 - data loss');
    expect(canRevert(fleet, v1)).toEqual({ kind: 'allowed' });
    const plan = planOf(ground(fleet), { kind: 'revert', to: v1 });
    expect(plan.refusedBecause).toBeNull();
    expect(plan.steps[0]?.title).toBe('Know what it means for the data');
    expect(plan.steps[0]?.detail).toContain('orders.legacy_total');
  });

  it('says that it is safe until then, on the button too', () => {
    expect(dataWayBack(standing(noted('contract')), v1).kind).toBe('safe-until-contract');
    expect(label(serving(noted('expand')))).toBe('Revert to v001 - ready, under 1 s; data safe until contract'); // prettier-ignore
    expect(revertReadiness(serving(noted('expand')), 300).kind).toBe('ready');
  });

  it('says nothing where nothing is noted, or that it leaves the data alone', () => {
    expect(label(serving(aGeneration(2)))).toBe('Revert to v001 - ready, under 1 s');
    expect(label(serving(noted('none')))).toBe('Revert to v001 - ready, under 1 s');
    expect(dataWayBack(serving(noted('none')), v1)).toEqual({ kind: 'safe' });
  });

  it('counts a generation that had traffic once, also when it is retired or in between', () => {
    const third = aGeneration(3);
    const gone = noted('contract', { hasServed: true, rung: 'retired', blocks: [] });
    const fleet = aFleet({ split: aSplit(third.id, 3), previous: v1, generations: [aGeneration(1), gone, third] }); // prettier-ignore
    expect(dataWayBack(fleet, v1).kind).toBe('data-loss');
    // Forward again is no loss: it was made for the data as it is now.
    expect(dataWayBack(fleet, v2)).toEqual({ kind: 'safe' });
  });

  it('goes by what was released from where, too: an older number, or ranks that have moved', () => {
    const older = aGeneration(1, { data: note('contract') });
    const over = aFleet({
      split: aSplit(v1, 2),
      previous: v2,
      generations: [older, aGeneration(2)],
    });
    expect(dataWayBack(over, v2)).toMatchObject({ kind: 'data-loss' });
    // Control: forward from it is no way back.
    expect(dataWayBack({ ...over, previous: null }, v2)).toEqual({ kind: 'safe' });
  });

  it('does not say that a contract is still to come where nobody remembers', () => {
    const third = aGeneration(3);
    const forgotten = noted('contract', { hasServed: undefined });
    const fleet = aFleet({ split: aSplit(third.id, 3), previous: v1, generations: [aGeneration(1), forgotten, third] }); // prettier-ignore
    expect(dataWayBack(fleet, v1)).toMatchObject({
      kind: 'data-loss',
      because: expect.stringContaining('does not remember whether it has had traffic') as unknown,
    });
    const known = noted('contract', { hasServed: false });
    expect(dataWayBack({ ...fleet, generations: [aGeneration(1), known, third] }, v1).kind).toBe(
      'safe-until-contract',
    );
  });

  it('is never worse for a later generation than for an earlier one', () => {
    const change = fc.option(fc.constantFrom<DataChange>('none', 'expand', 'contract'), { nil: undefined }); // prettier-ignore
    const generations = fc
      .array(fc.record({ change, hasServed: fc.boolean() }), { minLength: 2, maxLength: 6 })
      .map((all) =>
        all.map(({ change: one, hasServed }, at) =>
          aGeneration(at + 1, { hasServed, ...(one && { data: note(one) }) }),
        ),
      );
    const worse = ['safe', 'safe-until-contract', 'data-loss'];
    fc.assert(
      fc.property(generations, (all) => {
        const fleet = aFleet({ generations: all });
        const ranks = all.map(({ id }) => worse.indexOf(dataWayBack(fleet, id).kind));
        expect(ranks).toEqual([...ranks].sort((a, b) => b - a));
        expect(ranks.at(-1)).toBe(0);
      }),
    );
  });

  it('keeps hostile text inert and short', () => {
    const hostile = serving(noted('contract', { data: note('contract', '\u202Eevil\n<b>'.repeat(40)) })); // prettier-ignore
    const way = dataWayBack(hostile, v1);
    const because = way.kind === 'safe' ? '' : way.because;
    expect(because).not.toMatch(/[\n\u202E]/u);
    expect(because.length).toBeLessThan(700);
  });

  it('knows its own note again, and another one not', () => {
    expect(isNoted(noted('expand'), { change: 'expand', text: 'orders.legacy_total' })).toBe(true);
    expect(isNoted(noted('expand'), { change: 'expand', text: '' })).toBe(false);
    expect(isNoted(aGeneration(2), { change: 'none', text: '' })).toBe(false);
  });
});

describe('before a cutover', () => {
  const checked = (fleet: Fleet) =>
    forwardChecks(
      { ...ground(fleet), facts: null, band: { account: null }, nowMs: 0 },
      { kind: 'cut-over', to: v2, expectedRevision: 1 },
    ).filter(({ what }) => what === 'Data');

  it('warns of what takes data away, and says it in the plan', () => {
    expect(checked(standing(noted('contract')))).toMatchObject([{ verdict: 'warning', stops: false }]); // prettier-ignore
    const plan = planOf(ground(standing(noted('contract'))), { kind: 'cut-over', to: v2, expectedRevision: 1 }); // prettier-ignore
    expect(JSON.stringify(plan.steps)).toContain('loses data or fails');
    expect(plan.refusedBecause).toBeNull();
  });

  it('warns of a way to an older one as a revert there does', () => {
    const third = aGeneration(3, { data: note('contract'), hasServed: true });
    const fleet = aFleet({ split: aSplit(third.id, 1), previous: v2, generations: [aGeneration(1), aGeneration(2), third] }); // prettier-ignore
    expect(checked(fleet)).toMatchObject([{ verdict: 'warning', stops: false }]);
    const plan = planOf(ground(fleet), { kind: 'cut-over', to: v2, expectedRevision: 1 });
    expect(plan.steps[0]?.title).toBe('Know what it means for the data');
  });

  it('passes what only adds or changes nothing, and asks nobody where nothing is noted', () => {
    expect(checked(standing(noted('expand')))).toMatchObject([{ verdict: 'passed' }]);
    expect(checked(standing(noted('none')))).toMatchObject([{ verdict: 'passed' }]);
    expect(checked(standing(aGeneration(2)))).toEqual([]);
    expect(dataAfter('v001', 'v002', undefined)).toBeNull();
  });
});

const terms = {
  ...{ waitsForPress: true, steps: [], bakeMs: 0, guards: { errorShare: 0, latencyTimes: 3 } },
  checks: { path: '/', status: 200, text: null, withinMs: 100, inARow: 1 },
};

it('promises no way back by itself that a release would not go, whatever its own generation does', () => {
  const third = aGeneration(3);
  const bake = (second: Generation): string => {
    const fleet = aFleet({ generations: [aGeneration(1), second, third] });
    const source = { kind: 'generation', generation: third.id } as const;
    const plan = planOf(ground(fleet), { kind: 'release', source, expectedRevision: 1, terms });
    return JSON.stringify(plan.steps);
  };
  const reverted = bake(noted('contract', { hasServed: true }));
  expect(reverted).toContain('a person is called');
  expect(reverted).not.toContain('goes back to v001 by itself');
  // Control: without traffic it has taken nothing away yet.
  expect(bake(noted('contract', { hasServed: false }))).toContain('goes back to v001 by itself');
});

describe('a block that keeps data', () => {
  const keeps = { stateful: 'the queue lives on it' };
  const withOne = (number: number): Generation => {
    const whole = aGeneration(number);
    const [, ...rest] = whole.blocks;
    return { ...whole, blocks: [aBlock(whole.id, 0, keeps), ...rest] };
  };

  it('is never part of a swap, and its generation is not ended', () => {
    const there = aFleet({ generations: [aGeneration(1), withOne(2)] });
    const here = aFleet({ generations: [withOne(1), aGeneration(2)] });
    for (const fleet of [there, here]) {
      expect(canCutOver(fleet, v2)).toMatchObject({
        kind: 'refused',
        because: expect.stringMatching(/marked as one that keeps data \(the queue lives on it\)/u) as unknown, // prettier-ignore
      });
    }
    expect(canRetire(there, v2)).toMatchObject({ kind: 'refused' });
    expect(canReplace(there, withOne(2), withOne(2).blocks[0]?.id)).toMatchObject({ kind: 'refused' }); // prettier-ignore
    expect(canReplace(there, withOne(2), withOne(2).blocks[1]?.id)).toEqual({ kind: 'allowed' });
    const release = planOf(ground(here), {
      ...{ kind: 'release', source: { kind: 'generation', generation: v2 }, expectedRevision: 1 },
      terms,
    });
    expect(release.refusedBecause).toContain('never part of a swap');
    // Control: without the mark all of it is allowed.
    expect(canCutOver(aFleet(), v2)).toEqual({ kind: 'allowed' });
    expect(canRetire(aFleet(), v2)).toEqual({ kind: 'allowed' });
  });

  it('is not scaled away either, nor launched to be swapped in', () => {
    const there = aFleet({ generations: [aGeneration(1), withOne(2)] });
    const size = withOne(2).size;
    expect(canScale(there, v2, size - 1)).toMatchObject({ kind: 'refused', because: expect.stringContaining('keeps data') as unknown }); // prettier-ignore
    expect(canScale(there, v2, size + 1)).toEqual({ kind: 'allowed' });
    expect(canScale(aFleet(), v2, size - 1)).toEqual({ kind: 'allowed' });
    const image: FolderImage = {
      ...{
        id: asImageId(`sha256:${'a'.repeat(64)}`),
        name: 'shop',
        version: '2',
        importedAtMs: 0,
        facts: {},
      },
      ...{ start: { kind: 'node', entry: 'server.mjs' }, healthPath: '/', portVariable: 'PORT' },
      ...{ fileCount: 1, bytes: 1 },
    };
    const released = (images: readonly Image[]) =>
      planOf(
        { ...ground(aFleet()), images },
        {
          kind: 'release',
          source: { kind: 'image', image: image.id, size: 4 },
          expectedRevision: 1,
          terms,
        },
      ).refusedBecause;
    expect(released([{ ...image, stateful: 'the queue' }])).toContain('keeps data (the queue)');
    expect(released([image])).toBeNull();
  });

  it('binds no revert', () => {
    const fleet = aFleet({ split: aSplit(v2, 2), previous: v1, generations: [withOne(1), aGeneration(2)] }); // prettier-ignore
    expect(canRevert(fleet, v1)).toEqual({ kind: 'allowed' });
  });
});
