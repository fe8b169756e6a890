import { describe, expect, it } from 'vitest';
import { localCapabilities } from './capabilities.ts';
import { aBlock, aFleet, aGeneration, anEntry, aRollout, v1, v2 } from './fleet.fixture.ts';
import type { Fleet } from './fleet.ts';
import { asImageId } from './ids.ts';
import type { Band } from './panel.ts';
import type { Permission } from './permission.ts';
import type { PreflightFacts } from './preflight-facts-schema.ts';
import type { PreflightCheck, PreflightGround, PreflightWish } from './preflight-shape.ts';
import { preflightOf, preflightStop, preflightSummary } from './preflight.ts';
import { usualOpinion, usualTerms } from './release.ts';

const image = asImageId(`sha256:${'9'.repeat(64)}`);
const busy = { ...aFleet().traffic, windowMs: 10_000, requestsPerSecond: 200 };
const blocks = [0, 1, 2, 3].map((slot) => aBlock(v1, slot, { memoryBytes: 50_000_000 }));
const fleet = aFleet({ generations: [aGeneration(1, { blocks }), aGeneration(2)], traffic: busy });

const facts: PreflightFacts = {
  image: { kind: 'whole', how: 'every file was hashed' },
  servingImage: { kind: 'whole', how: 'every file was hashed' },
  difference: { kind: 'told', value: { differing: 2, dangers: [], missing: 0 } },
  room: { kind: 'told', value: { freeBytes: 4e9, freePorts: 9000 } },
  entry: { kind: 'told', value: { status: 200, generation: v1, latencyMs: 3.4 } },
  check: {
    kind: 'told',
    value: { of: v1, status: 200, generation: v1, latencyMs: 7, hasText: null },
  },
  permissions: null,
};
const ground: PreflightGround = {
  ...{ capabilities: localCapabilities, fleet, images: [], band: { account: null } },
  ...{ nowMs: 1000, switchMs: 300, facts },
};
type ReleaseWish = Extract<PreflightWish, { kind: 'release' }>;
const release: ReleaseWish = {
  kind: 'release',
  source: { kind: 'image', image, size: 4 },
  terms: usualTerms,
  expectedRevision: 1,
};
const standing: ReleaseWish = { ...release, source: { kind: 'generation', generation: v2 } };
const cutOver: PreflightWish = { kind: 'cut-over', to: v2, expectedRevision: 1 };

/** One check, by its name, over the ground with something else in it. */
function check(
  what: string,
  change: Partial<PreflightGround> = {},
  wish: PreflightWish = release,
): PreflightCheck | undefined {
  const { forward, back } = preflightOf({ ...ground, ...change }, wish);
  return [...forward, ...back].find((each) => each.what === what);
}
const withFacts = (more: Partial<PreflightFacts>): Partial<PreflightGround> => ({
  facts: { ...facts, ...more },
});
const withFleet = (more: Parameters<typeof aFleet>[0]): Partial<PreflightGround> => ({
  fleet: { ...fleet, ...more },
});

describe('a preflight', () => {
  it('where all is well has each check passed, and says what the way back takes', () => {
    const preflight = preflightOf(ground, release);
    expect([...preflight.forward, ...preflight.back].filter(({ verdict }) => verdict !== 'passed')).toEqual([]); // prettier-ignore
    expect(preflightStop(preflight)).toBeNull();
    expect(preflightSummary(preflight)).toBe('11 passed');
    expect(preflight.cost).toBe('Keeping v001 warm: 200 MB of memory on this computer (4 blocks).');
    expect(preflight.back[0]?.text).toBe(
      '4 of 4 blocks are healthy and stay warm as the way back; a revert takes under 1 s here.',
    );
  });

  it('has one sentence for each check, which ends like one', () => {
    const worst = {
      ...withFleet({ rollout: aRollout({ kind: 'retire', generation: v2 }) }),
      facts: null,
    };
    for (const wish of [release, standing, cutOver]) {
      for (const change of [{}, worst, withFacts({ image: null, entry: null, check: null })]) {
        const { forward, back } = preflightOf({ ...ground, ...change }, wish);
        for (const { text, todo } of [...forward, ...back]) {
          expect(text).toMatch(/^\S.*\.$/u);
          expect(todo).toMatch(/^$|^[A-Z].*\.$/u);
        }
      }
    }
  });

  it('asks what no look shows, and until then says that it is asked', () => {
    const preflight = preflightOf({ ...ground, facts: null }, release);
    const asked = preflight.forward.filter(({ verdict }) => verdict === 'asking');
    expect(asked.map(({ what }) => what)).toEqual([
      'Image',
      'Difference',
      'Room',
      'Proof',
      'Entry',
    ]);
    expect(preflightStop(preflight)).toBeNull();
  });

  it('of a cutover has no room, no proof and no terms to check', () => {
    const { forward } = preflightOf(ground, cutOver);
    expect(forward.map(({ what }) => what)).toEqual([
      ...['Nothing else runs', 'Image', 'Difference', 'Floor', 'Entry'],
    ]);
  });
});

