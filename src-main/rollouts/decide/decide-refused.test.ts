/** A yard that says no in the middle: the end tells what stands there now, and what to do. */
import { expect, it } from 'vitest';
import { aBlock, aFleet, aGeneration, aRollout, v2 } from '../../../src-shared/fleet.fixture.ts';
import type { Fleet } from '../../../src-shared/fleet.ts';
import { nextNumber } from '../../../src-shared/numbering.ts';
import type { StepFact, StepKey } from './facts.ts';
import { ask, launch, retire, sent, stepped } from './question.fixture.ts';

const no = { code: 'refused', message: 'AWS has no room.', todo: 'Try again later.' } as const;
const refused: StepFact = { ...sent, kind: 'refused', fault: no };

function ended(intent: typeof launch, key: StepKey, fleet: Fleet): string {
  const end = ask(intent, fleet, { facts: stepped([key, refused]) });
  return end.phase === 'ended' ? `${end.kind}: ${end.text}` : end.phase;
}

it('does not say that a launch was not made when some of its blocks run', () => {
  expect(ended(launch, 'launch', aFleet())).toBe(
    'failed: v003 was not launched: AWS has no room. Try again later.',
  );
  const third = aGeneration(3);
  const part = { ...third, blocks: third.blocks.slice(0, 1) };
  const fleet = aFleet({ generations: [...aFleet().generations, part] });
  const rollout = aRollout(launch, { launched: [part.id] });
  expect(ended(launch, 'launch', { ...fleet, rollout })).toBe(
    'failed: v003 was launched in part only, 1 of 4 blocks: AWS has no room. Try again later. It has no traffic: look at what runs, then retire v003.',
  );
  // The control: somebody else's generation of that number is not ours to tell of.
  expect(ended(launch, 'launch', fleet)).toContain('v003 was not launched');
});

it('says of a retirement that was refused midway what is still there', () => {
  const [first] = aFleet().generations;
  const withSecond = (blocks: readonly ReturnType<typeof aBlock>[]): Fleet =>
    aFleet({ generations: [...(first === undefined ? [] : [first]), aGeneration(2, { blocks: [...blocks] })] }); // prettier-ignore
  const said = (blocks: readonly ReturnType<typeof aBlock>[]): string =>
    ended(retire, 'retire', withSecond(blocks));
  const whole = [0, 1, 2, 3].map((slot) => aBlock(v2, slot));
  expect(said(whole)).toBe(
    'stopped: The yard refused: AWS has no room. Try again later. v002 was left as it is.',
  );
  expect(said(whole.slice(0, 1))).toMatch(/ 1 of 4 blocks of v002 are still there\.$/u);
  const leaving = { kind: 'draining', inFlight: null, endsAtMs: null } as const;
  expect(said(whole.map((one) => ({ ...one, state: leaving })))).not.toContain('left as it is');
  expect(said([])).toMatch(/ No block of v002 is listed by the entry any more\.$/u);
});

it('gives no number again that a broken off launch has claimed', () => {
  expect(nextNumber(aFleet())).toBe(3);
  expect(nextNumber(aFleet({ takenNumbers: [3, 5] }))).toBe(6);
});
