/** What is said where not everything that was sent is known. */
import { expect, it } from 'vitest';
import {
  aBlock,
  aFleet,
  aGeneration,
  aRollout,
  aSplit,
  v1,
  v2,
} from '../../../src-shared/fleet.fixture.ts';
import type { Fleet } from '../../../src-shared/fleet.ts';
import { asBlockId } from '../../../src-shared/ids.ts';
import {
  ask,
  attaching,
  cutOver,
  facts,
  fault,
  replace,
  sent,
  stepped,
} from './question.fixture.ts';

const unknown = { ...sent, kind: 'unknown', fault } as const;
/** Begun by another panel, whose record is not here. */
const takenOver = { ...facts, isWhole: false };

/** With one block less than the floor. */
function unfit(): Fleet {
  const exited = { kind: 'exited', code: 1, signal: null, reason: '' } as const;
  const blocks = [0, 1, 2, 3].map((slot) => aBlock(v2, slot, slot === 3 ? { state: exited } : {}));
  const generations = [aGeneration(1), aGeneration(2, { blocks })];
  return aFleet({ floor: 4, generations });
}

it('does not say that nothing was changed by a switch that nobody answered', () => {
  const decision = ask(cutOver, unfit(), { facts: stepped(['route', unknown]) });
  expect(decision).toMatchObject({ phase: 'ended', kind: 'failed' });
  expect(JSON.stringify(decision)).not.toContain('Nothing was changed');
  expect(decision).toMatchObject({
    text: expect.stringContaining('whether it took effect is not known') as string,
  });
  // The control: nothing was sent.
  expect(ask(cutOver, unfit())).toMatchObject({
    kind: 'stopped',
    text: expect.stringContaining('Nothing was changed.') as string,
  });
});

it('does not say that nothing was changed by an attachment that nobody answered', () => {
  const few = aFleet({
    floor: 4,
    generations: [aGeneration(1), aGeneration(2, { blocks: [], isAttached: false })],
  });
  const text = JSON.stringify(ask(attaching, few, { facts: stepped(['attach', unknown]) }));
  expect(text).toContain('attached at weight 0 is not known; no traffic was moved');
  expect(JSON.stringify(ask(attaching, few))).toContain('Nothing was changed.');
});

it('does not say that nothing was sent by a panel whose record is not here', () => {
  const changed = { facts: takenOver };
  const decision = ask(cutOver, aFleet({ split: aSplit(v1, 3) }), changed);
  expect(decision).toMatchObject({ phase: 'ended', kind: 'stopped' });
  const text = decision.phase === 'ended' ? decision.text : '';
  expect(text).toBe(
    'The split was changed since this was pressed: it was at revision 1, it is v001 100 % (revision 3). Another panel had this change before, and what it has sent is not known; look again and press again.',
  );
  expect(JSON.stringify(ask(cutOver, unfit(), changed))).toContain('what it has sent is not known');
});

it('waits for the fresh block that the yard has noted, and says nothing of none', () => {
  const blocks = [2, 3, 4].map((slot) => aBlock(v1, slot));
  const fleet = aFleet({
    generations: [aGeneration(1, { blocks }), aGeneration(2)],
    rollout: aRollout(replace, { launched: [asBlockId(`${v1}-b9`)] }),
  });
  expect(ask(replace, fleet, { facts: takenOver })).toMatchObject({ phase: 'waiting' });
  const late = ask(replace, fleet, { facts: takenOver, nowMs: 200_000 });
  expect(late).toMatchObject({ phase: 'ended', kind: 'failed' });
  expect(JSON.stringify(late)).not.toContain('Nothing was launched');
});