describe('the way forward', () => {
  it('is stopped by another change, whose owner is named', () => {
    const rollout = aRollout({ kind: 'retire', generation: v2 });
    expect(check('Nothing else runs', withFleet({ rollout }))).toMatchObject({
      ...{ verdict: 'failed', stops: true },
      text: 'Another change of this fleet runs (retire), carried by ann on desk.',
    });
  });

  it('is stopped by an image that is damaged, unless its blocks run already', () => {
    const damaged = withFacts({ image: { kind: 'damaged', text: 'File a.js was changed.' } });
    expect(check('Image', damaged)).toMatchObject({ verdict: 'failed', stops: true, todo: 'Import it again.' }); // prettier-ignore
    expect(check('Image', damaged, standing)).toMatchObject({ verdict: 'warning', stops: false });
    const untold = withFacts({ image: { kind: 'untold', because: 'The disk hangs.' } });
    expect(check('Image', untold)).toMatchObject({ verdict: 'untold', stops: false });
  });

  it('warns of an image that serves already, of dangers, and does not pass what was not compared', () => {
    const same: PreflightWish = {
      ...release,
      source: { kind: 'image', image: aGeneration(1).image, size: 4 },
    };
    expect(check('Difference', {}, same)?.text).toMatch(/nothing of it differs/u);
    const dangers = ['Architecture', 'Port', 'Start', 'User'];
    const value = { differing: 5, dangers, missing: 0 };
    expect(check('Difference', withFacts({ difference: { kind: 'told', value } }))).toMatchObject({
      verdict: 'warning',
      text: '5 facts differ from v001, and of these can hurt: Architecture, Port, Start and 1 more.',
    });
    const unread = { differing: 0, dangers: [], missing: 1 };
    const difference = { kind: 'told', value: unread } as const;
    expect(check('Difference', withFacts({ difference }))?.verdict).toBe('untold');
  });

  it('holds the floor: fewer blocks stop it, ill ones stop a cutover and warn a release', () => {
    const two: PreflightWish = { ...release, source: { kind: 'image', image, size: 2 } };
    expect(check('Floor', {}, two)).toMatchObject({ verdict: 'failed', stops: true });
    const ill = aGeneration(2, {
      blocks: [0, 1, 2, 3].map((slot) =>
        aBlock(v2, slot, slot > 0 ? {} : { state: { kind: 'unhealthy', reason: 'down' } }),
      ),
    });
    const sick = withFleet({ generations: [aGeneration(1, { blocks }), ill] });
    expect(check('Floor', sick, cutOver)).toMatchObject({ verdict: 'failed', stops: true });
    expect(check('Floor', sick, standing)).toMatchObject({ verdict: 'failed', stops: false });
  });

  it('compares what more blocks take with what is free', () => {
    const room = (freeBytes: number, freePorts: number): Partial<PreflightGround> =>
      withFacts({ room: { kind: 'told', value: { freeBytes, freePorts } } });
    expect(check('Room')?.text).toBe(
      '4 more blocks like those of v001 take about 200 MB of memory; 4.0 GB are free.',
    );
    expect(check('Room', room(210e6, 9000))?.verdict).toBe('warning');
    expect(check('Room', room(4e9, 3))).toMatchObject({ verdict: 'failed', stops: true });
    const unmeasured = withFleet({ generations: [aGeneration(1), aGeneration(2)] });
    expect(check('Room', unmeasured)?.verdict).toBe('untold');
  });

  it('asks its own check of who serves: one that even that fails is not meant so', () => {
    const told = (value: object): Partial<PreflightGround> => {
      const answer = { of: v1, status: 200, generation: v1, latencyMs: 7, hasText: null };
      return withFacts({ check: { kind: 'told', value: { ...answer, ...value } } });
    };
    expect(check('Proof', told({ status: 404 }))).toMatchObject({
      verdict: 'warning',
      text: 'v001, which serves, does not pass this check itself: / answered 404 instead of 200.',
    });
    expect(check('Proof', told({ latencyMs: 1800 }))?.text).toMatch(/1800 ms instead of/u);
    expect(check('Proof', told({ hasText: false }))?.verdict).toBe('warning');
    expect(check('Proof', told({ of: v2, status: 500 }), standing)?.verdict).toBe('failed');
    const blind = { capabilities: { ...localCapabilities, previewAddress: false } };
    expect(check('Proof', blind)?.text).toMatch(/Health checks are its only proof/u);
  });

  it('looks at the entry: shut, paused, answered by nobody known or by another one', () => {
    const closed = anEntry({ state: { kind: 'closed', reason: 'It was closed.' } });
    expect(check('Entry', withFleet({ entry: closed }))?.verdict).toBe('failed');
    const paused = anEntry({ holding: { kind: 'paused', by: 'bob on mac', endsAtMs: 9 } });
    expect(check('Entry', withFleet({ entry: paused }))?.text).toMatch(/paused by bob on mac/u);
    const answered = (value: object): Partial<PreflightGround> => {
      const answer = { status: 200, generation: v1, latencyMs: 3 };
      return withFacts({ entry: { kind: 'told', value: { ...answer, ...value } } });
    };
    expect(check('Entry', answered({ status: 503 }))?.verdict).toBe('warning');
    expect(check('Entry', answered({ generation: v2 }))?.verdict).toBe('warning');
    expect(check('Entry', answered({ generation: null }))?.verdict).toBe('untold');
  });
});

