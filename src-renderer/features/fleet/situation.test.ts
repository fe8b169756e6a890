import { describe, expect, it } from 'vitest';
import {
  aFleet,
  aGeneration,
  anEntry,
  anOutcome,
  aProgress,
  galleryNowMs,
  generationId,
  revertIntent,
  storefront,
} from '../../gallery/fixtures.ts';
import { localCapabilities } from '../../../src-shared/capabilities.ts';
import {
  releaseFleet,
  releaseIntent,
  releaseProgress,
  slowly,
  type ReleaseWish,
} from '../../gallery/release-fixtures.ts';
import { runningRelease } from '../release/running-release.ts';
import {
  cutOverTarget,
  illBlocks,
  releaseTarget,
  situationOf,
  type SituationInput,
} from './situation.ts';

const say = (input: Partial<SituationInput>): string => {
  const { strong, rest } = situationOf({
    fleet: aFleet(),
    capabilities: localCapabilities,
    lane: null,
    assumed: null,
    progress: undefined,
    outcome: undefined,
    forbidden: null,
    handover: { kind: 'none' },
    nowMs: galleryNowMs,
    ...input,
  });
  return `${strong} | ${rest}`.replace(/[\u00a0\u202f]/g, ' ');
};
const exited = { kind: 'exited', code: 9, signal: null, reason: '' } as const;

