import { describe, expect, it } from 'vitest';
import { aFleet, aGeneration, aSplit, v1, v2 } from '../../../src-shared/fleet.fixture.ts';
import type { Decision } from './decision.ts';
import type { Fault } from '../../../src-shared/result.ts';
import { launched, stepped } from './question.fixture.ts';
import { withCheck } from './release-facts.ts';
import {
  counted,
  newImage,
  ReleasePlay,
  sharedFleet,
  sick,
  standing,
  v3,
  withTerms,
} from './release.fixture.ts';

const text = (decision: Decision): string => (decision.phase === 'ended' ? decision.text : '');
const because = (decision: Decision): string =>
  decision.phase === 'waiting' ? decision.because : decision.phase;
const atOnce = withTerms(standing, { waitsForPress: false });
const inSteps = withTerms(standing, {
  steps: [
    { percent: 10, pauseMs: 5000 },
    { percent: 50, pauseMs: null },
  ],
});

describe('a release before any traffic', () => {
  const withThird = aFleet({ generations: [aGeneration(1), aGeneration(2), aGeneration(3)] });

  it('launches, proves itself in isolation, and waits for the press', () => {
    const play = new ReleasePlay(newImage);
    expect(play.look(aFleet())).toMatchObject({
      phase: 'acting',
      action: { kind: 'launch-generation', key: 'launch' },
    });
    play.facts = { ...play.facts, ...{ steps: stepped(['launch', launched(v3)]).steps } };
    expect(play.look(withThird)).toMatchObject({
      phase: 'waiting',
      probe: { through: 'candidate', generation: v3 },
    });
    const ready = play.prove().look(withThird);
    expect(because(ready)).toBe('v003 waits for your press');
    expect(ready.course?.offers).toEqual([
      { kind: 'pass', place: 1 },
      { kind: 'hold' },
      { kind: 'abort' },
    ]);
    expect(ready.course?.phases.map(({ name, state }) => `${name} ${state}`)).toEqual([
      'launch done',
      'prove done',
      'press now',
      'shift ahead',
      'bake ahead',
    ]);
  });

  it('moves nothing before it is proved, pressed and healthy', () => {
    const play = new ReleasePlay(standing).pass();
    expect(play.look(aFleet())).toMatchObject({
      phase: 'waiting',
      probe: { through: 'candidate' },
    });
    play.prove();
    expect(play.look(aFleet({ generations: [aGeneration(1), sick(2, 3)] }))).toMatchObject({
      phase: 'waiting',
      because: '3 of 4 blocks of v002 are healthy; the floor is 4.',
    });
    expect(play.look(aFleet())).toMatchObject({
      phase: 'acting',
      action: { kind: 'shift', percent: 100, to: v2, from: v1, expectedRevision: 1 },
    });
  });

  it('fails when its checks stay bad, and says what they lack', () => {
    const play = new ReleasePlay(standing);
    const wrong = '/ answered with status 500 instead of 200';
    const bad = (): void => {
      const proof = { inARow: 0, wrong, sinceMs: 0, atMs: play.nowMs };
      play.facts = { ...play.facts, release: { ...play.facts.release, proof } };
    };
    bad();
    expect(play.look(aFleet(), 1000)).toMatchObject({ phase: 'waiting' });
    // What was answered long ago is asked again before it fails.
    expect(play.look(aFleet(), 60_000)).toMatchObject({ phase: 'waiting' });
    bad();
    const end = play.look(aFleet());
    expect(end).toMatchObject({ phase: 'ended', kind: 'failed' });
    expect(text(end)).toBe(
      'v002 did not prove itself: / answered with status 500 instead of 200. It got no traffic; v001 serves as before.',
    );
  });

  it('fails at once when what a check needs may not be made, and names what would allow it', () => {
    const denial = {
      action: 'a:B',
      resource: null,
      said: null,
      isForbidden: false,
      statement: '{}',
    };
    const play = new ReleasePlay(standing);
    const fault = { code: 'denied', message: 'You may not a:B.' } as const;
    const asked = (answer: Fault): void => {
      const { release } = play.facts;
      play.facts = {
        ...play.facts,
        release: withCheck(release, answer, standing.terms.checks, play.nowMs),
      };
    };
    // The control: another fault passes, and is asked again.
    asked({ code: 'unreachable', message: 'Nobody is there.' });
    expect(play.look(aFleet(), 100)).toMatchObject({ phase: 'waiting' });
    asked({ ...fault, denial });
    const end = play.look(aFleet(), 100);
    expect(end).toMatchObject({ phase: 'ended', kind: 'failed', denial });
    expect(text(end)).toContain('You may not a:B.');
  });

  it('does not act on a press of long ago, and takes a new one', () => {
    const old = new ReleasePlay(standing, { sincePassedMs: 3_600_000 }).prove().pass();
    const waits = old.look(aFleet());
    expect(because(waits)).toMatch(/too old/);
    expect(waits.course?.offers[0]).toEqual({ kind: 'pass', place: 1 });
    const fresh = new ReleasePlay(standing, { sincePassedMs: 1000 }).prove().pass();
    expect(fresh.look(aFleet())).toMatchObject({ phase: 'acting' });
  });

  it('stays where it is while it is held', () => {
    const play = new ReleasePlay(atOnce).prove().say({ isHeld: true });
    const held = play.look(aFleet());
    expect(because(held)).toBe('it is held by ann');
    expect(held.course).toMatchObject({
      isHeld: true,
      offers: [{ kind: 'resume' }, { kind: 'abort' }],
    });
    expect(play.say({ isHeld: false }).look(aFleet())).toMatchObject({ phase: 'acting' });
  });

  it('takes away on abort what it launched, and nothing else', () => {
    const play = new ReleasePlay(newImage).say({ isAborted: true });
    expect(text(play.look(aFleet()))).toMatch(/Nothing was launched/);
    play.running = { ...play.running, launched: [v3] };
    expect(play.look(withThird)).toMatchObject({
      phase: 'acting',
      action: { kind: 'retire-generation', generation: v3, reason: /aborted by ann/ },
    });
    const existing = new ReleasePlay(standing).prove().say({ isAborted: true });
    expect(existing.look(aFleet())).toMatchObject({ phase: 'ended', kind: 'stopped' });
    const gone = aGeneration(3, { rung: 'retired', blocks: [] });
    const after = aFleet({ generations: [aGeneration(1), aGeneration(2), gone] });
    expect(text(play.look(after))).toBe(
      'It was aborted by ann before any traffic. v003 was removed; v001 serves as before.',
    );
  });

  it('finds out whether it was launched before it aborts, and launches nothing for it', () => {
    const play = new ReleasePlay(newImage).say({ isAborted: true });
    const unknown = { code: 'unknown-outcome', message: 'No answer.' } as const;
    const base = { atMs: 0, firstSentAtMs: 0, attempt: 1, reason: '' };
    const step = { ...base, kind: 'unknown', fault: unknown } as const;
    play.facts = { ...play.facts, steps: { launch: step } };
    expect(because(play.look(aFleet()))).toBe('it is not known yet whether v003 was launched');
    expect(text(play.look(aFleet(), 61_000))).toMatch(/is not known whether v003 was launched/);
  });

  it('removes what it launched also when it is aborted long after the press', () => {
    const play = new ReleasePlay(newImage).prove();
    play.running = { ...play.running, launched: [v3] };
    play.look(withThird);
    play.say({ isAborted: true });
    expect(play.look(withThird, 3_600_000)).toMatchObject({
      phase: 'acting',
      action: { kind: 'retire-generation', generation: v3 },
    });
  });
});

