/** Records to look at, as the main process would tell them. Times are relative to the gallery's moment. */
import type { Audit, AuditAttempt, AuditStep, RecordedAudit } from '../../src-shared/audit.ts';
import { pictureOf } from '../../src-shared/fleet-picture.ts';
import type { BlockState, Fleet } from '../../src-shared/fleet.ts';
import { asBlockId, asRolloutId, asToken } from '../../src-shared/ids.ts';
import { usualTerms } from '../../src-shared/release.ts';
import {
  aFleet,
  aGeneration,
  anImage,
  cutOverIntent,
  galleryNowMs,
  generationId,
  imageId,
  storefront,
  traffic,
} from './fixtures.ts';

const rollout = asRolloutId('4c1e0f52-8a37-4f0e-9d5b-61c2a7f3b90d');
const file = '/home/ana/.config/Blockyard/journal/1795442530000-4c1e0f52.jsonl';

function routed(revision: number, atMs: number): NonNullable<AuditAttempt['answer']> {
  return { kind: 'answered', atMs, receipt: { kind: 'routed', revision, atMs, overtook: null } };
}

export function aRecord(change: Partial<Audit> = {}, trouble: string | null = null): RecordedAudit {
  const pressedAtMs = change.pressedAtMs ?? galleryNowMs - 3000;
  const at = (ms: number): number => pressedAtMs + ms;
  const audit: Audit = {
    ...{ rollout, fleet: storefront, label: 'Cut over to v002 - 4 blocks, 100 %' },
    ...{ intent: cutOverIntent, pressedAtMs, begunAtMs: at(6) },
    owner: { name: 'ana', host: 'desk', panel: 'p-1' },
    seenBefore: { split: 'v001 100 %', revision: 6 },
    steps: [
      {
        ...{ key: 'route', token: asToken(`${rollout}.route`) },
        title: 'Send 100 % of the traffic to v002',
        attempts: [
          {
            ...{ attempt: 1, epoch: 1, sentAtMs: at(11), tookMs: 3.4 },
            reason: 'Revision 6, v001 100 %; v002 was looked at just before.',
            answer: routed(7, at(14.4)),
          },
        ],
      },
    ],
    ...{ told: [], takeovers: [], handovers: [], isClockSetBack: false },
    sights: [
      { atMs: at(2), picture: pictureOf(aFleet({ serves: 1 })) },
      { atMs: at(31), picture: pictureOf(aFleet({ serves: 2, previous: 1, seen: {}, total: 0 })) },
      { atMs: at(160), picture: pictureOf(aFleet({ serves: 2, previous: 1 })) },
    ],
    end: {
      ...{ atMs: at(171), kind: 'verified', firstResponseMs: 27 },
      text: 'v002 serves all traffic: 3 probes in a row and 37 responses counted since the switch came from v002.',
    },
    ...change,
  };
  return { audit, file, trouble };
}

