import { expect, it } from 'vitest';
import { asFleetId } from '../../../src-shared/ids.ts';
import { aFleet, aProgress, aSnapshot } from '../../gallery/fixtures.ts';
import { titleOf } from './window-title.ts';

const fleet = aFleet();

it('names the screen and the fleet while nothing runs', () => {
  expect(titleOf('images', fleet, aSnapshot([fleet]))).toBe('Images - storefront - Blockyard');
  expect(titleOf('fleet', undefined, null)).toBe('Fleet - Blockyard');
});

it('says first what runs and how far it is, as it was observed', () => {
  const title = 'v002 has 10 % of the traffic';
  const panel = (more: Parameters<typeof aProgress>[0]) =>
    aSnapshot([fleet], { progress: [aProgress({ title, value: 0.429, ...more })] });
  const rest = 'v002 has 10 % of the traffic - Fleet - storefront - Blockyard';
  expect(titleOf('fleet', fleet, panel({}))).toBe(`42 % ${rest}`);
  const course = { phases: [], isHeld: false, offers: [], leftMs: null };
  const pass = { kind: 'pass', place: 0 } as const;
  expect(titleOf('fleet', fleet, panel({ course: { ...course, offers: [pass] } }))).toBe(
    `Waits for you, ${rest}`,
  );
  expect(titleOf('fleet', fleet, panel({ course: { ...course, isHeld: true } }))).toBe(
    `Held, ${rest}`,
  );
});

it('makes up no figure for what is not seen, and names another fleet than the one in view', () => {
  const link = { kind: 'stale', sinceMs: 1, reason: '' } as const;
  const progress = [aProgress({ title: 'Scaling v002', fleet: asFleetId('check\u202eout') })];
  expect(titleOf('fleet', fleet, aSnapshot([fleet], { progress, link }))).toBe(
    '? check\ufffdout: Scaling v002 - Fleet - storefront - Blockyard',
  );
});