describe('the account', () => {
  const hour = 3_600_000;
  const band = (ends: Partial<NonNullable<Band['account']>>): Pick<Band, 'account'> => ({
    account: {
      ...{ id: '123456789012', region: 'eu-west-1', actor: 'ana', endpoint: null },
      ...{ safety: 'normal', changedFrom: null, endsAtMs: null, signInByMs: null },
      ...ends,
    },
  });
  const capabilities = { ...localCapabilities, checksPermissions: true };
  const right = (
    action: string,
    kind: 'allowed' | 'denied' | 'untold' | 'not-provable',
    more: Partial<Permission> = {},
  ): Permission =>
    ({ action, purpose: 'Cut over and revert', need: 'now', ...more, answer: { kind } }) as Permission; // prettier-ignore

  it('has to last as long as the change, and a revert after it', () => {
    const long = { ...release, terms: { ...usualTerms, bakeMs: hour } };
    const ends = (signInByMs: number) => ({ band: band({ endsAtMs: signInByMs, signInByMs }) });
    expect(check('Credentials', ends(1000 + 2 * hour), long)?.verdict).toBe('passed');
    expect(check('Credentials', ends(1000 + hour), long)).toMatchObject({
      verdict: 'failed',
      stops: true,
      text: 'The credentials end in about 60 min. This can take about 71 min, and about 10 min are kept for a revert after it. Sign in first, and where no session lasts so long, shorten what it waits for.',
    });
    expect(check('Credentials', ends(900))).toMatchObject({ verdict: 'failed', stops: true });
    expect(check('Credentials', { band: band({ endsAtMs: hour }) })?.verdict).toBe('passed');
    expect(check('Credentials', { band: band({}) })?.verdict).toBe('untold');
    expect(check('Credentials')).toBeUndefined();
  });

  it('is stopped where the traffic may not be moved, which also is the way back', () => {
    const told = (value: Permission[]): Partial<PreflightGround> => ({
      capabilities,
      ...withFacts({ permissions: { kind: 'told', value } }),
    });
    const moves = { isWayBack: true } as const;
    const denied = told([right('elb:ModifyRule', 'denied', moves), right('ec2:Run', 'denied', { need: 'launching' })]); // prettier-ignore
    expect(check('Rights', denied)).toMatchObject({ verdict: 'failed', stops: true });
    expect(check('Right to revert', denied)?.text).toBe(
      'No revert would go: elb:ModifyRule is denied.',
    );
    const open = told([right('elb:ModifyRule', 'not-provable', moves), right('elb:Describe', 'allowed')]); // prettier-ignore
    expect(check('Rights', open)).toMatchObject({
      verdict: 'passed',
      text: '1 of 2 rights are proven; 1 cannot be proven without doing it.',
    });
    expect(check('Right to revert', open)?.verdict).toBe('untold');
    expect(check('Rights', { capabilities })?.text).toBe('Rights were not asked yet.');
    expect(check('Rights')).toBeUndefined();
  });
});

