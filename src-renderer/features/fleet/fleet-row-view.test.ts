import { describe, expect, it } from 'vitest';
import {
  aFleet,
  aGeneration,
  anImage,
  aProgress,
  cutOverIntent,
  aRollout,
  galleryNowMs,
} from '../../gallery/fixtures.ts';
import { localCapabilities } from '../../../src-shared/capabilities.ts';
import { sharedFleet } from '../../gallery/release-fixtures.ts';
import { fleetRowView, toneCounts, type FleetRowInput } from './fleet-row-view.ts';

const view = (more: Partial<FleetRowInput>) =>
  fleetRowView({
    ...{ fleet: aFleet({ serves: 2, previous: 1 }), progress: undefined, isBlind: false },
    ...{ images: [anImage(1), anImage(2)], nowMs: galleryNowMs },
    ...{ capabilities: localCapabilities, isRunning: true },
    ...more,
  });
const ill = { kind: 'unhealthy', reason: 'timeout' } as const;

describe('the line of a fleet', () => {
  it('says who serves, what runs, that all is well, and the way back', () => {
    expect(view({})).toEqual({
      ...{ tone: 'well', serves: 'v002 serves', runs: 'storefront 2.0.0' },
      ...{ health: '4 healthy', because: '', back: 'Back to v001' },
      ...{ backNote: 'ready', isBackReady: true },
    });
  });

  it('counts what is left over only where the fleet itself shows it', () => {
    const left = aFleet({
      generations: [1, 2, 3].map((number) => aGeneration(number, { change: { launchedAtMs: 0 } })),
      ...{ serves: 3, previous: 2 },
    });
    expect(view({ fleet: left }).because).toBe('1 generation left over');
    expect(view({ fleet: left, isRunning: false }).because).toBe('');
    const capabilities = { verbs: [] };
    expect(view({ fleet: left, capabilities }).because).toBe('');
  });

  it('names both where two share the traffic', () => {
    expect(view({ fleet: sharedFleet(50, 50, {}) }).serves).toBe('v001 and v002 serve');
  });

  it('says trouble where what serves is not whole, and nowhere else', () => {
    const [whole, broken] = [aGeneration(1), aGeneration(2, { states: [ill] })];
    const serving = aFleet({ generations: [whole, broken], serves: 2, previous: 1 });
    expect(view({ fleet: serving })).toMatchObject({
      tone: 'trouble',
      health: '3 healthy, 1 unhealthy',
    });
    // The way back is ill: nobody is hurt by it, and its own words say so.
    const behind = aFleet({
      generations: [aGeneration(1, { states: [ill] }), aGeneration(2)],
      ...{ serves: 2, previous: 1 },
    });
    expect(view({ fleet: behind })).toMatchObject({ tone: 'weak', isBackReady: false });
    expect(view({ fleet: behind }).backNote).toContain('3 of 4 healthy');
  });

  it('tells what is under way, whoever carries it', () => {
    expect(view({ progress: aProgress() })).toMatchObject({
      tone: 'changing',
      runs: 'Cutting over to v002',
    });
    const others = aFleet({ serves: 2, change: { rollout: aRollout(cutOverIntent) } });
    expect(view({ fleet: others }).tone).toBe('changing');
  });

  it('knows a fleet that nobody serves, and one without a way back', () => {
    const nobody = aFleet({ generations: [] });
    expect(view({ fleet: nobody })).toMatchObject({ tone: 'trouble', serves: 'nobody serves' });
    expect(view({ fleet: aFleet() })).toMatchObject({ back: 'No way back' });
  });

  it('counts the tones', () => {
    expect(toneCounts([view({}), view({ progress: aProgress() }), view({})])).toEqual({
      ...{ trouble: 0, changing: 1, weak: 0, well: 2 },
    });
  });
});
