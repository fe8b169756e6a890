/** A release where to list its candidate is a change of the entry that it was pressed on. */
import { describe, expect, it } from 'vitest';
import { aFleet, aGeneration, aRollout, v1 } from '../../../src-shared/fleet.fixture.ts';
import type { Decision } from './decision.ts';
import type { StepFact, StepKey } from './facts.ts';
import { ask, launched, sent, stepped } from './question.fixture.ts';
import { newImage, v3, withTerms } from './release.fixture.ts';

const release = withTerms(newImage, { waitsForPress: false });
const rollout = aRollout(release, { launched: [v3] });
const three = [aGeneration(1), aGeneration(2), aGeneration(3)];
/** As a launch leaves it: another content of the rules, the traffic where it was. */
const withLaunched = (revision: number) =>
  aFleet({
    generations: three,
    rollout,
    split: { revision, weights: [{ generation: v1, weight: 100 }], changedAtMs: 0 },
  });
const routed = (revision: number): StepFact => ({
  ...sent,
  kind: 'done',
  receipt: { kind: 'routed', revision, atMs: 0, overtook: null },
});
const refused: StepFact = {
  ...sent,
  kind: 'refused',
  fault: { code: 'conflict', message: 'The weight of v002 was 0 and is 5.' },
};

function decided(revision: number, attach: StepFact | null, nowMs = 200): Decision {
  const first: [StepKey, StepFact] = ['launch', launched(v3)];
  const facts = attach === null ? stepped(first) : stepped(first, ['attach', attach]);
  return ask(release, withLaunched(revision), { facts, nowMs, revisions: 'fingerprint' });
}

describe('a release on an entry whose revision names its content', () => {
  it('asks whether its own listing is all that has changed, bound to what was pressed on', () => {
    const action = { kind: 'attach', generation: v3, expectedRevision: 1 };
    expect(decided(77, null)).toMatchObject({ phase: 'acting', action });
    // The control: as it was pressed on nothing is asked, and where revisions are counted neither.
    expect(decided(1, null)).toMatchObject({ phase: 'waiting', probe: { through: 'candidate' } });
    const counted = { facts: stepped(['launch', launched(v3)]), nowMs: 200 };
    expect(ask(release, withLaunched(77), counted)).toMatchObject({ probe: { through: 'candidate' } }); // prettier-ignore
  });

  it('goes on from the revision that it is told, and waits out a look from before', () => {
    expect(decided(77, routed(77))).toMatchObject({ phase: 'waiting', probe: { through: 'candidate' } }); // prettier-ignore
    expect(decided(76, routed(77))).toMatchObject({ phase: 'waiting', probe: null });
  });

  it('stops with the difference when somebody else has changed the entry, and moves nothing', () => {
    const end = decided(77, refused);
    expect(end).toMatchObject({ phase: 'ended', kind: 'stopped' });
    expect(end.phase === 'ended' ? end.text : '').toContain('was 0 and is 5');
  });
});