/** A release in steps that was held, went on in another panel, and was taken back for its errors. */
export function aTakenBackRelease(): RecordedAudit {
  const pressedAtMs = galleryNowMs - 900_000;
  const at = (seconds: number): number => pressedAtMs + seconds * 1000;
  const step = (key: string, title: string, ...attempts: AuditAttempt[]): AuditStep => {
    return { key, token: asToken(`${rollout}.${key}`), title, attempts };
  };
  const sent = (
    reason: string,
    seconds: number,
    tookMs: number,
    answer: AuditAttempt['answer'],
    of: Partial<AuditAttempt> = {},
  ): AuditAttempt => {
    return { attempt: 1, epoch: 1, reason, sentAtMs: at(seconds), tookMs, answer, ...of };
  };
  return aRecord({
    pressedAtMs,
    label: 'Release storefront 3.0.0 - 4 blocks, 25 %, 100 %',
    intent: {
      ...{ kind: 'release', from: generationId(2), expectedRevision: 7 },
      candidate: {
        ...{ kind: 'launch', image: imageId(3), number: 3, size: 4 },
        recipe: aGeneration(3).recipe,
      },
      terms: { ...usualTerms, steps: [{ percent: 25, pauseMs: 300_000 }] },
    },
    seenBefore: { split: 'v002 100 %', revision: 7 },
    steps: [
      step(
        'launch',
        'Launch 4 blocks of v003',
        sent(`Image ${anImage(3).id.slice(0, 20)}; no traffic goes there.`, 0.02, 840, {
          ...{ kind: 'answered', atMs: at(0.86) },
          receipt: { kind: 'launched', id: generationId(3) },
        }),
      ),
      step(
        'shift-1',
        'Send 25 % of the traffic to v003',
        sent('Proved in isolation: 5 good answers in a row.', 64, 10_000, {
          ...{ kind: 'unknown', atMs: at(74) },
          fault: { code: 'unknown-outcome', message: 'The yard did not answer within 10 s.' },
        }),
        sent(
          'The split still reads revision 7; sent again with the same token.',
          131,
          6,
          routed(8, at(131.006)),
          { attempt: 2, epoch: 2 },
        ),
      ),
      step(
        'back',
        'Take the traffic back to v002',
        sent(
          'v003 answers 4 % of the requests with an error (before: 0 %; 2 % more are allowed).',
          262,
          4,
          routed(9, at(262.004)),
          { epoch: 2 },
        ),
      ),
    ],
    judgements: [
      {
        ...{ atMs: at(200), verdict: 'passes', source: 'CloudWatch' },
        text: 'v003 answered 0.2 % of 2 140 requests with a 5xx, p95 98 ms; v002 answered 0.3 % of 8 900 requests with a 5xx, p95 95 ms',
      },
    ],
    told: [
      { atMs: at(40), text: 'Hold', by: 'ben on laptop' },
      { atMs: at(61), text: 'Resume', by: 'ana on desk' },
    ],
    takeovers: [{ atMs: at(128), epoch: 2 }],
    sights: releaseSights().map(([seconds, fleet]) => ({
      atMs: at(seconds),
      picture: pictureOf(fleet),
    })),
    end: {
      ...{ atMs: at(264), kind: 'failed', firstResponseMs: null },
      text: 'Taken back to v002: v003 answers 4 % of the requests with an error. v003 stays to be read.',
    },
  });
}

function releaseSights(): readonly (readonly [number, Fleet])[] {
  const starting: BlockState = { kind: 'starting', detail: '' };
  const ill: BlockState = { kind: 'unhealthy', reason: '' };
  const fleet = (
    states: readonly BlockState[],
    weights: readonly [number, number],
    errors = 0,
  ): Fleet => {
    const [old, next] = weights;
    const seen = { 2: old / 100, 3: next / 100 };
    const made = aFleet({
      generations: [aGeneration(2), aGeneration(3, { states })],
      ...{ serves: 2, previous: null, seen },
    });
    return {
      ...made,
      split: {
        ...made.split,
        revision: next === 25 ? 8 : 7,
        weights: [
          { generation: generationId(2), weight: old },
          { generation: generationId(3), weight: next },
        ],
      },
      traffic: {
        ...made.traffic,
        generations: [traffic(2, seen[2]), { ...traffic(3, seen[3]), errorsPerSecond: errors }],
      },
    };
  };
  return [
    [0.01, aFleet({ generations: [aGeneration(2)], serves: 2 })],
    [1, fleet([starting, starting, starting, starting], [100, 0])],
    [3, fleet([], [100, 0])],
    [132, fleet([], [75, 25])],
    [261, fleet([ill], [75, 25], 2.4)],
    [263, fleet([ill], [100, 0])],
  ];
}

/** Of a load balancer that counts nothing, with a server replaced. */
export function anUncountedRecord(): RecordedAudit {
  const fleet = aFleet({ generations: [aGeneration(1, { size: 60, zones: 3 })] });
  const uncounted = { ...fleet, traffic: { ...fleet.traffic, isCounted: false } };
  const pressedAtMs = galleryNowMs - 300_000;
  const [block] = fleet.generations[0]?.blocks ?? [];
  return aRecord({
    pressedAtMs,
    label: 'Replace a block of v001',
    intent: {
      ...{ kind: 'replace', generation: generationId(1) },
      block: block?.id ?? asBlockId('none'),
    },
    steps: [],
    sights: [{ atMs: pressedAtMs + 40, picture: pictureOf(uncounted) }],
    end: null,
  });
}