describe('situationOf', () => {
  it('says what is ready and what is not, with the guard’s own words', () => {
    expect(say({})).toMatch(/^v002 is ready\. \| 4 of 4 blocks healthy/);
    const starting = { kind: 'starting', detail: '' } as const;
    const fleet = aFleet({ generations: [aGeneration(1), aGeneration(2, { states: [starting] })] });
    expect(say({ fleet })).toBe(
      'v002 is not ready. | 3 of 4 blocks of v002 are healthy; the floor is 4.',
    );
  });

  it('tells a change of size as what it is, while it runs and at its end', () => {
    const intent = { kind: 'scale', generation: generationId(2), size: 6, from: 4 } as const;
    const title = 'Scaling v002 to 6';
    const progress = aProgress({ intent, title, waitingBecause: 'b5 is still starting' });
    expect(say({ progress })).toBe('Scaling v002 to 6. | Waiting because b5 is still starting.');
    const text = 'v002 has 4 blocks now: 4 healthy. Not 6: b5 has exited.';
    const atMs = galleryNowMs - 5000;
    const failed = anOutcome({ intent, kind: 'failed', text, atMs, firstResponseMs: null });
    expect(say({ outcome: failed })).toBe(`Scaling of v002 to 6 failed. | ${text} 5 s ago.`);
    const done = anOutcome({ intent, kind: 'done', text: 'It has 6.', atMs });
    expect(say({ outcome: done })).toMatch(/^Scaling of v002 to 6 is done\./);
  });

  it('does not call ready what nobody checks yet, and says what a press does first', () => {
    const unused = { kind: 'unused', reason: 'No rule lists its group.' } as const;
    const idle = {
      ...aGeneration(2, { states: [unused, unused, unused, unused] }),
      isAttached: false,
    };
    expect(say({ fleet: aFleet({ generations: [aGeneration(1), idle] }) })).toBe(
      'v002 stands by, and nobody checks its health. | The entry does not list it. A cutover attaches its 4 blocks at weight 0, waits until they are healthy, and only then moves the traffic.',
    );
  });

  it('lets no old proof speak for traffic that was moved since, though the same generation serves', () => {
    const fleet = aFleet({ serves: 2, previous: 1 });
    const outcome = anOutcome({ atMs: galleryNowMs - 5000 });
    const movedAt = (changedAtMs: number) => ({ ...fleet, split: { ...fleet.split, changedAtMs } });
    expect(say({ fleet: movedAt(galleryNowMs - 6000), outcome })).toContain('v002 serves, seen');
    expect(say({ fleet: movedAt(galleryNowMs - 1000), outcome })).not.toContain('seen');
  });

  it('promises no press where nothing can be written', () => {
    const forbidden = 'This yard is only observed.';
    expect(say({})).toContain('One press moves all of it');
    expect(say({ forbidden })).not.toContain('press');
    const fleet = aFleet({ serves: 2, previous: 1 });
    expect(say({ fleet })).toContain('one press leads back');
    expect(say({ fleet, forbidden })).toContain('4 of 4 healthy. This yard is only observed.');
    expect(say({ fleet, forbidden })).not.toContain('press');
  });

  it('names the way back before which block is down when nobody answers', () => {
    const dead = aGeneration(2, { states: [exited, exited, exited, exited] });
    const fleet = aFleet({ serves: 2, previous: 1, generations: [aGeneration(1), dead] });
    expect(say({ fleet })).toBe(
      'v002 has all the traffic and no healthy block. | 0 of 4 blocks healthy: requests are not answered until one is. v001 stands by, 4 of 4 healthy: one press on Revert leads there.',
    );
    expect(say({ fleet, forbidden: 'Only observed.' })).toContain('healthy. Only observed.');
    // Nobody is sent where nobody answers either.
    const both = aFleet({
      serves: 2,
      previous: 1,
      generations: [aGeneration(1, { states: [exited, exited, exited, exited] }), dead],
    });
    expect(say({ fleet: both })).not.toContain('Revert');
    // The control: one that answers, and the sentence is about the others again.
    const some = aGeneration(2, { states: [{ kind: 'healthy' }, exited, exited, exited] });
    const half = aFleet({ serves: 2, previous: 1, generations: [aGeneration(1), some] });
    expect(say({ fleet: half })).toMatch(/^3 blocks of v002 are down/u);
  });

  it('says that requests wait while nobody answers, as long as they do', () => {
    const dead = aGeneration(2, { states: [exited, exited, exited, exited] });
    const holding = { kind: 'nobody-serves', endsAtMs: galleryNowMs + 7000 } as const;
    const fleet = aFleet({
      ...{ serves: 2, previous: 1, generations: [aGeneration(1), dead] },
      change: { entry: anEntry({ holding }) },
    });
    expect(say({ fleet })).toContain(
      '0 of 4 blocks healthy: requests wait for one, for another 7 s, and are not answered after that. v001 stands by',
    );
  });

  it('puts a pause before how things stand and what went before, and a running change before it', () => {
    const holding = { kind: 'paused', by: 'ana on desk', endsAtMs: galleryNowMs + 20_000 } as const;
    const fleet = aFleet({ serves: 2, previous: 1, change: { entry: anEntry({ holding }) } });
    const outcome = anOutcome({ atMs: galleryNowMs - 1000 });
    expect(say({ fleet, outcome })).toMatch(/^The entry is paused by ana on desk: requests wait/u);
    expect(say({ fleet, progress: aProgress() })).not.toContain('paused');
  });

  it('puts a press before progress, and progress before an earlier end', () => {
    const assumed = {
      kind: 'cut-over',
      fleet: storefront,
      to: generationId(2),
      pressedAtMs: galleryNowMs,
    } as const;
    expect(say({ assumed, progress: aProgress(), outcome: anOutcome() })).toMatch(
      /^Cutting over to v002…/,
    );
    expect(say({ progress: aProgress(), outcome: anOutcome() })).toMatch(
      /^Cutting over to v002\. \| Waiting because 62 % of the responses/,
    );
  });

  it('tells an end with its time for a while, then the state of things', () => {
    const fleet = aFleet({ serves: 2, previous: 1 });
    expect(say({ fleet, outcome: anOutcome() })).toMatch(
      /^v002 serves, seen in 27 ms\. .* 42 s ago\.$/,
    );
    expect(say({ fleet, outcome: anOutcome({ atMs: galleryNowMs - 3_600_000 }) })).toMatch(
      /^v002 serves all traffic\. \| v001 stays whole and warm, 4 of 4 healthy/,
    );
    expect(
      say({
        fleet: aFleet({ previous: null }),
        outcome: anOutcome({ intent: revertIntent, firstResponseMs: 31 }),
      }),
    ).toMatch(/^Reverted to v001 in 31 ms\./);
  });

  it('does not call a generation serving that no longer does', () => {
    expect(say({ fleet: aFleet({ serves: 1 }), outcome: anOutcome() })).toMatch(/^v002 is ready/);
  });

  it('lets trouble go before good news, and says that nothing is repaired', () => {
    const fleet = aFleet({
      serves: 2,
      previous: 1,
      generations: [aGeneration(1), aGeneration(2, { states: [{ kind: 'healthy' }, exited] })],
    });
    expect(say({ fleet, outcome: anOutcome() })).toBe(
      '1 block of v002 is down. | Slot 1: Ended with code 9. Nothing is repaired: replace it.',
    );
  });

  it('makes outside text safe', () => {
    const outcome = anOutcome({ kind: 'failed', text: `\u202Eevil ${'x'.repeat(9999)}` });
    expect(say({ outcome }).length).toBeLessThan(800);
    expect(say({ outcome })).not.toContain('\u202E');
  });
});

