import { describe, expect, it } from 'vitest';
import { longestPauseMs, usualPauseMs } from '../../../src-shared/holding.ts';
import { asFleetId } from '../../../src-shared/ids.ts';
import { emptyState, fleetRecordSchema, type HostState } from '../state-schema.ts';
import { pauseChange, pauseLeftMs, withoutPause } from './pause.ts';

const shop = asFleetId('shop');
const before: HostState = {
  ...emptyState,
  fleets: [
    {
      id: shop,
      name: 'shop',
      port: 8480,
      floor: 4,
      split: { revision: 5, weights: [], changedAtMs: 0 },
      previous: null,
      rollout: null,
      generations: [],
      nextBlock: 9,
    },
  ],
};

function fleetOf(state: HostState) {
  const [fleet] = state.fleets;
  if (fleet === undefined) throw new Error('no fleet');
  return fleet;
}

const paused = (by = 'Ana on desk') =>
  pauseChange({ fleet: shop, isPaused: true, by }, 1000)(before);

describe('a pause', () => {
  it('is kept with its end and who said it, and told', () => {
    const { state, value } = paused();
    expect(fleetOf(state).pause).toEqual({ by: 'Ana on desk', endsAtMs: 1000 + usualPauseMs });
    expect(value.forMs).toBe(usualPauseMs);
    expect(value.text).toBe(
      'The entry was paused by Ana on desk: requests wait, for 30 s at most.',
    );
    // As the file keeps it.
    expect(fleetRecordSchema.parse(JSON.parse(JSON.stringify(fleetOf(state))))).toEqual(
      fleetOf(state),
    );
  });

  it('ends by a word of somebody, once', () => {
    const resume = pauseChange({ fleet: shop, isPaused: false, by: 'Ben' }, 2000);
    const { state, value } = resume(paused().state);
    expect(fleetOf(state).pause).toBeUndefined();
    expect(value).toEqual({ forMs: null, text: 'The pause of the entry was ended by Ben.' });
    expect(resume(state).value.text).toBeNull();
    expect(JSON.stringify(withoutPause(state, shop))).toBe(JSON.stringify(before));
  });

  it('forges no line with the name of who said it', () => {
    const { state, value } = paused(`Eve\n\u202e${'x'.repeat(400)}`);
    expect(value.text).not.toMatch(/[\n\u202e]/u);
    expect(fleetOf(state).pause?.by.length).toBeLessThanOrEqual(120);
  });

  it('has after a restart what was left of it, whatever the clock says', () => {
    const fleet = fleetOf(paused().state);
    expect(pauseLeftMs(fleet, 11_000)).toBe(20_000);
    expect(pauseLeftMs(fleet, 1000 + usualPauseMs)).toBe(0);
    expect(pauseLeftMs(fleet, -1e12)).toBe(longestPauseMs);
    expect(pauseLeftMs(fleetOf(before), 0)).toBe(0);
  });
});
