import { expect, it } from 'vitest';
import { aFleet, v1, v2 } from '../../../src-shared/fleet.fixture.ts';
import type { Fleet } from '../../../src-shared/fleet.ts';
import { compareGenerations } from '../../compare/compare-generations.ts';
import { secretMark } from '../../masking/secret-mark.ts';
import { describeLocalGeneration } from './describe-generation.ts';

const mark = secretMark(new Uint8Array(32).fill(4));

/** The environment of v002 beside `PORT_NAME=a` and `TOKEN=hunter2` of v001. */
function compared(env: Readonly<Record<string, string>>) {
  const fleet = aFleet();
  const generations = fleet.generations.map((each) => ({
    ...each,
    recipe: { ...each.recipe, env: each.id === v1 ? { PORT_NAME: 'a', TOKEN: 'hunter2' } : env },
  }));
  const fleets: Fleet[] = [{ ...fleet, generations }];
  const look = { observedAtMs: 0, fleets, images: [], notices: [] };
  const [a, b] = [v1, v2].map((id) => describeLocalGeneration(look, fleet.id, id, mark));
  if (a?.ok !== true || b?.ok !== true) throw new Error('It was not described.');
  const comparison = compareGenerations(a.value, b.value, 0);
  expect(JSON.stringify(comparison)).not.toMatch(/hunter|\u27e8/u);
  return comparison.rows.filter(({ fact, change }) => fact.startsWith('Env') && change !== 'equal');
}

it('tells a changed value of the environment, and none of the values', () => {
  expect(compared({ PORT_NAME: 'a', TOKEN: 'hunter3' })).toEqual([
    {
      ...{ fact: 'Environment TOKEN', change: 'changed', danger: null },
      ...{ a: '\u2022\u2022\u2022\u2022', b: '\u2022\u2022\u2022\u2022 (changed)' },
    },
  ]);
  // The controls: equal values are equal, and names come and go.
  expect(compared({ PORT_NAME: 'a', TOKEN: 'hunter2' })).toEqual([]);
  expect(compared({ PORT_NAME: 'a', HOST_NAME: 'b' })).toMatchObject([
    { fact: 'Environment TOKEN', change: 'removed' },
    { fact: 'Environment HOST_NAME', change: 'added' },
  ]);
});
