import { expect, test } from 'vitest';
import { fleetSchema, type Fleet } from '../../../../src-shared/fleet.ts';
import { asGenerationId } from '../../../../src-shared/ids.ts';
import { healthyCount } from '../../../../src-shared/roles.ts';
import { canServeAll } from '../../../../src-shared/guards.ts';
import { revertReadiness } from '../../../../src-shared/revert-readiness.ts';
import { discovered, nothingDiscovered, type Remembered } from './discovery.ts';
import { generationIdOfGroup } from './fleet-id.ts';
import { groupFleets } from './group-fleets.ts';
import {
  aBalancer,
  aGroup,
  aReading,
  aRule,
  aTarget,
  anInstance,
  forwardTo,
  groupArn,
} from './reading.fixture.ts';
import type { AwsReading } from './reading.ts';

const counts = { targetGroups: 0, loadBalancers: 0, listeners: [], rules: [], fleetGroups: 0, instances: 0, scalingGroups: 0 }; // prettier-ignore
const memory = (more: Partial<Remembered> = {}): Remembered => ({
  previous: null,
  rollout: null,
  marker: 'none',
  meantSizes: new Map(),
  ...more,
});

/** Each reading 5 s after the other. */
function show(readings: readonly AwsReading[], more: Partial<Remembered> = {}): readonly Fleet[] {
  let state = { ...nothingDiscovered, fleets: [] as readonly Fleet[] };
  readings.forEach((reading, index) => {
    const groupings = groupFleets(reading);
    const observation = { reading, groupings, begunAtMs: 0, monotonicMs: index * 5000, counts };
    state = discovered(state, observation, () => memory(more));
  });
  for (const fleet of state.fleets) fleetSchema.parse(fleet);
  return state.fleets;
}

const v1 = generationIdOfGroup(groupArn('web-v1'));
const v2 = generationIdOfGroup(groupArn('web-v2'));
const instances = ['i-1', 'i-2', 'i-3', 'i-4'].map((id, index) =>
  anInstance(id, { launchedAtMs: index * 1000, imageId: index < 2 ? 'ami-1' : 'ami-2' }),
);

function two(more: { readonly v1?: string; readonly v2?: string } = {}): AwsReading {
  return aReading({
    groups: [aGroup('web-v1'), aGroup('web-v2')],
    rules: [aRule('1', forwardTo(['web-v1', 100], ['web-v2', 0]))],
    targets: {
      'web-v1': ['i-1', 'i-2'].map((id) => aTarget(id, more.v1)),
      'web-v2': ['i-3', 'i-4'].map((id) => aTarget(id, more.v2)),
    },
    instances,
  });
}

test('A just opened panel shows what serves and the way back at once; a candidate waits', () => {
  const [fleet] = show([two()]);
  expect(fleet?.generations.map(healthyCount)).toEqual([2, 0]);
  if (fleet === undefined) return;
  expect(canServeAll(fleet, v2).kind).toBe('refused');
  const [seen] = show([two(), two(), two()]);
  expect(seen?.generations.map(healthyCount)).toEqual([2, 2]);
  expect(seen === undefined ? null : canServeAll(seen, v2).kind).toBe('allowed');
  const [way] = show([two()], { previous: v2 });
  expect(way === undefined ? null : revertReadiness(way, null).kind).toBe('ready');
});

test('When all fail AWS sends requests nevertheless, and none of them counts as serving', () => {
  const [fleet] = show([two({ v1: 'unhealthy' }), two({ v1: 'unhealthy' })]);
  expect(fleet?.generations.map(healthyCount)[0]).toBe(0);
  expect(fleet?.generations[0]?.notes?.join()).toContain('fails open');
  expect(show([two()])[0]?.generations[0]?.notes?.join()).not.toContain('fails open');
});

