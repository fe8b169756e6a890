import { describe, expect, it, vi } from 'vitest';
import { localCapabilities } from '../../src-shared/capabilities.ts';
import { aFleet, aGeneration, v1, v2 } from '../../src-shared/fleet.fixture.ts';
import type { Fleet } from '../../src-shared/fleet.ts';
import { asImageId } from '../../src-shared/ids.ts';
import type { PreflightWish } from '../../src-shared/preflight-shape.ts';
import { usualTerms } from '../../src-shared/release.ts';
import { fail, succeed, type FaultCode } from '../../src-shared/result.ts';
import { systemClock } from '../clock/system-clock.ts';
import { createVirtualClock } from '../clock/virtual-clock.ts';
import { askPreflight, type PreflightAsking } from './ask-preflight.ts';

type Release = Extract<PreflightWish, { kind: 'release' }>;
const image = asImageId(`sha256:${'9'.repeat(64)}`);
const release: Release = {
  ...{ kind: 'release', terms: usualTerms, expectedRevision: 1 },
  source: { kind: 'image', image, size: 4 },
};
const standing: Release = { ...release, source: { kind: 'generation', generation: v2 } };
const nothing = { code: 'unreachable', message: 'Nobody answers.' } as const;

function yardWhere(proof: FaultCode | null, change: Partial<PreflightAsking['yard']> = {}) {
  return {
    capabilities: localCapabilities,
    proveImage: vi.fn(() =>
      Promise.resolve(
        proof === null ? succeed('hashed') : fail({ code: proof, message: 'Not so.' }),
      ),
    ),
    room: vi.fn(() => Promise.resolve(fail(nothing))),
    describeImage: vi.fn(() => Promise.resolve(fail(nothing))),
    probe: vi.fn(() => Promise.resolve(fail(nothing))),
    check: vi.fn(() =>
      Promise.resolve(succeed({ status: 200, generation: null, latencyMs: 1, hasText: null })),
    ),
    checkPermissions: vi.fn(() => Promise.resolve(succeed([]))),
    ...change,
  };
}
const fleet = aFleet({ generations: [aGeneration(1), aGeneration(2)] });
const asking = (yard: PreflightAsking['yard'], over: Partial<PreflightAsking> = {}) => ({
  ...{ yard, fleet, images: [], clock: systemClock, nowMs: 1000, asksRights: false },
  ...over,
});

describe('what a preflight asks', () => {
  it.each([
    [null, { kind: 'whole' }],
    ['not-found', { kind: 'gone' }],
    ['damaged', { kind: 'damaged' }],
    ['unreachable', { kind: 'untold' }],
  ] as const)('tells an image whose proof ends in %s', async (proof, expected) => {
    expect((await askPreflight(asking(yardWhere(proof)), release)).image).toMatchObject(expected);
  });

  it('asks the check of the candidate where it stands, and else of what serves', async () => {
    const yard = yardWhere(null);
    expect((await askPreflight(asking(yard), release)).check).toMatchObject({ value: { of: v1 } });
    const second = await askPreflight(asking(yard), standing);
    expect(second.check).toMatchObject({ value: { of: v2 } });
    const blind = yardWhere(null, {
      capabilities: { ...localCapabilities, previewAddress: false },
    });
    expect((await askPreflight(asking(blind), release)).check).toBeNull();
    expect(blind.check).not.toHaveBeenCalled();
  });

  it('waits 10 s for each answer, and what is not told by then is untold', async () => {
    const never = () => new Promise<never>(() => undefined);
    const yard = yardWhere(null, { check: never, proveImage: never });
    const clock = createVirtualClock();
    const asked = askPreflight(asking(yard, { clock }), release);
    await new Promise((resolve) => setImmediate(resolve));
    expect(clock.step(9999)).toBe(false);
    while (clock.step(10_000));
    const late = { kind: 'untold', because: 'The yard did not answer within 10 s.' };
    expect(await asked).toMatchObject({ image: late, check: late });
  });

  it('asks for room only where something is launched, and for rights only when it is told to', async () => {
    const yard = yardWhere(null, {
      capabilities: { ...localCapabilities, checksPermissions: true },
    });
    await askPreflight(asking(yard), standing);
    expect(yard.room).not.toHaveBeenCalled();
    expect(yard.checkPermissions).not.toHaveBeenCalled();
    await askPreflight(asking(yard, { asksRights: true }), release);
    expect(yard.room).toHaveBeenCalledOnce();
    expect(yard.checkPermissions).toHaveBeenCalledOnce();
  });

  it('sends nothing where blocks fetch their work', async () => {
    const entry: Fleet['entry'] = {
      ...{ kind: 'none', marker: 'work', pinnedForMs: null },
      ...{ rules: ['hooks'], notes: [] },
    };
    const yard = yardWhere(null);
    const facts = await askPreflight(asking(yard, { fleet: { ...fleet, entry } }), release);
    expect([facts.entry, facts.check]).toEqual([null, null]);
    expect(yard.probe).not.toHaveBeenCalled();
    expect(yard.check).not.toHaveBeenCalled();
  });
});
