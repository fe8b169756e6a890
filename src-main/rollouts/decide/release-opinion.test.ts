import { expect, it } from 'vitest';
import { localCapabilities } from '../../../src-shared/capabilities.ts';
import { aFleet, v1, v2 } from '../../../src-shared/fleet.fixture.ts';
import type { Fleet } from '../../../src-shared/fleet.ts';
import type { AlarmState, HeardOpinion, OpinionTerms } from '../../../src-shared/opinion-schema.ts';
import { releaseMemorySchema, releaseTermsSchema } from '../../../src-shared/release-schema.ts';
import {
  noMemory,
  usualOpinion,
  usualTerms,
  type ReleaseIntent,
} from '../../../src-shared/release.ts';
import { fail, succeed } from '../../../src-shared/result.ts';
import type { JudgedEntry } from '../../journal/entries.ts';
import { createVirtualClock } from '../../clock/virtual-clock.ts';
import type { Yard } from '../../yards/port.ts';
import type { MeasuredPeriod, Measures, MeasuresOrder } from '../../yards/measures.ts';
import type { Facts } from './facts.ts';
import { OpinionAsker } from '../opinion-asker.ts';
import {
  opinionTogether,
  opinionTrouble,
  windowAt,
  withMeasures,
  withSilence,
} from './release-opinion.ts';
import { ReleasePlay, sharedFleet, standing, withTerms } from './release.fixture.ts';

const minuteMs = 60_000;
const sharedAtMs = 100 * minuteMs;
const all: Fleet = { ...sharedFleet(100, 2), split: { ...sharedFleet(100, 2).split, changedAtMs: sharedAtMs } }; // prettier-ignore

function periods(fromMs: number, count: number, errors: number, p95Ms: number): MeasuredPeriod[] {
  return Array.from({ length: count }, (_, at) => ({
    ...{ startMs: fromMs + at * minuteMs, requests: 600, errors, p50Ms: 5, p95Ms, p99Ms: p95Ms },
  }));
}

interface Wish {
  readonly errors?: number;
  readonly minutes?: number;
  readonly alarms?: Measures['alarms'];
}

function measured({ errors = 0, minutes = 10, alarms = [] }: Wish = {}): Measures {
  return {
    periodMs: minuteMs,
    generations: [
      { generation: v1, periods: periods(sharedAtMs - 15 * minuteMs, 15, 1, 20) },
      { generation: v2, periods: periods(sharedAtMs, minutes, errors, 20) },
    ],
    ...{ unanswered: [], alarms, notes: [] },
  };
}

const required: OpinionTerms = { isRequired: true, waitMs: 60_000, alarms: [] };

function heard(play: ReleasePlay, measures: Measures, intent: ReleaseIntent): void {
  const { release } = play.facts;
  const nowMs = (release.memory.opinion?.sharedAtMs ?? sharedAtMs) + 30 * minuteMs;
  const ground = {
    ...{ terms: intent.terms.opinion ?? usualOpinion, intent, candidate: v2 },
    ...{ label: 'v002', fromLabel: 'v001', source: 'CloudWatch' },
    window: windowAt(release.memory, (release.memory.opinion?.sharedAtMs ?? null) === null ? sharedAtMs : nowMs), // prettier-ignore
  };
  play.facts = { ...play.facts, release: withMeasures(release, measures, ground) };
}

/** Up to the first look that shows all traffic there, verified. */
function begun(
  opinion: OpinionTerms,
  alarms: Measures['alarms'] = [],
): [ReleasePlay, ReleaseIntent] {
  // prettier-ignore
  const intent = withTerms(standing, { waitsForPress: false, bakeMs: 3000, opinion });
  const play = new ReleasePlay(intent).prove();
  play.look(aFleet());
  heard(play, measured({ minutes: 0, alarms }), intent);
  play.wrote('shift-1', 2).look(all);
  play.probed(v2);
  return [play, intent];
}

function seconds(play: ReleasePlay, count: number) {
  let last = play.look(all, 1000);
  for (let second = 1; second < count; second += 1) last = play.look(all, 1000);
  return last;
}

