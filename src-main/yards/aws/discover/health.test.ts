import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  beliefIn,
  noHistory,
  observed,
  startedAtMs,
  type HealthHistory,
} from './health-history.ts';
import { healthOf } from './health-of.ts';
import { knownReasons, reasonText } from './health-reasons.ts';
import { aTarget, anInstance } from './reading.fixture.ts';

const believed = { kind: 'believed' } as const;
const of = (state: string, reason: string | null = null) =>
  healthOf({
    target: aTarget('i-1', state, { reason }),
    isGroupInUse: true,
    instance: anInstance('i-1'),
    belief: believed,
  });

test.each([
  ['initial', 'starting'],
  ['healthy', 'healthy'],
  ['unhealthy', 'unhealthy'],
  ['draining', 'draining'],
  ['unhealthy.draining', 'unhealthy-draining'],
  ['unused', 'unused'],
  ['unavailable', 'unavailable'],
  ['something-new', 'unknown'],
])('AWS says %s: the block is %s', (state, kind) => {
  expect(of(state).kind).toBe(kind);
});

test('Every reason code of the reference has a sentence; others are shown as they are', () => {
  const reference =
    'Elb.RegistrationInProgress Elb.InitialHealthChecking Target.ResponseCodeMismatch Target.Timeout Target.FailedHealthChecks Target.NotRegistered Target.NotInUse Target.DeregistrationInProgress Target.InvalidState Target.IpUnusable Target.HealthCheckDisabled Elb.InternalError';
  expect([...knownReasons].sort()).toEqual(reference.split(' ').sort());
  expect(of('unhealthy', 'Target.Timeout')).toEqual({
    kind: 'unhealthy',
    reason: 'Its health check does not answer in time (Target.Timeout).',
  });
  expect(reasonText('Target.New\u202E', 'x\ny')).toBe(
    'AWS gives a reason that Blockyard does not know (Target.New\ufffd: x\ufffdy)',
  );
  expect(reasonText('constructor', null)).toContain('does not know (constructor)');
});

test('What AWS says of a target that is let go, or that no rule names, is not lost', () => {
  const ask = (state: string, description: string | null, isGroupInUse: boolean) =>
    healthOf({
      target: aTarget('i-1', state, { reason: 'Target.NotInUse', description }),
      isGroupInUse,
      instance: anInstance('i-1'),
      belief: believed,
    });
  expect(of('draining', 'Target.DeregistrationInProgress')).toEqual({
    kind: 'draining',
    inFlight: null,
    endsAtMs: null,
    reason: 'It is being taken out of its target group (Target.DeregistrationInProgress).',
  });
  expect(ask('unused', 'Target group is not configured', false)).toEqual({
    kind: 'unused',
    reason:
      'No rule names its target group, or its zone is not enabled, so nobody checks it (Target.NotInUse: Target group is not configured).',
  });
  // What it says of a group in use is no word about one that is not.
  expect(JSON.stringify(ask('healthy', 'all is well', false))).not.toContain('all is well');
});

test('A stopped machine is no block in service, one that AWS does not find is unknown, not gone', () => {
  const ask = (more: object) =>
    healthOf({
      target: aTarget('i-1'),
      isGroupInUse: true,
      instance: anInstance('i-1'),
      belief: believed,
      ...more,
    }).kind;
  expect(ask({ instance: anInstance('i-1', { state: 'stopped' }) })).toBe('exited');
  expect(ask({ instance: anInstance('i-1', { state: 'shutting-down' }) })).toBe('stopping');
  expect(ask({ instance: undefined })).toBe('unknown');
  expect(ask({ target: null })).toBe('unknown');
  // A group that no rule names is checked by nobody, whatever is answered about it.
  expect(ask({ isGroupInUse: false })).toBe('unused');
});

const see = (
  history: HealthHistory,
  atMs: number,
  state: string,
  isTrustedAtFirstSight = false,
  keys = ['i-1 80'],
) =>
  observed(
    history,
    [{ arn: 'g', isTrustedAtFirstSight, targets: keys.map((key) => ({ key, state })) }],
    { monotonicMs: atMs, atMs },
  );
