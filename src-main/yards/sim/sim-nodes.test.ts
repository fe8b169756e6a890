import { expect, it } from 'vitest';
import { v1, v2 } from '../../../src-shared/fleet.fixture.ts';
import { SimNodes } from './sim-nodes.ts';

it('gives each node a new split after a time of its own, and none an older one again', () => {
  const delays = [100, 5000, 3000, 200];
  const nodes = new SimNodes(2, 2, () => delays.shift() ?? 0);
  const [first, second, third] = [v1, v2, v1].map((generation, index) => [
    { generation, weight: index + 1 },
  ]);
  if (first === undefined || second === undefined || third === undefined) throw new Error('Three.');
  nodes.write(first, 0);
  expect(nodes.at(0)).toEqual([first, first]);
  nodes.write(second, 1000);
  expect(nodes.at(1050)).toEqual([first, first]);
  expect(nodes.at(1100)).toEqual([second, first]);
  // The third overtakes the second at the node that is late.
  nodes.write(third, 2000);
  expect(nodes.at(2300)).toEqual([second, third]);
  expect(nodes.at(9000)).toEqual([third, third]);
});