describe('a release with traffic', () => {
  it('goes share by share, each for its time and its press', () => {
    const play = new ReleasePlay(inSteps).prove().pass();
    expect(play.look(aFleet())).toMatchObject({
      action: { kind: 'shift', percent: 10, key: 'shift-1' },
    });
    play.wrote('shift-1', 2);
    const watched = play.look(sharedFleet(10, 2));
    expect(because(watched)).toMatch(/watched for another/);
    expect(watched.course?.offers).toEqual([{ kind: 'hold' }]);
    play.look(sharedFleet(10, 2), 2600);
    // Blind, or asleep: what nobody saw was not watched.
    expect(because(play.look(sharedFleet(10, 2), 600_000))).toMatch(/watched for another/);
    expect(play.look(sharedFleet(10, 2), 2600)).toMatchObject({
      action: { kind: 'shift', percent: 50, expectedRevision: 2 },
    });
    play.wrote('shift-2', 3);
    const waits = play.look(sharedFleet(50, 3));
    expect(because(waits)).toBe('v002 waits for your press');
    expect(waits.course?.offers[0]).toEqual({ kind: 'pass', place: 2 });
    expect(play.pass(2).look(sharedFleet(50, 3))).toMatchObject({
      action: { kind: 'shift', percent: 100, expectedRevision: 3, key: 'shift-3' },
    });
  });

  it('goes by what is seen after a crash that left it without a record', () => {
    const play = new ReleasePlay(inSteps).pass();
    play.running = {
      ...play.running,
      memory: { baseline: null, sent: 1, revision: 2, bakedMs: 0 },
    };
    expect(because(play.look(sharedFleet(10, 2)))).toMatch(/watched for another/);
    // An older look moves nothing backwards.
    expect(because(play.look(aFleet()))).toMatch(/looking again/);
    play.look(sharedFleet(10, 2), 3000);
    expect(play.look(sharedFleet(10, 2), 3000)).toMatchObject({ action: { percent: 50 } });
  });

  it('asks anew before it repeats what was not answered', () => {
    const play = new ReleasePlay(inSteps).prove().pass(2).wrote('shift-1', 2).wrote('shift-2', 3);
    play.look(sharedFleet(50, 3));
    const fault = { code: 'unknown-outcome', message: 'No answer.' } as const;
    const base = { atMs: play.nowMs, firstSentAtMs: play.nowMs, attempt: 1, reason: '' };
    const steps = { ...play.facts.steps, 'shift-3': { ...base, kind: 'unknown', fault } as const };
    play.facts = { ...play.facts, steps };
    expect(play.look(sharedFleet(50, 3))).toMatchObject({ action: { percent: 100 } });
    play.say({ isHeld: true });
    expect(because(play.look(sharedFleet(50, 3)))).toBe('it is held by ann');
    play.say({ isHeld: false });
    expect(text(play.look(sharedFleet(50, 3), 61_000))).toMatch(
      /No answer is known to sending 100 %/,
    );
  });

  it('stops at a split that it never writes', () => {
    const play = new ReleasePlay(inSteps).prove().pass().wrote('shift-1', 2);
    play.look(sharedFleet(10, 2));
    expect(play.look(sharedFleet(30, 3), 30_000)).toMatchObject({
      phase: 'ended',
      kind: 'overtaken',
    });
    const first = new ReleasePlay(inSteps).prove().pass();
    expect(text(first.look(aFleet({ split: aSplit(v1, 5) })))).toMatch(
      /changed by someone else since you looked/,
    );
  });

  it('takes no share for its own that it cannot have written', () => {
    const elsewhere = sharedFleet(10, 7);
    const play = new ReleasePlay(inSteps, { revisions: 'fingerprint' }).prove();
    play.nowMs = 60_000;
    expect(play.look(elsewhere)).toMatchObject({ phase: 'ended', kind: 'stopped' });
    const taken = new ReleasePlay(inSteps, { revisions: 'fingerprint' }).prove().pass();
    // Its predecessor had told the yard that it was about to be sent.
    const memory = { baseline: null, sent: 1, revision: null, bakedMs: 0 };
    taken.running = { ...taken.running, epoch: 2, memory };
    expect(taken.look(elsewhere)).toMatchObject({ phase: 'waiting' });
  });

  it('stops where it is when it is aborted too late, and says the way back', () => {
    const play = new ReleasePlay(inSteps).prove().say({ isAborted: true, passed: 1 });
    play.wrote('shift-1', 2);
    expect(text(play.look(sharedFleet(10, 2)))).toMatch(
      /nothing more is moved.*A revert leads back to v001/,
    );
  });
});