const kind = (history: HealthHistory, key = 'i-1 80') => beliefIn(history, 'g', key).kind;

test('Healthy only after three observations in a row over five seconds', () => {
  let history = see(noHistory, 0, 'healthy');
  expect(beliefIn(history, 'g', 'i-1 80')).toEqual({ kind: 'waiting', seen: 1, needed: 3 });
  history = see(history, 1000, 'healthy');
  history = see(history, 2000, 'healthy');
  // Three, but within two seconds.
  expect(beliefIn(history, 'g', 'i-1 80')).toEqual({ kind: 'waiting', seen: 2, needed: 3 });
  expect(kind(see(history, 5000, 'healthy'))).toBe('believed');
  expect(kind(see(see(noHistory, 0, 'healthy'), 60_000, 'healthy'))).toBe('waiting');
  const broken = see(see(history, 5000, 'unhealthy'), 6000, 'healthy');
  expect(kind(broken)).toBe('waiting');
});

test('AWS is taken at its word once: when what serves or is the way back is first seen', () => {
  const first = see(noHistory, 0, 'healthy', true);
  expect(kind(first)).toBe('believed');
  expect(kind(see(noHistory, 0, 'healthy', false))).toBe('waiting');
  // A server that joins later, and one that was seen in trouble, have to earn it.
  const later = see(first, 5000, 'healthy', true, ['i-1 80', 'i-2 80']);
  expect(kind(later, 'i-2 80')).toBe('waiting');
  expect(kind(later)).toBe('believed');
  expect(kind(see(see(first, 5000, 'unhealthy', true), 10_000, 'healthy', true))).toBe('waiting');
  // After the computer slept it is a first sight again.
  expect(kind(see(see(noHistory, 0, 'unhealthy', true), 999_000, 'healthy', true))).toBe(
    'believed',
  );
});

test('Failed readings, old ones and other groups change nothing', () => {
  const history = see(see(noHistory, 0, 'healthy'), 5000, 'healthy');
  expect(see(history, 5000, 'unhealthy')).toEqual(history);
  expect(see(history, 4000, 'unhealthy')).toEqual(history);
  expect(observed(history, [], { monotonicMs: 6000, atMs: 6000 })).toEqual(history);
});

test('A candidate is never believed with fewer than N looks or before T has passed', () => {
  const looks = fc.array(
    fc.record({
      afterMs: fc.integer({ min: 1, max: 4000 }),
      state: fc.constantFrom('healthy', 'healthy', 'healthy', 'unhealthy', 'initial', 'gone'),
    }),
    { maxLength: 30 },
  );
  fc.assert(
    fc.property(looks, (many) => {
      let history = noHistory;
      let atMs = 0;
      let streak: number[] = [];
      for (const { afterMs, state } of many) {
        atMs += afterMs;
        history = see(history, atMs, state, false, state === 'gone' ? [] : undefined);
        streak = state === 'healthy' ? [...streak, atMs] : [];
        const earned = streak.length >= 3 && atMs - (streak[0] ?? atMs) >= 5000;
        expect(kind(history)).toBe(earned ? 'believed' : 'waiting');
      }
    }),
  );
});

test('A start is what was looked on at from before: no first sight, no later recovery, no wait for a rule', () => {
  const started = (
    states: readonly string[],
    from = see(noHistory, 0, 'healthy', true, ['i-0 80']),
  ) =>
    startedAtMs(
      states.reduce((history, state, index) => see(history, (index + 1) * 1000, state), from),
      'g',
      'i-1 80',
    );
  expect(started(['initial', 'initial', 'healthy', 'healthy'])).toBe(3000);
  expect(started(['healthy'])).toBe(1000);
  expect(started(['initial', 'healthy', 'unhealthy', 'healthy'])).toBe(2000);
  expect(started(['initial'])).toBeNull();
  expect(started(['unused', 'initial', 'healthy'])).toBeNull();
  expect(started(['initial', 'healthy'], noHistory)).toBeNull();
});