test('What is missing once is unknown, not gone; what stays missing goes', () => {
  const none = aReading({ groups: [], rules: [] });
  const [kept] = show([two(), none]);
  expect(kept?.entry).toMatchObject({ state: { kind: 'closed' } });
  expect(kept?.generations.flatMap(({ blocks }) => blocks.map(({ state }) => state.kind))).toEqual([
    'unknown',
    'unknown',
    'unknown',
    'unknown',
  ]);
  expect(show([two(), none, none])).toHaveLength(1);
  expect(show([two(), none, none, none])).toEqual([]);
  expect(show([two(), none, two(), none, none])).toHaveLength(1);
});

test('An empty list of targets keeps the blocks as unknown and the generation on its lane', () => {
  const empty = { ...two(), targets: {} };
  const emptied: AwsReading = { ...two(), targets: { [groupArn('web-v2')]: [] } };
  for (const reading of [empty, emptied]) {
    const fleet = show([two(), reading])[0];
    expect(fleet?.generations[1]).toMatchObject({ size: 2, rung: 'warm' });
    expect(fleet?.generations[1]?.blocks.map(({ state }) => state.kind)).toEqual([
      'unknown',
      'unknown',
    ]);
  }
  const gone = show([two(), emptied, emptied, emptied], { previous: v2 })[0];
  expect(gone?.generations[1]).toMatchObject({ size: 0, rung: 'retired' });
  // With no blocks left to count, "0 of 0" must not look like a complete way back.
  expect(gone === undefined ? null : revertReadiness(gone, null).kind).toBe('nothing');
});

test('Servers that AWS ends by our own order are gone with the first look without them; the controls stay', () => {
  const emptied = { ...two(), targets: { ...two().targets, [groupArn('web-v2')]: [] } };
  const sizes = (more: Partial<Remembered>) =>
    show([two(), emptied], more)[0]?.generations.map(({ size, rung }) => `${String(size)} ${rung}`);
  expect(sizes({ ended: ['i-3', 'i-4'] })).toEqual(['2 warm', '0 retired']);
  expect(sizes({ ended: ['i-3'] })).toEqual(['2 warm', '1 warm']);
  expect(sizes({})).toEqual(['2 warm', '2 warm']);
});

test('A way back that shrank is measured against the size that it served with', () => {
  const meantSizes = new Map([[v2, 5]]);
  const [fleet] = show([two()], { previous: v2, meantSizes });
  expect(fleet === undefined ? null : revertReadiness(fleet, null)).toMatchObject({
    kind: 'degraded',
    because: '2 of 5 healthy',
  });
});

/** What a revert to v2 would meet, by a reading. */
function met(reading: AwsReading): readonly string[] {
  const [fleet] = show([reading, reading, reading], { previous: v2 });
  const readiness = fleet === undefined ? null : revertReadiness(fleet, null);
  if (readiness === null || readiness.kind === 'nothing') return ['nothing'];
  return readiness.conditions.map(({ reason, text }) => `${reason} | ${text}`);
}

test('Each thing that is broken about a way back is said with the reading that shows it', () => {
  expect(met(two())).toEqual([]);
  expect(met({ ...two(), missingImages: ['ami-2'] })).toEqual([
    'its image is gone | Its image is gone: lost blocks cannot be replaced. Its image ami-2 is deregistered or no longer shared: no server can be started from it.',
  ]);
  // Of the other generation it says nothing about this one.
  expect(met({ ...two(), missingImages: ['ami-1'] })).toEqual([]);
  expect(met(two({ v2: 'unhealthy' }))[0]).toContain('0 of 2 healthy | ');
  const reasons = (reading: AwsReading): readonly string[] =>
    met(reading).map((line) => line.split(' | ')[0] ?? '');
  expect(reasons({ ...two({ v2: 'draining' }), rules: two().rules })).toContain(
    'it is being retired',
  );
  const unlisted: AwsReading = {
    ...two({ v2: 'unused' }),
    rules: [aRule('1', forwardTo(['web-v1', 100]))],
  };
  expect(reasons(unlisted)).toEqual(['not attached to the entry', '0 of 2 healthy']);
  const outside = two();
  const targets = { ...outside.targets, [groupArn('web-v2')]: [aTarget('i-3'), aTarget('i-4', 'unused')] }; // prettier-ignore
  expect(reasons({ ...outside, targets })).toEqual(['1 of 2 healthy', '1 block not in use']);
});

