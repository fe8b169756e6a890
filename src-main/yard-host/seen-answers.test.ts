import { expect, it } from 'vitest';
import { asFleetId, asGenerationId } from '../../src-shared/ids.ts';
import { createSeenAnswers } from './seen-answers.ts';

const [shop, other] = [asFleetId('shop'), asFleetId('other')];
const [v1, v2] = [asGenerationId('shop-v001'), asGenerationId('shop-v002')];

it('knows an answer under its own split only', () => {
  const seen = createSeenAnswers();
  expect(seen.has(shop, 1, v1)).toBe(false);
  seen.note(shop, 1, v1);
  seen.note(shop, 1, v2);
  expect([seen.has(shop, 1, v1), seen.has(shop, 1, v2), seen.has(other, 1, v1)]).toEqual([
    true,
    true,
    false,
  ]);
  seen.note(shop, 2, v2);
  expect([seen.has(shop, 2, v1), seen.has(shop, 2, v2), seen.has(shop, 1, v1)]).toEqual([
    false,
    true,
    false,
  ]);
});
