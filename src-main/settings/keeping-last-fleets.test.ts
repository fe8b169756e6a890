import { expect, it } from 'vitest';
import { asFleetId, asYardId } from '../../src-shared/ids.ts';
import type { Settings } from '../../src-shared/panel.ts';
import { rememberedYards } from '../../src-shared/sizes.ts';
import { keepingLastFleets } from './keeping-last-fleets.ts';

const of = (yard: string, fleet: string) => ({ yard: asYardId(yard), fleet: asFleetId(fleet) });
const plain: Settings = { theme: 'dark', onQuit: 'keep-yard' };

it('forgets no fleet that a window with older settings does not name', () => {
  const current = { ...plain, lastFleets: [of('a', 'old'), of('b', 'shop')] };
  expect(keepingLastFleets({ ...plain, lastFleets: [of('a', 'new')] }, current)).toEqual({
    ...plain,
    lastFleets: [of('a', 'new'), of('b', 'shop')],
  });
  expect(keepingLastFleets({ ...plain, theme: 'light' }, current)).toEqual({
    ...current,
    theme: 'light',
  });
});

it('adds nothing where nothing is remembered, and never keeps more than are kept', () => {
  expect(keepingLastFleets(plain, plain)).toEqual(plain);
  const many = Array.from({ length: rememberedYards }, (_, at) => of(`y${String(at)}`, 'f'));
  const kept = keepingLastFleets({ ...plain, lastFleets: [of('z', 'f')] }, { ...plain, lastFleets: many }); // prettier-ignore
  expect(kept.lastFleets).toHaveLength(rememberedYards);
  expect(kept.lastFleets?.[0]).toEqual(of('z', 'f'));
});