test('Numbers: our tag before the name before the rank; a number taken twice is told', () => {
  const reading = aReading({
    groups: [
      aGroup('web-v1', { tags: { 'blockyard:generation': '7' } }),
      aGroup('web-v7'),
      aGroup('web-blue'),
      aGroup('web-green'),
    ],
    rules: [aRule('1', forwardTo(['web-v1', 1], ['web-v7', 0], ['web-blue', 0], ['web-green', 0]))],
    targets: {
      'web-green': [aTarget('i-1')],
      'web-blue': [aTarget('i-2')],
      'web-v7': [aTarget('i-3')],
    },
    instances,
  });
  const [fleet] = show([reading]);
  expect(
    fleet?.generations.map(({ id, number, label }) => [id.split('/')[0], number, label]),
  ).toEqual([
    ['web-v1', 7, 'web-v1'],
    ['web-green', 8, 'green'],
    ['web-blue', 9, 'blue'],
    ['web-v7', 10, 'web-v7'],
  ]);
  expect(fleet?.generations[3]?.notes?.join()).toContain('asks for the number 7');
});

test('Says what is unusual about a fleet', () => {
  const reading = aReading({
    groups: [
      aGroup('web-v1', {
        attributes: {
          stickiness: { type: 'lb_cookie', durationMs: 86_400_000 },
          deregistrationDelayMs: 0,
          slowStartMs: 30_000,
        },
      }),
      aGroup('web-v2'),
    ],
    rules: [
      aRule('1', forwardTo(['web-v1', 1])),
      aRule('2/9', forwardTo(['web-v1', 1], ['web-v2', 3])),
    ],
    targets: {
      'web-v1': ['i-1', 'i-2', 'i-3'].map((id) => aTarget(id)),
      'web-v2': [aTarget('i-1')],
    },
    instances: [
      ...instances.slice(0, 2),
      anInstance('i-3', {
        zone: 'c',
        imageId: 'ami-2',
        tags: { 'aws:autoscaling:groupName': 'web\u202Easg' },
      }),
    ],
    balancers: [aBalancer({ state: 'active_impaired', isInternal: true })],
  });
  const [fleet] = show([reading]);
  const notes = fleet?.generations[0]?.notes?.join('\n') ?? '';
  for (const part of ['from 2 images', 'web\ufffdasg', 'servers in c,', 'lb_cookie', 'slow start'])
    expect(notes).toContain(part);
  const entry = fleet?.entry.notes.join('\n') ?? '';
  for (const part of [
    'do not agree',
    'active impaired',
    'internal',
    'more than one generation (i-1)',
  ])
    expect(entry).toContain(part);
  expect(fleet?.entry).toMatchObject({ state: { kind: 'listening' } });
  expect(fleet?.split.weights.map(({ weight }) => weight)).toEqual([625, 375]);
});

test.each([
  [[], 'http://web-lb-1.eu-west-1.elb.amazonaws.com/'],
  [
    [{ Field: 'host-header', HostHeaderConfig: { Values: ['www.example.com'] } }],
    'http://www.example.com/',
  ],
  [
    [{ Field: 'path-pattern', Values: ['/api/*'] }],
    'http://web-lb-1.eu-west-1.elb.amazonaws.com/api/',
  ],
  [
    [{ Field: 'host-header', Values: ['evil.example/@x\n'] }],
    'http://web-lb-1.eu-west-1.elb.amazonaws.com/',
  ],
])('The address of a rule with the conditions %j', (conditions, url) => {
  const rule = { ...aRule('1', forwardTo(['web-v1', 1])), conditions };
  const [fleet] = show([aReading({ groups: [aGroup('web-v1')], rules: [rule] })]);
  expect(fleet?.entry).toMatchObject({ url });
});

