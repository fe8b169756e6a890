import { expect, it } from 'vitest';
import { aFleet, v1, v2 } from '../../../src-shared/fleet.fixture.ts';
import { generationOf } from '../../../src-shared/roles.ts';
import { revertLead } from './revert-lead.ts';

function leadAt(weights: readonly [number, number]): string {
  const fleet = aFleet();
  const [first, second] = weights;
  const split = {
    ...fleet.split,
    weights: [
      { generation: v1, weight: first },
      { generation: v2, weight: second },
    ],
  };
  const to = generationOf(fleet, v1);
  const from = generationOf(fleet, v2);
  if (to === undefined || from === undefined)
    throw new Error('The fixture has no two generations.');
  return revertLead({ ...fleet, split }, to, from);
}

it('says how much it takes from whom, not that it was all where it is a share', () => {
  expect(leadAt([0, 100])).toBe('All traffic from v002 back to v001, at once.');
  expect(leadAt([90, 10])).toBe(
    'v002 gives back its 10 % of the traffic: all of it to v001, at once.',
  );
  expect(leadAt([50, 50])).toContain('its 50 %');
});
