/** Revert insurance and rehearsals: nothing against the way back, each kind of risk, and what a rehearsal can come to. */
import type { Fleet, Generation } from '../../src-shared/fleet.ts';
import type { Rehearsal } from '../../src-shared/rehearsal-schema.ts';
import { fail } from '../../src-shared/result.ts';
import { awsBand, awsFleet, awsGeneration, awsSnapshot } from './aws-fixtures.ts';
import {
  aFleet,
  aGeneration,
  aSnapshot,
  galleryNowMs,
  generationId,
  storefront,
} from './fixtures.ts';
import type { GalleryState } from './gallery-state.ts';

const minuteMs = 60_000;
const note = (change: 'none' | 'contract') => ({
  data: {
    ...{ change, by: 'ana on desk', atMs: galleryNowMs - 3_600_000 },
    text: change === 'none' ? 'no migration' : 'drops orders.legacy_total',
  },
});

const aRehearsal = (minutesAgo: number, change: Partial<Rehearsal> = {}): Rehearsal => ({
  ...{ atMs: galleryNowMs - minutesAgo * minuteMs, by: 'ana on desk' },
  ...{ away: generationId(2), back: generationId(1), requests: 71, lost: 0, errors: 0 },
  end: { kind: 'measured', cutOverMs: 24, revertMs: 31 },
  ...change,
});
const took = (minutesAgo: number, revertMs: number): Rehearsal =>
  aRehearsal(minutesAgo, { end: { kind: 'measured', cutOverMs: 24, revertMs } });

const served = (change: Partial<Fleet> = {}): Fleet =>
  aFleet({
    ...{ serves: 2, previous: 1, change },
    generations: [aGeneration(1), aGeneration(2, { change: note('none') })],
  });
const reverts = [23, 31, 27, 44, 26, 29].map((ms, index) => ({
  ...{ fleet: storefront, ms, isRevert: true },
  atMs: galleryNowMs - (9 - index) * 26 * 3_600_000,
}));
const ill = served({ rehearsals: [aRehearsal(14)] });

const changing = {
  kind: 'changing',
  ways: [
    {
      what: 'template',
      text: 'shop-web-v001 starts servers from $Latest of its template: what that is can change under it.',
    },
    {
      what: 'image',
      text: 'The template of shop-web-v001 names its image by the parameter resolve:ssm:/shop/web/ami: what that is can change under it.',
    },
  ],
} satisfies Generation['startsAnew'];
const risky = awsFleet({
  ...{ serves: 2, previous: 1 },
  generations: [
    awsGeneration(1, {
      states: [{ kind: 'unhealthy', reason: 'Target.ResponseCodeMismatch' }],
      change: { imageKeeping: 'unprotected', startsAnew: changing, keepsSizeForMs: 43_200_000 },
    }),
    awsGeneration(2, { change: note('contract') }),
  ],
});
const onRule = (isMarked: boolean): Rehearsal =>
  aRehearsal(6, {
    ...{ requests: 148, onRule: { isMarked } },
    end: { kind: 'measured', cutOverMs: 2140, revertMs: 1730 },
  });
const beside = (change: Partial<Fleet>): Fleet => ({
  ...awsFleet({ ...{ serves: 2, previous: 1 }, generations: [awsGeneration(1), awsGeneration(2)] }),
  ...change,
});
const pinned = { ...risky.entry, kind: 'http', pinnedForMs: 3_600_000 } as Fleet['entry'];

export const wayBackStates: Readonly<Record<string, GalleryState>> = {
  'way-back-insured': { snapshot: aSnapshot([served()]) },
  'way-back-ahead': { snapshot: aSnapshot([aFleet()]) },
  'way-back-none': { snapshot: aSnapshot([aFleet({ generations: [aGeneration(1)] })]) },
  'way-back-cold': {
    snapshot: aSnapshot([
      served({ split: { ...served().split, changedAtMs: galleryNowMs - 5 * 3_600_000 } }),
    ]),
  },
  'way-back-risks': {
    snapshot: awsSnapshot([
      { ...risky, entry: pinned, split: { ...risky.split, changedAtMs: galleryNowMs - 7_200_000 } },
    ]),
  },
  'way-back-unknown': {
    snapshot: awsSnapshot(
      [
        awsFleet({
          ...{ serves: 2, previous: 1 },
          generations: [
            awsGeneration(1, { change: { startsAnew: { kind: 'untold' } } }),
            awsGeneration(2),
          ],
        }),
      ],
      { band: awsBand() },
    ),
    presses: ['6 things are not known here'],
  },
  'way-back-stopped': {
    snapshot: awsSnapshot([
      awsFleet({
        ...{ serves: 2, previous: 1 },
        generations: [
          awsGeneration(1, { change: { rung: 'stopped', imageKeeping: 'unprotected' } }),
          awsGeneration(2, { change: note('contract') }),
        ],
      }),
    ]),
  },
  // Back from v002, which stays in its lane, while v003 stands by too.
  'rehearsal-of-lane': {
    snapshot: aSnapshot([
      aFleet({ generations: [aGeneration(1), aGeneration(2), aGeneration(3)], serves: 1 }),
    ]),
    view: { lane: generationId(2) },
  },
  'rehearsal-done': {
    snapshot: aSnapshot([served({ rehearsals: [took(190, 33), took(70, 28), aRehearsal(14)] })], {
      switchTimes: reverts,
    }),
  },
  'rehearsal-first': {
    snapshot: aSnapshot([served({ rehearsals: [aRehearsal(14)] })], { switchTimes: [] }),
  },
  'rehearsal-on-rule': {
    snapshot: awsSnapshot([beside({ rehearsals: [onRule(false)] })]),
  },
  'rehearsal-no-rule': {
    snapshot: awsSnapshot([
      beside({
        entry: {
          ...risky.entry,
          kind: 'http',
          rehearsal: {
            kind: 'none',
            because: 'only an application load balancer has rules that reach one generation alone',
          },
        } as Fleet['entry'],
      }),
    ]),
  },
  'rehearsal-lost': {
    snapshot: aSnapshot([
      served({ rehearsals: [aRehearsal(3), aRehearsal(1, { lost: 4, errors: 2 })] }),
    ]),
  },
  'rehearsal-silent': {
    snapshot: aSnapshot([
      served({
        rehearsals: [
          aRehearsal(2, {
            by: `ana \u202e ${'on a desk with a long name '.repeat(4)}`,
            end: { kind: 'not-answered', by: generationId(1) },
          }),
        ],
      }),
    ]),
  },
  'rehearsal-running': {
    snapshot: aSnapshot([ill]),
    answers: { 'fleet.rehearse': () => new Promise(() => undefined) },
    presses: ['Rehearse: to v002 and back to v001'],
  },
  'rehearsal-refused': {
    snapshot: aSnapshot([ill]),
    answers: {
      'fleet.rehearse': () =>
        fail({ code: 'unreachable', message: 'The yard host has ended in the middle of it.' }),
    },
    presses: ['Rehearse: to v002 and back to v001'],
  },
};