describe('illBlocks', () => {
  it('passes over blocks that are being replaced', () => {
    const generation = aGeneration(1, { states: [exited] });
    const [dead] = generation.blocks;
    if (dead === undefined) throw new Error('The fixture has no block.');
    expect(illBlocks(aFleet({ generations: [generation] }))?.blocks).toEqual([dead]);
    const fresh = {
      ...aGeneration(1).blocks[0],
      id: aGeneration(3).blocks[0]?.id,
      replaces: dead.id,
    };
    const replacing = { ...generation, blocks: [...generation.blocks, fresh as typeof dead] };
    expect(illBlocks(aFleet({ generations: [replacing] }))).toBeNull();
  });
});

describe('cutOverTarget', () => {
  it('is never the current generation and never the way back', () => {
    expect(cutOverTarget(aFleet(), null)?.number).toBe(2);
    expect(cutOverTarget(aFleet({ serves: 2, previous: 1 }), null)).toBeUndefined();
    const three = aFleet({
      generations: [aGeneration(1), aGeneration(2), aGeneration(3)],
      serves: 2,
      previous: 1,
    });
    expect(cutOverTarget(three, null)?.number).toBe(3);
    expect(cutOverTarget(three, generationId(1))).toBeUndefined();
  });
});

describe('a release', () => {
  const wish: ReleaseWish = {
    ...{ now: 3, steps: slowly, share: 10, title: 'v002 has 10 % of the traffic' },
    ...{ because: 'it is watched for another about 4 min', offers: [{ kind: 'hold' }] },
  };

  it('speaks for itself while it runs, without a bar beside its steps', () => {
    const [fleet, progress] = [releaseFleet(wish), releaseProgress(wish)];
    const release = runningRelease(fleet, progress, undefined);
    expect(say({ fleet, progress, release })).toBe(
      'v002 has 10 % of the traffic. | It is watched for another about 4 min.',
    );
    expect(
      situationOf({
        ...{ fleet, progress, release, capabilities: localCapabilities, lane: null },
        ...{ assumed: null, outcome: undefined, forbidden: null, nowMs: galleryNowMs },
        handover: { kind: 'none' },
      }),
    ).toMatchObject({ hasCourse: true });
  });

  it('leaves no other way for its candidate beside it', () => {
    const fleet = releaseFleet(wish);
    expect(cutOverTarget(fleet, null)).toBeUndefined();
    expect(cutOverTarget({ ...fleet, rollout: null }, null)?.id).toBe(generationId(2));
  });

  it('can take up what stands by whole or rises, and nothing else', () => {
    const target = (states: Parameters<typeof aGeneration>[1]) =>
      releaseTarget(aFleet({ generations: [aGeneration(1), aGeneration(2, states)] }), null);
    expect(target({})?.id).toBe(generationId(2));
    expect(target({ states: [{ kind: 'starting', detail: '' }] })?.id).toBe(generationId(2));
    expect(target({ states: [exited] })).toBeUndefined();
    expect(target({ change: { isAttached: false } })).toBeUndefined();
    expect(releaseTarget({ ...releaseFleet(wish), rollout: null }, null)).toBeUndefined();
  });

  it('is told at its end, until the traffic is moved again', () => {
    const fleet = aFleet({ serves: 2, previous: 1 });
    const outcome = anOutcome({ intent: releaseIntent([]), text: '3 of 3.' });
    expect(say({ fleet, outcome })).toMatch(/^v002 is released and serves\. \| 3 of 3\./);
    expect(say({ fleet: aFleet(), outcome })).not.toContain('released');
    const failed = anOutcome({ intent: releaseIntent([]), kind: 'failed', text: 'A guard broke.' });
    expect(say({ fleet: aFleet(), outcome: failed })).toMatch(
      /^Release of v002 failed\. \| A guard/,
    );
  });
});
