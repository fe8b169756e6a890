import { expect, it } from 'vitest';
import { aBlock, aFleet, aGeneration, v1 } from '../../../src-shared/fleet.fixture.ts';
import type { Fleet } from '../../../src-shared/fleet.ts';
import { asBlockId } from '../../../src-shared/ids.ts';
import { withBlockSeen, type Facts } from './facts.ts';
import { ask, launched, replace, stepped } from './question.fixture.ts';

const old = asBlockId(`${v1}-b1`);
const fresh = asBlockId(`${v1}-b9`);

/** The fresh block is healthy; the look shows the old one or misses it. */
function seen(isOldShown: boolean): Fleet {
  const [first, ...others] = aFleet().generations;
  if (first === undefined) throw new Error('The fixture has generations.');
  const blocks = first.blocks.filter(({ id }) => isOldShown || id !== old);
  const beside = aBlock(v1, 0, { id: fresh, replaces: old });
  return { ...aFleet(), generations: [aGeneration(1, { blocks: [...blocks, beside] }), ...others] };
}

function afterLooks(...looks: readonly (readonly [isOldShown: boolean, atMs: number])[]): Facts {
  return looks.reduce(
    (facts, [isOldShown, atMs]) => withBlockSeen(facts, seen(isOldShown), replace, atMs),
    stepped(['launch-fresh', launched(fresh)]),
  );
}

it('ends the old block on no look that misses it', () => {
  const facts = afterLooks([true, 1000], [false, 1250]);
  expect(ask(replace, seen(false), { facts, nowMs: 1250 })).toMatchObject({ phase: 'waiting' });
  const shown = afterLooks([false, 1250], [true, 1500]);
  expect(ask(replace, seen(true), { facts: shown, nowMs: 1500 })).toMatchObject({
    action: { key: 'terminate-old' },
  });
});

it('asks the yard to end it when it was missed for long, without a break', () => {
  const broken = afterLooks([false, 1000], [false, 3000], [true, 4000], [false, 6500]);
  expect(ask(replace, seen(false), { facts: broken, nowMs: 6500 })).toMatchObject({
    phase: 'waiting',
  });
  const unbroken = afterLooks([false, 1000], [false, 3000], [false, 6500]);
  expect(ask(replace, seen(false), { facts: unbroken, nowMs: 6500 })).toMatchObject({
    action: { key: 'terminate-old' },
  });
});