describe('a release with all traffic', () => {
  const all = sharedFleet(100, 2);
  const begun = (intent = atOnce): ReleasePlay => {
    const play = new ReleasePlay(intent).prove().wrote('shift-1', 2);
    play.look(all);
    return play.probed(v2);
  };

  it('bakes only the time between good looks that are close together', () => {
    const play = begun();
    play.look(all);
    for (let second = 0; second < 30; second += 1) play.look(all, 1000);
    expect(play.facts.release.memory.bakedMs).toBe(30_000);
    // Asleep, or blind: what was in between nobody saw.
    expect(play.look(all, 3_600_000)).toMatchObject({ phase: 'waiting' });
    expect(play.facts.release.memory.bakedMs).toBe(30_000);
    let last: Decision = play.look(all);
    for (let second = 0; second < 30; second += 1) last = play.look(all, 1000);
    expect(last).toMatchObject({ phase: 'ended', kind: 'verified' });
    expect(text(last)).toMatch(/v001 stays whole and warm/);
  });

  it('is not over while it is not seen to serve', () => {
    const play = new ReleasePlay(atOnce).prove().wrote('shift-1', 2);
    expect(play.look(all)).toMatchObject({ probe: { through: 'entry', wanted: v2 } });
    play.look(all, 10_000);
    expect(play.facts.release.memory.bakedMs).toBe(0);
    expect(play.look(all, 20_000)).toMatchObject({ phase: 'ended', kind: 'failed' });
  });

  it.each([
    [
      'errors',
      counted(all, v2, { errorsPerSecond: 10 }),
      /answers 10 % of the requests with an error/,
    ],
    ['dead blocks', { ...all, generations: [aGeneration(1), sick(2, 3)] }, /3 of 4 blocks of v002/],
  ])('is taken back by itself for %s, after more than one bad look', (_, bad, why) => {
    const play = new ReleasePlay(atOnce).prove();
    play.look(counted(aFleet(), v1, {}));
    play.wrote('shift-1', 2).look(all);
    play.probed(v2);
    expect(play.look(bad)).toMatchObject({ phase: 'waiting' });
    expect(play.look(bad, 1000)).toMatchObject({ phase: 'waiting' });
    const back = play.look(bad, 1000);
    expect(back).toMatchObject({
      phase: 'acting',
      action: { kind: 'route', key: 'back', to: v1, expectedRevision: 2, overtake: false },
    });
    expect(back.phase === 'acting' && back.action.reason).toMatch(why);
    play.wrote('back', 3, 'A guard broke: it was bad.').probed(v1);
    const end = play.look(aFleet({ split: aSplit(v1, 3) }));
    expect(end).toMatchObject({ phase: 'ended', kind: 'failed' });
    expect(text(end)).toMatch(/A guard broke.*v001 has all of it and was seen to serve again/);
  });

  it('is taken back for slow answers when they last, and not for one bad moment', () => {
    const play = new ReleasePlay(atOnce).prove();
    play.look(counted(aFleet(), v1, {}));
    play.wrote('shift-1', 2).look(all);
    play.probed(v2);
    const traffic = { ...all.traffic, windowMs: 10_000 };
    const slow = counted({ ...all, traffic }, v2, { p95Ms: 900 });
    // Percentiles look back: one bad second is seen in each look of the next ten.
    for (let second = 0; second < 12; second += 1) {
      expect(play.look(slow, 1000)).toMatchObject({ phase: 'waiting' });
    }
    let last: Decision = play.look(slow);
    for (let second = 0; second < 12; second += 1) last = play.look(slow, 1000);
    expect(last).toMatchObject({ phase: 'acting', action: { key: 'back' } });
  });

  it('takes one error of a few answers for chance', () => {
    const play = begun();
    const few = counted(all, v2, { requestsPerSecond: 10, errorsPerSecond: 0.5 });
    for (let second = 0; second < 10; second += 1) play.look(few, 1000);
    expect(play.facts.release.trouble).toBeNull();
  });

  it('is not ended by one bad answer after it was verified', () => {
    const play = begun();
    for (let second = 0; second < 30; second += 1) play.look(all, 1000);
    play.probed(v2, 1, 500);
    expect(play.look(all, 1000)).toMatchObject({ phase: 'waiting' });
    play.probed(v2, 3);
    expect(play.look(all, 1000)).toMatchObject({ phase: 'waiting' });
    expect(play.facts.release.trouble).toBeNull();
  });

  it('leaves a baseline as bad as itself in peace', () => {
    const play = new ReleasePlay(atOnce).prove();
    play.look(counted(aFleet(), v1, { errorsPerSecond: 10 }));
    play.wrote('shift-1', 2).look(all);
    play.probed(v2);
    const bad = counted(all, v2, { errorsPerSecond: 11 });
    for (let second = 0; second < 10; second += 1) play.look(bad, 1000);
    expect(play.facts.release.memory.bakedMs).toBe(9000);
  });

  it('forgives one bad look', () => {
    const play = begun();
    play.look({ ...all, generations: [aGeneration(1), sick(2, 3)] });
    play.look(all, 1000);
    play.look({ ...all, generations: [aGeneration(1), sick(2, 3)] }, 1000);
    expect(play.look(all, 1000)).toMatchObject({ phase: 'waiting' });
    expect(play.facts.release.trouble).toBeNull();
  });

  it('calls a person when the old generation is not fit either', () => {
    const play = begun();
    const bad = { ...all, generations: [sick(1, 2), sick(2, 3)] };
    play.look(bad);
    play.look(bad, 1000);
    const end = play.look(bad, 2000);
    expect(end).toMatchObject({ phase: 'ended', kind: 'failed' });
    expect(text(end)).toMatch(/v001 is not fit either: .*A person has to decide/);
  });
});
