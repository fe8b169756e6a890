import { expect, test } from 'vitest';
import { asBlockId } from '../../../src-shared/ids.ts';
import { anOutcome, generationId, revertIntent, storefront } from '../../gallery/fixtures.ts';
import { writeDenial } from '../../gallery/permission-fixtures.ts';
import { awsFleet } from '../../gallery/aws-fixtures.ts';
import { deniedAction } from '../../../src-shared/denied-action.ts';

test('A move of traffic that was denied says which right is missing, for its own fleet', () => {
  const denied = anOutcome({ intent: revertIntent, kind: 'failed', denial: writeDenial });
  expect(deniedAction([denied], storefront)).toBe('elasticloadbalancing:ModifyListener');
  expect(deniedAction([denied], awsFleet().id)).toBeNull();
  expect(deniedAction([denied], undefined)).toBeNull();
  // Failed for another reason, or denied something else than traffic: it says nothing about this right.
  expect(deniedAction([anOutcome({ kind: 'failed' })], storefront)).toBeNull();
  const replace = { kind: 'replace', generation: generationId(2), block: asBlockId('b') } as const;
  expect(deniedAction([{ ...denied, intent: replace }], storefront)).toBeNull();
});
