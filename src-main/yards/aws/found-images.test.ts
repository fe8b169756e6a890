import { expect, it } from 'vitest';
import { asImageId } from '../../../src-shared/ids.ts';
import type { Image } from '../../../src-shared/image.ts';
import { createFoundImages } from './found-images.ts';

const image = (id: string): Image => ({ id: asImageId(id) }) as Image;

it('adds what was asked for by id to what the fleets run, each once, the last twenty', () => {
  const { found, beside } = createFoundImages();
  const run = [image('ami-1')];
  expect(beside(run)).toEqual(run);
  found(image('ami-1'));
  for (let number = 2; number <= 25; number += 1) found(image(`ami-${String(number)}`));
  const ids = beside(run).map(({ id }) => id);
  expect(ids).toHaveLength(21);
  expect(ids).toEqual([...new Set(ids)]);
  expect([ids[0], ids.at(-1)]).toEqual(['ami-1', 'ami-25']);
});