it('takes back what the second opinion fails, in the words and numbers of it', () => {
  const [play, intent] = begun(usualOpinion);
  expect(play.facts.release.memory.opinion?.sharedAtMs).toBe(sharedAtMs);
  // What was heard before it had traffic is none on it.
  expect(play.facts.release.opinion).toEqual({ kind: 'asked', source: 'CloudWatch' });
  heard(play, measured({ errors: 60 }), intent);
  expect(seconds(play, 1)).toMatchObject({ phase: 'waiting' });
  const back = seconds(play, 3);
  expect(back).toMatchObject({ phase: 'acting', action: { key: 'back', to: v1 } });
  expect(back.phase === 'acting' && back.action.reason).toMatch(
    /A guard broke: by CloudWatch, v002 answered 10 % of 6 000 requests with a 5xx, v001 0\.2 % of 9 000/u,
  );
});

it('neither takes back nor passes by what cannot be said', () => {
  const [play, intent] = begun(usualOpinion);
  heard(play, measured({ errors: 30, minutes: 0 }), intent);
  const end = seconds(play, 5);
  expect(end).toMatchObject({ phase: 'ended', kind: 'verified' });
  expect(end.phase === 'ended' && end.text).toMatch(/The second opinion \(CloudWatch\) cannot say: 0 requests of v002/u); // prettier-ignore
});

it('waits for an opinion that its terms require, and then asks a person instead of calling it fine', () => {
  const [play, intent] = begun(required);
  heard(play, measured({ minutes: 0 }), intent);
  const waits = seconds(play, 5);
  expect(waits).toMatchObject({ phase: 'waiting', because: expect.stringMatching(/cannot say yet: .*waited for another about 5\d s/u) as string }); // prettier-ignore
  expect(waits.course?.leftMs).toBeNull();
  const end = seconds(play, 60);
  expect(end).toMatchObject({ phase: 'ended', kind: 'stopped' });
  expect(end.phase === 'ended' && end.text).toMatch(/A person has to decide; a revert leads back to v001/u); // prettier-ignore
});

it('ends well once the required opinion passes, and says it; not by one that is not new', () => {
  const [play, intent] = begun(required);
  heard(play, measured(), intent);
  const { release } = play.facts;
  play.facts = { ...play.facts, release: withSilence(release, 'AWS throttles', 'CloudWatch') };
  expect(seconds(play, 5)).toMatchObject({ phase: 'waiting' });
  heard(play, measured(), intent);
  const end = seconds(play, 1);
  expect(end).toMatchObject({ phase: 'ended', kind: 'verified' });
  expect(end.phase === 'ended' && end.text).toMatch(/The second opinion \(CloudWatch\) is that it passes: v002 answered 0 %/u); // prettier-ignore
});

it('does not end by what was heard before nobody answered any more', () => {
  const [play, intent] = begun(usualOpinion);
  heard(play, measured(), intent);
  const { release } = play.facts;
  play.facts = { ...play.facts, release: withSilence(release, 'AWS throttles', 'CloudWatch') };
  const end = seconds(play, 5);
  expect(end).toMatchObject({ phase: 'ended', kind: 'verified' });
  expect(end.phase === 'ended' && end.text).toContain('The second opinion (CloudWatch) was not heard at the end: AWS throttles.'); // prettier-ignore
  expect(end.phase === 'ended' && end.text).not.toContain('it passes');
});

