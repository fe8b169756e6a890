import { expect, it } from 'vitest';
import { auditSchema } from '../../src-shared/audit.ts';
import { aFleet, aGeneration, aSplit, v1, v2 } from '../../src-shared/fleet.fixture.ts';
import { changeOf, pictureOf } from '../../src-shared/fleet-picture.ts';
import { asFleetId, asRolloutId, asToken } from '../../src-shared/ids.ts';
import { auditOf } from './audit-of.ts';
import type { JournalEntry, WrittenEntry } from './entries.ts';
import { decodeLine, encodeLine } from './line.ts';

const token = asToken('rollout-1.route');
const route = { key: 'route', token };
const begun: JournalEntry = {
  ...{ type: 'begun', rollout: asRolloutId('rollout-1'), fleet: asFleetId('storefront') },
  intent: { kind: 'cut-over', to: v2, from: v1, expectedRevision: 1 },
  owner: { name: 'ann', host: 'desk', panel: 'panel-1' },
  ...{ pressedAtMs: 990, label: 'Cut over to v002', split: 'v001 100 %', revision: 1 },
};
const intended = (attempt: number, epoch = 1): JournalEntry => ({
  ...{ type: 'intended', ...route, attempt, epoch },
  ...{ title: 'Send 100 % of the traffic to v002', reason: `Reason ${String(attempt)}.` },
});
const answered: JournalEntry = {
  ...{ type: 'answered', ...route, attempt: 2, tookMs: 12 },
  receipt: { kind: 'routed', revision: 2, atMs: 1190, overtook: null },
};
const unknown: JournalEntry = {
  ...{ type: 'unknown', ...route, attempt: 1, tookMs: 80 },
  fault: { code: 'unknown-outcome', message: 'No answer.' },
};
const ended: JournalEntry = { type: 'ended', kind: 'verified', text: 'Seen.', firstResponseMs: 27 };
const first = pictureOf(aFleet());
const second = pictureOf(aFleet({ split: aSplit(v2, 2), generations: [aGeneration(2)] }));

function written(...lines: readonly (readonly [number, JournalEntry])[]): WrittenEntry[] {
  return lines.map(([atMs, entry], index) => ({ seq: index + 1, atMs, entry }));
}

const whole = written(
  [1000, begun],
  [1010, intended(1)],
  [1012, { type: 'saw', seenAtMs: 995, ...changeOf(null, first) }],
  [1100, unknown],
  [1150, { type: 'claimed', epoch: 2, isTakeover: true }],
  [1160, { type: 'told', text: 'Hold', by: 'ben on laptop' }],
  [1180, intended(2, 2)],
  [1195, answered],
  [1220, { type: 'saw', seenAtMs: 1205, ...changeOf(first, second) }],
  [1300, ended],
);

it('tells who, when, why, and each call with its token, attempts and times', () => {
  const audit = auditOf(whole);
  expect(audit).toMatchObject({
    ...{ rollout: 'rollout-1', label: 'Cut over to v002', pressedAtMs: 990, begunAtMs: 1000 },
    owner: { name: 'ann', host: 'desk' },
    seenBefore: { split: 'v001 100 %', revision: 1 },
    takeovers: [{ atMs: 1150, epoch: 2 }],
    told: [{ atMs: 1160, text: 'Hold', by: 'ben on laptop' }],
    end: { atMs: 1300, kind: 'verified', firstResponseMs: 27 },
    isClockSetBack: false,
  });
  expect(audit?.steps).toEqual([
    {
      ...{ ...route, title: 'Send 100 % of the traffic to v002' },
      attempts: [
        {
          ...{ attempt: 1, epoch: 1, reason: 'Reason 1.', sentAtMs: 1020, tookMs: 80 },
          answer: {
            kind: 'unknown',
            atMs: 1100,
            fault: { code: 'unknown-outcome', message: 'No answer.' },
          },
        },
        {
          ...{ attempt: 2, epoch: 2, reason: 'Reason 2.', sentAtMs: 1183, tookMs: 12 },
          answer: {
            kind: 'answered',
            atMs: 1195,
            receipt: { kind: 'routed', revision: 2, atMs: 1190, overtook: null },
          },
        },
      ],
    },
  ]);
  expect(audit?.sights).toEqual([
    { atMs: 995, picture: first },
    { atMs: 1205, picture: second },
  ]);
  expect(auditSchema.parse(JSON.parse(JSON.stringify(audit)))).toEqual(audit);
});

it('leaves open what has no answer: a late one belongs to the sending that it names', () => {
  const audit = auditOf(
    written([1000, begun], [1010, intended(1)], [1500, intended(2, 2)], [1520, answered]),
  );
  expect(audit?.steps[0]?.attempts.map(({ answer }) => answer?.kind)).toEqual([
    undefined,
    'answered',
  ]);
  expect([audit?.end, audit?.sights]).toEqual([null, []]);
});

it('reads records of version 1, which say neither attempt nor time', () => {
  const old: JournalEntry = { type: 'answered', ...route, receipt: { kind: 'performed' } };
  const audit = auditOf(
    written([1000, begun], [1010, intended(1)], [1500, intended(2)], [1520, old]),
  );
  expect(audit?.steps[0]?.attempts.map(({ sentAtMs, tookMs }) => [sentAtMs, tookMs])).toEqual([
    [1010, null],
    [1500, 20],
  ]);
});

it('shows a sending that has no line of its own', () => {
  const again = { ...answered, attempt: 3, tookMs: 10 };
  const audit = auditOf(
    written([1000, begun], [1010, intended(1)], [1100, unknown], [1300, again]),
  );
  expect(audit?.steps[0]?.attempts.map(({ attempt, sentAtMs }) => [attempt, sentAtMs])).toEqual([
    [1, 1020],
    [3, 1290],
  ]);
});

it('says when the clock was set back, and is no record without its first line', () => {
  expect(auditOf(written([9000, begun], [3000, ended]))?.isClockSetBack).toBe(true);
  expect(auditOf(written([9000, begun], [8500, ended]))?.isClockSetBack).toBe(false);
  expect(auditOf(whole.slice(1))).toBeNull();
  expect(auditOf([])).toBeNull();
});

it('tells what was compared last; one that is not understood hides nothing else', () => {
  const failed: JournalEntry = { type: 'compared', outcome: { kind: 'failed', because: 'late' } };
  const findings = {
    ...{ a: 'v001', b: 'v002', mark: 'a'.repeat(16), total: 0, worthALook: 0, listed: [] },
    ...{ areas: ['facts' as const], missing: [], moreMissing: 0 },
  };
  const found: JournalEntry = { type: 'compared', outcome: { kind: 'found', findings } };
  const audit = auditOf(written([1000, begun], [1005, failed], [1010, found]));
  expect(audit?.compared).toEqual({ atMs: 1010, outcome: { kind: 'found', findings } });
  expect(auditSchema.parse(audit)).toEqual(audit);
  expect(auditOf(whole)).not.toHaveProperty('compared');

  const strange = { kind: 'found', findings: { ...findings, listed: [{ area: 'smell' }] } };
  const entry = { type: 'compared', outcome: strange } as unknown as JournalEntry;
  const { text } = encodeLine(1, 'before', 1000, entry);
  const decoded = decodeLine(Buffer.from(text.trimEnd()), 1, 'before');
  expect(decoded).toMatchObject({ kind: 'good', written: { entry: { outcome: { kind: 'failed' } } } }); // prettier-ignore
});
