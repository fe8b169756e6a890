import { expect, it } from 'vitest';
import { aFleet, aGeneration } from '../../gallery/fixtures.ts';
import { downBlocks } from './down-blocks.tsx';

const unhealthy = { kind: 'unhealthy', reason: 'No answer.' } as const;
const exited = { kind: 'exited', code: 9, signal: null, reason: '' } as const;

it('lists what is down, the worst first, and not what is being replaced', () => {
  const first = aGeneration(1, { states: [unhealthy, { kind: 'healthy' }, exited] });
  const second = aGeneration(2, { states: [unhealthy, { kind: 'starting', detail: '' }] });
  const [old, fresh] = second.blocks;
  if (old === undefined || fresh === undefined) throw new Error('No blocks.');
  const replacing = {
    ...second,
    blocks: second.blocks.map((b) => (b.id === fresh.id ? { ...b, replaces: old.id } : b)),
  };
  const slots = (fleet: Parameters<typeof downBlocks>[0]) =>
    downBlocks(fleet).map(({ generation, block }) => [generation.number, block.slot]);
  expect(slots(aFleet({ generations: [first, second] }))).toEqual([[1, 2], [1, 0], [2, 0]]); // prettier-ignore
  expect(slots(aFleet({ generations: [first, replacing] }))).toEqual([[1, 2], [1, 0]]); // prettier-ignore
  expect(slots(aFleet())).toEqual([]);
});