it('takes back by an alarm that rings and was OK before, and by no other', () => {
  const named = { ...usualOpinion, alarms: ['a', 'b', 'c'] };
  const states = (...all: AlarmState[]): Measures['alarms'] =>
    all.map((state, at) => ({ name: named.alarms[at] ?? '', state }));
  const [play, intent] = begun(named, states('ok', 'alarm', 'insufficient-data'));
  expect(play.facts.release.memory.opinion?.okAlarms).toEqual([0]);
  heard(play, measured({ alarms: states('ok', 'alarm', 'alarm') }), intent);
  expect(play.facts.release.opinion).toMatchObject({ opinion: { verdict: 'cannot-say', because: 'the alarm "b" rings, as before the release' } }); // prettier-ignore
  expect(seconds(play, 5)).toMatchObject({ phase: 'ended', kind: 'verified' });
  heard(play, measured({ alarms: states('missing', 'ok', 'ok') }), intent);
  expect(play.facts.release.opinion).toMatchObject({ opinion: { verdict: 'cannot-say' } });
  heard(play, measured({ minutes: 0, alarms: states('alarm', 'ok', 'ok') }), intent);
  expect(play.facts.release.opinion).toMatchObject({ opinion: { verdict: 'fails' } });
  expect(seconds(play, 4)).toMatchObject({ phase: 'acting', action: { key: 'back' } });
});

it('lets no alarm hide what the numbers fail, and judges no answer from before its share', () => {
  const named = { ...usualOpinion, alarms: ['a', 'b'] };
  const odd: Measures['alarms'] = [
    { name: 'a', state: 'missing' },
    { name: 'b', state: 'alarm' },
  ];
  const [play, intent] = begun(named, odd);
  heard(play, measured({ errors: 60, alarms: odd }), intent);
  expect(play.facts.release.opinion).toMatchObject({ opinion: { verdict: 'fails' } });
  // Bad answers of the candidate that are older than its first share: to its own proof, say.
  const [other, terms] = begun(usualOpinion);
  const usual = measured();
  const old = periods(sharedAtMs - 10 * minuteMs, 10, 300, 20);
  const generations = usual.generations.map((one) =>
    one.generation === v2 ? { ...one, periods: [...old, ...one.periods] } : one,
  );
  heard(other, { ...usual, generations }, terms);
  expect(other.facts.release.opinion).toMatchObject({ opinion: { verdict: 'passes' } });
});

it('is trouble to nobody before it has traffic', () => {
  const opinion = { verdict: 'fails', because: 'it errs', source: 'CloudWatch' };
  const heardOne = { kind: 'heard', opinion, silentBecause: null } as unknown as HeardOpinion;
  expect([null, -1].map((at) => opinionTrouble(heardOne, at))).toEqual([null, null]);
  expect(opinionTrouble(heardOne, 0)).toMatchObject({ because: 'by CloudWatch, it errs' });
});

it('does not blame it for an alarm that began to ring while it waited for its first traffic', () => {
  const named = { ...usualOpinion, alarms: ['a'] };
  const intent = withTerms(standing, { waitsForPress: false, bakeMs: 3000, opinion: named });
  const play = new ReleasePlay(intent).prove();
  play.look(aFleet());
  const ringing = [{ name: 'a', state: 'alarm' } as const];
  heard(play, measured({ minutes: 0, alarms: [{ name: 'a', state: 'ok' }] }), intent);
  heard(play, measured({ minutes: 0, alarms: ringing }), intent);
  expect(play.facts.release.opinion).toMatchObject({ opinion: { verdict: 'cannot-say' } });
  play.wrote('shift-1', 2).look(all);
  play.probed(v2);
  heard(play, measured({ alarms: ringing }), intent);
  expect(play.facts.release.opinion).toMatchObject({ opinion: { verdict: 'cannot-say' } });
  expect(seconds(play, 5)).toMatchObject({ phase: 'ended', kind: 'verified' });
});

it('moves no traffic before it knows how the alarms were', () => {
  const intent = withTerms(standing, { waitsForPress: false, opinion: { ...usualOpinion, alarms: ['a'] } }); // prettier-ignore
  const play = new ReleasePlay(intent).prove();
  const opinion = { kind: 'asked', source: 'CloudWatch' } as const;
  play.facts = { ...play.facts, release: { ...play.facts.release, opinion } };
  expect(play.look(aFleet())).toMatchObject({ phase: 'waiting', because: 'CloudWatch is asked how it is before' }); // prettier-ignore
  play.facts = { ...play.facts, release: withSilence(play.facts.release, 'denied', 'CloudWatch') };
  expect(play.look(aFleet())).toMatchObject({ phase: 'acting', action: { key: 'shift-1' } });
});

