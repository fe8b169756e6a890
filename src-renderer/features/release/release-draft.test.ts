import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { releaseTermsSchema } from '../../../src-shared/release-schema.ts';
import { usualTerms } from '../../../src-shared/release.ts';
import {
  draftOf,
  readDraft,
  stepAfter,
  usualDraft,
  type DraftStep,
  type ReleaseDraft,
} from './release-draft.ts';
import { presetOf, stepsOf } from './step-presets.ts';

const usual = usualDraft(4);
const step = (change: Partial<DraftStep> = {}): DraftStep => ({
  percent: '10',
  pause: '5 min',
  waitsForPress: false,
  ...change,
});
const fieldProblems = (change: Partial<ReleaseDraft>) =>
  readDraft({ ...usual, ...change }).problems.fields;

describe('readDraft', () => {
  it('reads the usual terms back as they are', () => {
    expect(readDraft(usual)).toEqual({
      problems: { fields: {}, steps: [] },
      because: null,
      complete: { size: 4, terms: usualTerms },
    });
  });

  it('reads each field into its term', () => {
    const draft: ReleaseDraft = {
      size: ' 6 ',
      path: '/ready?deep=1',
      status: '204',
      text: 'ok',
      withinMs: '500',
      inARow: '3',
      waitsForPress: false,
      requiresFindings: true,
      steps: [step(), step({ percent: '50', waitsForPress: true, pause: '7 min' })],
      bake: '1 h 30 min',
      errors: '0,5',
      slowness: '1.5',
      requiresOpinion: true,
      opinionWait: '20 min',
      alarms: 'shop 5xx, "a, b"',
      data: 'contract',
      dataText: ' drops orders.legacy_total ',
    };
    expect(readDraft(draft).complete).toEqual({
      size: 6,
      terms: {
        checks: { path: '/ready?deep=1', status: 204, text: 'ok', withinMs: 500, inARow: 3 },
        waitsForPress: false,
        findings: 'strict',
        steps: [
          { percent: 10, pauseMs: 300_000 },
          { percent: 50, pauseMs: null },
        ],
        bakeMs: 5_400_000,
        guards: { errorShare: 0.005, latencyTimes: 1.5 },
        opinion: { isRequired: true, waitMs: 1_200_000, alarms: ['shop 5xx', 'a, b'] },
        data: { change: 'contract', text: 'drops orders.legacy_total' },
      },
    });
  });

  it.each<[keyof ReleaseDraft, string, RegExp]>([
    ['size', '0', /^Between 1 and 500/],
    ['size', '4.5', /^Between 1 and 500/],
    ['path', 'health', /begins with \//],
    ['path', '/two words', /no spaces/],
    ['status', '99', /^Between 100/],
    ['text', 'x'.repeat(501), /^At most 500/],
    ['withinMs', '60001', /milliseconds/],
    ['inARow', '', /^Between 1 and 50/],
    ['bake', '5', /with its unit/],
    ['bake', '8 d', /^At most 7 days/],
    ['opinionWait', '2 d', /^At most 1 day/],
    ['alarms', '"open', /commas between/],
    ['alarms', 'x'.repeat(256), /1 to 255 characters/],
    ['errors', '101', /percent/],
    ['errors', '-1', /percent/],
    ['slowness', '0.5', /^Between 1 and 1000/],
  ])('says at %s what is wrong with "%s", and reads nothing', (field, typed, sentence) => {
    expect(fieldProblems({ [field]: typed })).toEqual({
      [field]: expect.stringMatching(sentence) as string,
    });
    const { complete, because } = readDraft({ ...usual, [field]: typed });
    expect(complete).toBeNull();
    expect(because).toMatch(/^[A-Z].*: .+\.$/u);
  });

  it('wants each share watched, but for one that waits for a press', () => {
    const told = (change: Partial<DraftStep>) =>
      readDraft({ ...usual, steps: [step({ pause: '0 s', ...change })] }).because;
    expect(told({})).toBe('Step 1: Longer than 0 s: nobody would watch this share.');
    expect(told({ waitsForPress: true })).toBeNull();
    expect(told({ pause: '1 ms' })).toBeNull();
  });

  it('takes no offence at a pause that stands behind a press', () => {
    const steps = [step({ waitsForPress: true, pause: 'nonsense' })];
    expect(readDraft({ ...usual, steps }).complete?.terms.steps).toEqual([
      { percent: 10, pauseMs: null },
    ]);
  });

  it('says at the step what is wrong with it', () => {
    const { problems, because, complete } = readDraft({
      ...usual,
      steps: [
        step({ percent: '25' }),
        step({ percent: '25' }),
        step({ percent: '100' }),
        step({ percent: '60', pause: '2 days' }),
      ],
    });
    expect(problems.steps).toEqual([
      {},
      { percent: 'More than the 25 % before.' },
      { percent: 'A whole number from 1 to 99.' },
      { pause: 'At most 1 day.' },
    ]);
    expect(because).toBe('Step 2: More than the 25 % before.');
    expect(complete).toBeNull();
  });

  it('reads nothing that the contract refuses, and whatever it printed itself', () => {
    const field = fc.oneof(
      fc.string(),
      fc.integer({ min: -5, max: 700 }).map(String),
      fc.constantFrom('0', '1 min', '2 h', '/', '/health', '99', '1', '3.5', '7 d'),
    );
    const typed = fc.record({
      ...{ size: field, path: field, status: field, text: field, withinMs: field },
      ...{ inARow: field, bake: field, errors: field, slowness: field },
      ...{ requiresOpinion: fc.boolean(), opinionWait: field, alarms: field },
      ...{ data: fc.constantFrom('unsaid', 'none', 'expand', 'contract'), dataText: field },
      waitsForPress: fc.boolean(),
      requiresFindings: fc.boolean(),
      steps: fc.array(fc.record({ percent: field, pause: field, waitsForPress: fc.boolean() }), {
        maxLength: 4,
      }),
    });
    // Most of what is typed at random is wrong in one field: the rest is taken from the usual.
    const mostlyUsual = fc
      .tuple(typed, fc.subarray(Object.keys(usual) as (keyof ReleaseDraft)[]))
      .map(([all, keys]) => ({
        ...usual,
        ...Object.fromEntries(keys.map((key) => [key, all[key]])),
      }));
    let complete = 0;
    fc.assert(
      fc.property(mostlyUsual, (draft) => {
        const read = readDraft(draft);
        expect(read.complete === null).toBe(read.because !== null);
        if (read.complete === null) return;
        complete += 1;
        const { size, terms } = read.complete;
        expect(releaseTermsSchema.safeParse(terms).success).toBe(true);
        expect(readDraft(draftOf(terms, size)).complete).toEqual(read.complete);
      }),
      { numRuns: 500, seed: 7 },
    );
    expect(complete).toBeGreaterThan(20);
  });
});

describe('steps', () => {
  it('knows its presets again, and what is none of them', () => {
    for (const name of ['at-once', 'watched', 'by-hand'] as const) {
      expect(presetOf(stepsOf(name) ?? [])).toBe(name);
    }
    expect(presetOf([step({ percent: '11' })])).toBe('own');
    const byHand = (stepsOf('by-hand') ?? []).map((each) => ({ ...each, pause: '7 h' }));
    expect(presetOf(byHand)).toBe('by-hand');
  });

  it('adds one that goes on from the last', () => {
    expect(stepAfter([])).toMatchObject({ percent: '10', waitsForPress: false });
    expect(stepAfter([step()])).toMatchObject({ percent: '55', pause: '5 min' });
    expect(stepAfter([step({ percent: '98', waitsForPress: true })])).toMatchObject({
      percent: '99',
      waitsForPress: true,
    });
  });
});
