/** An order that the yard answered each time, and never took: that nobody answered is not said of it. */
import { expect, it } from 'vitest';
import { aFleet, aRollout, aSplit, v1, v2 } from '../../../src-shared/fleet.fixture.ts';
import type { Intent } from '../../../src-shared/fleet.ts';
import { usualLimits } from '../../yards/yard-pace.ts';
import { decideBlindRevert } from './decide-blind-revert.ts';
import { decideRevert } from './decide-revert.ts';
import type { StepFact, StepKey } from './facts.ts';
import {
  ask,
  attaching,
  cutOver,
  fault,
  launch,
  rollout,
  sent,
  stepped,
} from './question.fixture.ts';
import { mayBeDone, turnedAway } from './turned-away.ts';

const throttled = { code: 'throttled', message: 'Too many calls.' } as const;
const away: StepFact = { ...sent, kind: 'unknown', fault: throttled };
const lost: StepFact = { ...sent, kind: 'unknown', fault };
const awayAfterLost: StepFact = { ...away, mayBeDone: true };

it('knows nothing was done only where each answer was a no', () => {
  expect([undefined, away].map(mayBeDone)).toEqual([false, false]);
  expect([lost, { ...sent, kind: 'sent' } as const, awayAfterLost].map(mayBeDone)).toEqual([
    true,
    true,
    true,
  ]);
  expect([away, lost, awayAfterLost].map(turnedAway)).toEqual(['Too many calls.', null, null]);
});

function late(intent: Intent, key: StepKey, step: StepFact): string {
  const end = ask(intent, aFleet(), { facts: stepped([key, step]), nowMs: 300_000 });
  return end.phase === 'ended' ? `${end.kind}: ${end.text}` : end.phase;
}

it('says of a launch what the yard said', () => {
  const told =
    'stopped: v003 was not launched: the yard took no order for too long after the press. Too many calls. Press again if you still want it.';
  expect(late(launch, 'launch', away)).toBe(told);
  expect(late(launch, 'launch', awayAfterLost)).toContain('is not known whether v003 was launched');
});

it('says of a cutover and of an attachment what the yard said', () => {
  expect(late(cutOver, 'route', away)).toContain(
    'The switch was not made: the yard took no order for too long after the press. Too many calls. The traffic goes to: v001 100 %.',
  );
  expect(late(cutOver, 'route', lost)).toContain('No answer to the switch is known');
  const generations = aFleet().generations.map((one) =>
    one.id === v2 ? { ...one, isAttached: false } : one,
  );
  const facts = stepped(['attach', away]);
  const end = ask(attaching, aFleet({ generations }), { facts, nowMs: 300_000 });
  expect(JSON.stringify(end)).toContain(
    'v002 was not attached: the yard took no order for too long after the press. Too many calls.',
  );
});

it('says so where somebody else changed the split, or the generation is not fit any more', () => {
  const facts = stepped(['route', away]);
  const changed = JSON.stringify(ask(cutOver, aFleet({ split: aSplit(v1, 3) }), { facts }));
  expect(changed).toContain(
    'Nothing was changed by us: the yard did not take our own write (Too many calls); look again',
  );
  const unfit = ask(cutOver, aFleet({ floor: 5 }), { facts });
  expect(unfit).toMatchObject({ kind: 'stopped' });
  expect(JSON.stringify(unfit)).toContain('Nothing was changed by us: the yard did not take');
});

it('says of a revert what the yard said, seen or unseen', () => {
  const intent = { kind: 'revert', to: v1, from: v2 } as const;
  const fleet = { ...aFleet({ split: aSplit(v2, 2) }), rollout: aRollout(intent) };
  const common = { rollout, intent, fleet, marker: 'header', revisions: 'rising' } as const;
  const times = { nowMs: 90_000, sinceBegunMs: 90_000, sincePassedMs: null } as const;
  const input = { ...common, ...times, canCheck: true, limits: usualLimits };
  const seen = (step: StepFact, wasUnanswered: boolean) =>
    JSON.stringify(
      decideRevert({ ...input, facts: stepped(['route', step]) }, null, wasUnanswered),
    );
  expect(seen(away, false)).toContain(
    'The yard did not take the revert: Too many calls. Nothing was changed by it. The traffic goes to: v002 100 %. It is not sent again. Press again if you still want it.',
  );
  expect(seen(away, true)).toContain('whether it took effect is not known');
  const unseen = (wasUnanswered: boolean) =>
    decideBlindRevert({ step: away, isSent: true, wasUnanswered }, 'Too many calls.', 9, 5)?.text;
  expect(unseen(false)).toBe(
    'The yard did not take the revert: Too many calls. Nothing was changed by it. Where the traffic goes cannot be seen: Too many calls. It is not sent again. Press again if you still want it.',
  );
  expect(unseen(true)).toContain('Whether it took effect is not known');
});
