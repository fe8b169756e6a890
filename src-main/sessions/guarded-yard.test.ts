import { expect, it } from 'vitest';
import { asFleetId, asRolloutId } from '../../src-shared/ids.ts';
import { guardedYard } from './guarded-yard.ts';
import { fakeYard } from './sessions.fixture.ts';

it('lets no word to a running rollout through while nothing may be written', async () => {
  const fake = fakeYard('cloud');
  let because: string | null = 'This yard is observed only.';
  const yard = guardedYard(fake.yard, {
    refusal: () => because,
    signedOut: () => null,
    looked: () => undefined,
  });
  const said = { fleet: asFleetId('storefront'), rollout: asRolloutId('r1'), by: 'Ann' };
  const abort = { ...said, change: { kind: 'abort' } } as const;
  expect(await yard.control(abort)).toEqual({
    ...{ ok: false, fault: { code: 'refused', message: because } },
  });
  expect(fake.written).toEqual([]);
  // The control: the same once it may.
  because = null;
  expect(await yard.control(abort)).toMatchObject({ ok: true });
  expect(fake.written).toEqual(['control']);
});