it('remembers a baseline that cannot be measured again, and reads records of before', () => {
  const [play, intent] = begun(usualOpinion);
  heard(play, { ...measured(), generations: [] }, intent);
  expect(play.facts.release.memory.opinion?.baseline).toMatchObject({ requests: 9000, errors: 15 });
  const { memory } = play.facts.release;
  expect(opinionTogether(noMemory, memory)).toEqual({ opinion: memory.opinion });
  expect(releaseMemorySchema.parse(noMemory)).toEqual(noMemory);
  const { checks, waitsForPress, steps, bakeMs, guards } = usualTerms;
  const before = { checks, waitsForPress, steps, bakeMs, guards };
  expect(releaseTermsSchema.parse(before)).toEqual(before);
  // What it had asked for before stays in hours that somebody can still look at.
  expect(windowAt(memory, sharedAtMs + minuteMs)).toEqual({ fromMs: sharedAtMs - 15 * minuteMs, toMs: sharedAtMs + minuteMs }); // prettier-ignore
  const later = sharedAtMs + 600 * minuteMs;
  expect(windowAt(memory, later)).toEqual({ fromMs: later - 180 * minuteMs, toMs: later });
});

it('is asked at its own pace beside the turns, and tells what changed', async () => {
  const clock = createVirtualClock();
  clock.setWallBy(sharedAtMs + 20 * minuteMs - clock.now());
  const answers = [succeed(measured()), fail({ code: 'throttled', message: 'Too many calls.' } as const)]; // prettier-ignore
  let asked = 0;
  const orders: MeasuresOrder[] = [];
  const measures = (order: MeasuresOrder) => {
    orders.push(order);
    asked += 1;
    return Promise.resolve(answers[(asked - 1) % 2] ?? succeed(measured()));
  };
  const written: JudgedEntry[] = [];
  const write = (entry: unknown) => {
    written.push(entry as JudgedEntry);
    return Promise.resolve(succeed(null));
  };
  let folds: ((facts: Facts) => Facts)[] = [];
  const yard = { capabilities: localCapabilities, measures } satisfies Pick<Yard, 'measures' | 'capabilities'>; // prettier-ignore
  const [play, intent] = begun(usualOpinion);
  const asker = new OpinionAsker({ yard, clock, limits: { opinionMs: 10_000 } }, { entries: () => [], write }, (fold) => folds.push(fold)); // prettier-ignore
  const turn = async (nowMs: number, fleet = all): Promise<void> => {
    for (const fold of folds) play.facts = fold(play.facts);
    folds = [];
    const input = { intent, fleet, facts: play.facts, nowMs, rollout: 'r' };
    const release = asker.turn(input as unknown as Parameters<OpinionAsker['turn']>[0]);
    play.facts = { ...play.facts, release };
    await new Promise(setImmediate);
  };
  for (let nowMs = 0; nowMs <= 20_500; nowMs += 500) {
    clock.at(nowMs, () => undefined);
    while (clock.step(nowMs));
    await turn(nowMs);
  }
  expect(orders.map(({ generations, alarms }) => [generations, alarms])).toEqual([0, 1, 2].map(() => [[v1, v2], []])); // prettier-ignore
  expect(written.map(({ verdict, text }) => [verdict, text])).toEqual([
    ['passes', expect.stringMatching(/^v002 answered 0 %/u)],
    ['silent', 'Too many calls'],
    ['passes', expect.any(String)],
  ]);
  const asksBefore = orders.length;
  const { facts } = play;
  play.facts = { ...facts, release: { ...facts.release, opinion: null } };
  await turn(99_000, { ...all, entry: { kind: 'none', marker: 'work', pinnedForMs: null, rules: ['hooks'], notes: [] } }); // prettier-ignore
  expect(play.facts.release.opinion).toMatchObject({ kind: 'none' });
  expect(orders.length).toBe(asksBefore);
});