test('An entry says which of its rules no probe can ask', () => {
  const forward = forwardTo(['web-v1', 1]);
  const header = {
    Field: 'http-header',
    HttpHeaderConfig: { HttpHeaderName: 'x-beta', Values: ['on'] },
  };
  const notes = (conditions: readonly (typeof header)[], marker: Remembered['marker']) => {
    const odd = { ...aRule('2/12', forward), conditions };
    const rules = [aRule('1', forward), aRule('2', forward), odd];
    const reading = aReading({ groups: [aGroup('web-v1')], rules });
    return show([reading], { marker })[0]?.entry.notes.join('\n');
  };
  expect(notes([header], 'declared')).toMatch(
    /is asked of 2 of 3 rules\. What cannot be asked from here is only read back: rule 12 of .*\(http-header on\)\./u,
  );
  // The controls: nothing is verified by requests, or all can be asked.
  expect(notes([header], 'none')).not.toContain('of 3 rules');
  expect(notes([], 'declared')).not.toContain('of 3 rules');
});

test('A marker that no rule can be asked for makes nothing verified, and the entry says so', () => {
  const forward = forwardTo(['web-v1', 1]);
  const header = {
    Field: 'http-header',
    HttpHeaderConfig: { HttpHeaderName: 'x-beta', Values: ['on'] },
  };
  const shown = (rules: AwsReading['rules'], change: Partial<AwsReading> = {}) => {
    const reading = { ...aReading({ groups: [aGroup('web-v1')], rules }), ...change };
    return show([reading], { marker: 'declared' })[0]?.entry;
  };
  const odd = { ...aRule('2/12', forward), conditions: [header] };
  const udp = aReading({ groups: [], rules: [aRule('1')] }).listeners.map((listener) => ({
    ...listener,
    protocol: 'UDP',
  }));
  for (const entry of [shown([odd]), shown([aRule('1', forward)], { listeners: udp })]) {
    expect(entry).toMatchObject({ marker: 'none', askedRules: 0 });
    expect(entry?.notes.join('\n')).toContain('accepted by AWS, not verified');
  }
  // The controls: one can be asked, or it is not known whether it can.
  const both = shown([aRule('1', forward), odd]);
  expect(both).toMatchObject({ marker: 'declared', askedRules: 1 });
  expect(shown([aRule('1', forward)])).not.toHaveProperty('askedRules');
  expect(shown([aRule('1', forward)], { listeners: [] })?.marker).toBe('declared');
});

test('An unknown way back is none', () => {
  expect(show([two()], { previous: asGenerationId('gone/1') })[0]?.previous).toBeNull();
  expect(show([two()], { previous: v1 })[0]?.previous).toBe(v1);
});

test('It is not said of a generation that it never served: an account remembers what serves and the way back alone', () => {
  const reading = aReading({
    groups: ['web-v1', 'web-v2', 'web-v3'].map((name) => aGroup(name)),
    rules: [aRule('1', forwardTo(['web-v1', 0], ['web-v2', 0], ['web-v3', 100]))],
    targets: { 'web-v1': [aTarget('i-1')], 'web-v2': [aTarget('i-2')], 'web-v3': [aTarget('i-3')] },
    instances: ['i-1', 'i-2', 'i-3'].map((id) => anInstance(id)),
  });
  const previous = generationIdOfGroup(groupArn('web-v2'));
  const [fleet] = show([reading], { previous });
  const served = ['web-v1', 'web-v2', 'web-v3'].map((name) => {
    const id = generationIdOfGroup(groupArn(name));
    return fleet?.generations.find((one) => one.id === id)?.hasServed;
  });
  expect(served).toEqual([undefined, true, true]);
});