it('warns where a release lasts longer than the way back keeps its size with no panel open', () => {
  const held = withFleet({
    generations: [aGeneration(1, { blocks, keepsSizeForMs: 12 * 3_600_000 }), aGeneration(2)],
  });
  const long = { ...release, terms: { ...usualTerms, bakeMs: 13 * 3_600_000 } };
  expect(check('Its size', held, long)).toMatchObject({ verdict: 'warning', stops: false });
  expect(check('Its size', held)?.verdict).toBe('passed');
  expect(check('Its size', held, cutOver)?.verdict).toBe('passed');
  expect(check('Its size', {}, long)).toBeUndefined();
});

describe('the terms', () => {
  const terms = (more: Partial<ReleaseWish['terms']>): PreflightWish => ({
    ...release,
    terms: { ...usualTerms, ...more },
  });
  it('are said when they end before anything can be seen', () => {
    expect(check('Watch', {}, terms({ bakeMs: 0 }))?.text).toMatch(/Without a bake/u);
    expect(check('Watch', {}, terms({ bakeMs: 5000 }))?.text).toBe(
      'The bake of 5 s is over before: slowness is seen only when it lasts for 20 s.',
    );
    const short = { percent: 10, pauseMs: 10_000 };
    expect(check('Watch', {}, terms({ steps: [short] }))?.verdict).toBe('warning');
    expect(check('Watch', {}, terms({ steps: [{ ...short, pauseMs: null }] }))?.verdict).toBe('passed'); // prettier-ignore
  });

  it('are said when a share is too little traffic to judge by', () => {
    const at = (requestsPerSecond: number) =>
      withFleet({ traffic: { ...busy, requestsPerSecond } });
    const tenth = terms({ steps: [{ percent: 10, pauseMs: 60_000 }] });
    expect(check('Traffic', at(200), tenth)?.verdict).toBe('passed');
    expect(check('Traffic', at(20), tenth)?.text).toBe(
      '10 % of 20 requests a second are about 20 answers in 10 s: slowness is judged from 100 on, errors from 3.',
    );
    expect(check('Traffic', at(0.2), tenth)?.text).toMatch(/too few to judge its first share by/u);
    expect(check('Traffic', at(0), tenth)?.text).toMatch(/^No requests come now/u);
    const uncounted = withFleet({ traffic: { ...busy, isCounted: false } });
    const by = (measuredBy: string | null) => {
      return { ...uncounted, capabilities: { ...localCapabilities, measuredBy } };
    };
    expect(check('Traffic', by(null), tenth)?.verdict).toBe('untold');
    // Counted elsewhere, minutes later: a short bake is over before.
    expect(check('Traffic', by('CloudWatch'), tenth)).toMatchObject({ verdict: 'warning', text: expect.stringMatching(/after 1 min it has told little/u) as string }); // prettier-ignore
    const required = { ...usualOpinion, isRequired: true };
    for (const more of [{ bakeMs: 600_000 }, { opinion: required }]) {
      expect(check('Traffic', by('CloudWatch'), terms(more))?.verdict).toBe('passed');
    }
  });
});

describe('the way back', () => {
  it('fails without stopping where what serves is not whole', () => {
    const short = aGeneration(1, { blocks: blocks.slice(1) });
    const [first] = preflightOf(
      { ...ground, ...withFleet({ generations: [short] }) },
      release,
    ).back;
    expect(first).toMatchObject({
      ...{ what: 'Whole: v001', verdict: 'failed', stops: false },
      text: '3 of 4 blocks of v001 are healthy.',
    });
  });

  it('warns where its image is gone, by what a look or an asking says', () => {
    const text = 'Nobody has it.';
    const seen = aGeneration(1, { blocks, imageTrouble: { kind: 'gone', text } });
    expect(check('Its image', withFleet({ generations: [seen] }))?.verdict).toBe('warning');
    const asked = withFacts({ servingImage: { kind: 'gone', text } });
    expect(check('Its image', asked)?.text).toBe(
      'The image of v001 is gone, so lost blocks could not be replaced. Nobody has it.',
    );
  });

  it('speaks of no requests, no address and no traffic where blocks fetch their work', () => {
    const entry: Fleet['entry'] = {
      kind: 'none',
      marker: 'work',
      pinnedForMs: null,
      rules: ['hooks'],
      notes: [],
    };
    const workers = { ...withFleet({ entry }), ...withFacts({ entry: null, check: null }) };
    expect(check('Proof', workers)).toMatchObject({ verdict: 'passed' });
    expect(check('Watch', workers)?.text).toContain('not counted here');
    expect(check('Traffic', workers)).toBeUndefined();
    const { forward, back } = preflightOf({ ...ground, ...workers }, release);
    const texts = [...forward, ...back].map(({ text }) => text).join(' ');
    expect(texts).not.toMatch(/request|traffic|slowness|could not be asked/iu);
  });
});
