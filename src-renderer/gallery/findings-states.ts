/** What a comparison found: in a record, as the gate of a release, and as a question before the first share. */
import { asRolloutId } from '../../src-shared/ids.ts';
import type { Compared, Findings } from '../../src-shared/findings-schema.ts';
import type { ControlChange } from '../../src-shared/release-schema.ts';
import { usualTerms } from '../../src-shared/release.ts';
import { fail, succeed, type Result } from '../../src-shared/result.ts';
import type { Audit } from '../../src-shared/audit.ts';
import { aFleet, aSnapshot } from './fixtures.ts';
import { behaviourFindings, hostileFindings, someFindings } from './findings-fixture.ts';
import type { GalleryState } from './gallery-state.ts';
import { aRecord, aTakenBackRelease } from './record-fixtures.ts';
import { releaseIntent, releasing, slowly, type ReleaseWish } from './release-fixtures.ts';

const gone = aSnapshot([aFleet({ serves: 2, previous: 1 })]);
const released = aTakenBackRelease();
const { pressedAtMs, intent } = released.audit;

function record(outcome: Compared, more: Partial<Audit> = {}): GalleryState {
  const compared = { atMs: pressedAtMs + 9000, outcome };
  const audit = { ...released.audit, compared, ...more };
  return {
    snapshot: gone,
    view: { screen: 'timeline', record: asRolloutId('r-20261123-1') },
    answers: { 'rollout.record': () => succeed({ ...released, audit }) },
  };
}

const accepted = {
  ...{ atMs: pressedAtMs + 61_000, by: 'ben on laptop' },
  text: 'Accept the findings: \u201cThe price list and the banner, as planned.\u201d',
  accepted: { mark: someFindings().mark, reason: 'The price list and the banner, as planned.' },
};
const strict = {
  ...intent,
  ...(intent.kind === 'release' && { terms: { ...intent.terms, findings: 'strict' as const } }),
} as Audit['intent'];

const cutOver = aRecord().audit;
const unkept: Compared = {
  kind: 'failed',
  because: 'Blockyard was ended before the comparison was done',
};

const pass: ControlChange = { kind: 'pass', place: 1 };
const waits: ReleaseWish = {
  ...{ steps: slowly, now: 2, findings: 'strict', title: 'v002 is ready' },
  because: 'compared with v001: 9 differences, 2 worth a look. A person has to accept that',
  offers: [pass, { kind: 'hold' }, { kind: 'abort' }],
};

function asked(answer: Result<Findings>, presses: readonly string[] = []): GalleryState {
  return {
    snapshot: releasing(waits),
    answers: { 'findings.ask': () => answer },
    presses: ['Read the findings\u2026', ...presses],
  };
}

const found = (findings: Findings): Compared => ({ kind: 'found', findings });

export const findingsStates: Readonly<Record<string, GalleryState>> = {
  'record-findings': record(found(someFindings()), { intent: strict, told: [accepted] }),
  'record-findings-saved': {
    ...record(found(someFindings({ total: 412 }))),
    answers: {
      ...record(found(someFindings({ total: 412 }))).answers,
      'findings.save': () => succeed('/home/ana/findings-storefront.html'),
    },
    presses: ['Save findings as HTML\u2026'],
  },
  'record-findings-failed': record(
    { kind: 'failed', because: 'There is no generation v003 any more' },
    { intent: strict },
  ),
  'record-findings-hostile': record(found(hostileFindings)),
  'record-findings-behaviour': record(found(behaviourFindings), { intent: strict }),
  // Its record had to be closed: the comparison of a cutover may take longer than the cutover.
  'record-findings-unkept': record(unkept, {
    ...cutOver,
    compared: { atMs: cutOver.pressedAtMs + 2900, outcome: unkept },
  }),
  'record-findings-cutover': {
    snapshot: gone,
    view: { screen: 'timeline', record: asRolloutId('r-20261123-1') },
    answers: { 'rollout.record': () => succeed(aRecord()) },
  },
  'record-findings-none': {
    snapshot: gone,
    view: { screen: 'timeline', record: asRolloutId('r-20261123-1') },
    answers: {
      'rollout.record': () =>
        succeed(
          aRecord({ intent: { ...releaseIntent([]), terms: usualTerms }, label: 'Release v002' }),
        ),
    },
  },
  'release-findings': { snapshot: releasing(waits) },
  'release-findings-comparing': {
    snapshot: releasing({
      ...waits,
      because: 'it is being compared with v001',
      offers: [{ kind: 'hold' }, { kind: 'abort' }],
    }),
  },
  'release-findings-failed': {
    snapshot: releasing({
      ...waits,
      because:
        'its findings are required, and it could not be compared with v001: the yard did not answer within 60 s. It is tried again',
      offers: [{ kind: 'hold' }, { kind: 'abort' }],
    }),
  },
  'findings-dialog': asked(succeed(someFindings())),
  'findings-dialog-behaviour': asked(succeed(behaviourFindings)),
  'release-sampling': {
    snapshot: releasing({
      ...{ steps: slowly, now: 1, title: 'Proving v002 in isolation' },
      because: 'v002 and v001 get the same sample requests',
      offers: [{ kind: 'hold' }, { kind: 'abort' }],
    }),
  },
  'findings-dialog-missing': asked(
    succeed(
      someFindings({
        ...{ total: 0, worthALook: 0, listed: [], areas: ['facts', 'texts'] },
        missing: ['v002: the launch template was not read: it takes another right.'],
      }),
    ),
  ),
  'findings-dialog-failed': asked(
    fail({ code: 'unreachable', message: 'The yard does not answer.', todo: 'Look again.' }),
  ),
  'findings-dialog-hostile': asked(succeed(hostileFindings)),
  'findings-dialog-open': {
    snapshot: releasing(waits),
    view: {
      dialog: {
        ...{ kind: 'findings', rollout: asRolloutId('r-gone') },
        intent: releaseIntent(slowly),
      },
    },
    answers: { 'findings.ask': () => succeed(someFindings()) },
  },
};
