import { describe, expect, it } from 'vitest';
import { localCapabilities } from './capabilities.ts';
import { aFleet } from './fleet.fixture.ts';
import { opinionLack, opinionPlan } from './opinion-plan.ts';
import type { HeardOpinion } from './opinion-schema.ts';
import { opinionWords } from './opinion-words.ts';
import { releaseFileOf, termsIn } from './release-file.ts';
import { releaseFileSchema } from './release-file-schema.ts';
import { usualOpinion, usualTerms } from './release.ts';

const heard: HeardOpinion = {
  kind: 'heard',
  opinion: {
    ...{ verdict: 'passes', because: 'v002 answered 0 % of 900 requests with a 5xx' },
    ...{ source: 'CloudWatch', baseline: null, candidate: null, measuredToMs: 60_000 },
    alarms: [
      { name: 'a\u202eb', state: 'alarm', wasOk: false },
      { name: 'c', state: 'missing', wasOk: null },
    ],
    notes: ['Something is not counted.'],
  },
  silentBecause: null,
};

describe('the second opinion in words', () => {
  it('says the verdict, the numbers, the alarms, and how old it is', () => {
    expect(opinionWords(heard, 180_000)).toEqual({
      tone: 'passes',
      title: 'Second opinion: passes',
      text: 'v002 answered 0 % of 900 requests with a 5xx. Alarms: "a\ufffdb" rings, as before; "c" is not there. Something is not counted.',
      source: 'CloudWatch, 2 min old',
    });
    const old = { ...heard, silentBecause: 'AWS throttles' };
    expect(opinionWords(old, 65_000)).toMatchObject({ source: 'CloudWatch, 5 s old', text: expect.stringMatching(/No newer one is heard: AWS throttles\.$/u) as string }); // prettier-ignore
  });

  it('says that there is none here, or that nobody answers, and never a verdict then', () => {
    expect(opinionWords({ kind: 'none', because: 'nothing is measured' }, 0)).toMatchObject({ title: 'No second opinion here', text: 'Nothing is measured.' }); // prettier-ignore
    const silent = { kind: 'silent', source: 'CloudWatch', because: 'denied' } as const;
    expect(opinionWords(silent, 0)).toMatchObject({ tone: 'cannot-say', title: 'Second opinion: not heard' }); // prettier-ignore
    expect(opinionWords({ kind: 'asked', source: 'the entry' }, 0).source).toBe('The entry');
  });
});

describe('the second opinion in a plan', () => {
  const none = { ...localCapabilities, measuredBy: null };
  const cloud = { ...localCapabilities, measuredBy: 'CloudWatch', hasAlarms: true };
  const required = { opinion: { ...usualOpinion, isRequired: true } };
  const named = { opinion: { ...usualOpinion, alarms: ['shop 5xx'] } };

  it('forbids what cannot be had, before anything is begun', () => {
    expect(opinionLack(aFleet(), none, { opinion: usualOpinion })).toBeNull();
    expect(opinionLack(aFleet(), none, required)).toMatch(/^No second opinion here/u);
    expect(opinionLack(aFleet(), localCapabilities, required)).toBeNull();
    expect(opinionLack(aFleet(), localCapabilities, named)).toMatch(/no alarms, so "shop 5xx"/u);
    expect(opinionLack(aFleet(), cloud, named)).toBeNull();
    expect(opinionLack(aFleet(), none, {})).toBeNull();
  });

  it('says what it will do', () => {
    expect(opinionPlan(aFleet(), none, { opinion: usualOpinion })).toBe('No second opinion here.');
    expect(opinionPlan(aFleet(), cloud, named)).toMatch(/^CloudWatch gives a second opinion: .*"shop 5xx"\.$/u); // prettier-ignore
    expect(opinionPlan(aFleet(), cloud, required)).toMatch(/waited for up to 10 min longer/u);
    expect(opinionPlan(aFleet(), localCapabilities, required)).toMatch(/^The entry gives/u);
    expect(opinionPlan(aFleet(), cloud, {})).toBe('');
  });

  it('goes into a release file and comes back, and is as usual in a file of before', () => {
    const opinion = { isRequired: true, waitMs: 1_200_000, alarms: ['shop 5xx', 'p99'] };
    const file = releaseFileOf({ image: 'a@1' }, { ...usualTerms, opinion });
    expect(file.opinion).toEqual({ required: true, wait: '20 min', alarms: ['shop 5xx', 'p99'] });
    expect(termsIn(releaseFileSchema.parse(file)).opinion).toEqual(opinion);
    const before = releaseFileSchema.parse({ blockyard: 1, image: 'a@1' });
    expect(termsIn(before)).toEqual(usualTerms);
  });
});
