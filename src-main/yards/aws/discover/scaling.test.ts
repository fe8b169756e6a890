import { expect, it } from 'vitest';

import { discovered, nothingDiscovered } from './discovery.ts';
import { fleetOf } from './fleet-of.ts';
import { freshMark, freshText, isRepeatOf } from './fresh-members.ts';
import { groupFleets } from './group-fleets.ts';
import { noHistory } from './health-history.ts';
import type { Observed } from './observe.ts';
import { aGroup, anInstance, aReading, aRule, aTarget, forwardTo } from './reading.fixture.ts';
import { freshTag, lacksTag, rolloutTag, type ReadScaling } from './reading.ts';
import { releaseAction, type ScalingGroup } from './scaling-group.ts';
import { aMember, aScalingGroup, readScaling } from './scaling.fixture.ts';

const noon = Date.UTC(2026, 10, 27, 12);

/** One fleet, `web-v001`, with two servers registered. */
function seen(scaling: readonly ReadScaling[], tags: Readonly<Record<string, string>> = {}) {
  const reading = aReading({
    groups: [aGroup('web-v001', { tags })],
    rules: [aRule('1', forwardTo(['web-v001', 1]))],
    targets: { 'web-v001': [aTarget('i-1'), aTarget('i-2')] },
    instances: [
      anInstance('i-1', { launchedAtMs: 1000 }),
      anInstance('i-2', { launchedAtMs: 2000 }),
    ],
    atMs: noon,
    scaling,
  });
  const [grouping] = groupFleets(reading);
  if (grouping === undefined) throw new Error('There is no fleet.');
  const memory = {
    previous: null,
    rollout: null,
    marker: 'none',
    splitSinceMs: 0,
    meantSizes: new Map(),
  } as const;
  const [generation] = fleetOf(grouping, reading, noHistory, memory).generations;
  if (generation === undefined) throw new Error('There is no generation.');
  return generation;
}

const group = (more: Partial<ScalingGroup> = {}): ScalingGroup =>
  aScalingGroup('web-v001', { instances: [aMember('i-1'), aMember('i-2')], ...more });

it('is meant to be as large as its auto scaling group wants it, however many servers there are', () => {
  expect(seen([]).size).toBe(2);
  expect(seen([]).keepsSizeForMs).toBeUndefined();
  expect(seen([readScaling(group())]).keepsSizeForMs).toBe(12 * 3_600_000);
  expect(seen([readScaling(group())]).size).toBe(4);
});

it('is no larger for a fresh server beside the one that it replaces, and says which is which', () => {
  const mark = freshText({ rollout: 'r-1', from: 1, newestMs: 1000, order: 'a', replaces: 'i-1' });
  const sizes = { min: 1, desired: 2, max: 8 };
  const generation = seen([readScaling(group({ sizes, tags: { [freshTag]: mark } }))]);
  expect(generation.size).toBe(1);
  expect(generation.blocks.map(({ id, replaces }) => [id, replaces])).toEqual([
    ['i-1', undefined],
    ['i-2', 'i-1'],
  ]);
  // Made larger since by its own policy: an old mark hides no server of it.
  const grown = { ...sizes, desired: 5 };
  expect(seen([readScaling(group({ sizes: grown, tags: { [freshTag]: mark } }))]).size).toBe(5);
  // The old one is gone: the mark says nothing any more.
  const after = group({ sizes, instances: [aMember('i-2')], tags: { [freshTag]: mark } });
  expect(seen([readScaling(after)]).size).toBe(2);
});

it('goes on with a replacement that was begun, and takes nothing that a policy started for its fresh server', () => {
  const mark = { rollout: 'r-1', from: 4, newestMs: 1000, order: 'a', replaces: 'i-1' };
  const again = { replaces: 'i-1', rollout: 'r-1' };
  const byAnother = { ...again, rollout: 'r-2' };
  expect([4, 5].map((desired) => isRepeatOf(mark, again, desired))).toEqual([true, true]);
  expect([4, 5, 10].map((desired) => isRepeatOf(mark, byAnother, desired))).toEqual([
    false,
    true,
    false,
  ]);
  expect(isRepeatOf(mark, { ...again, replaces: 'i-2' }, 5)).toBe(false);
  expect(isRepeatOf(mark, again, 3)).toBe(false);
});

it('misses no server while AWS shows as many as its group wants, and every one where it does not', () => {
  const look = (targets: readonly string[], scaling: readonly ReadScaling[]): Observed => {
    const reading = aReading({
      groups: [aGroup('web-v001')],
      rules: [aRule('1', forwardTo(['web-v001', 1]))],
      targets: { 'web-v001': targets.map((id) => aTarget(id)) },
      instances: targets.map((id) => anInstance(id)),
      scaling,
    });
    const counts = { targetGroups: 1, loadBalancers: 1, listeners: [1], rules: [1], fleetGroups: 1, instances: 2, scalingGroups: 1 }; // prettier-ignore
    return { reading, groupings: groupFleets(reading), begunAtMs: 0, monotonicMs: 0, counts };
  };
  const nothing = { previous: null, rollout: null, marker: 'none', meantSizes: new Map() } as const;
  const after = (scaling: readonly ReadScaling[]): readonly unknown[] => {
    const first = discovered(nothingDiscovered, look(['i-1', 'i-2'], scaling), () => nothing);
    const { fleets } = discovered(first, look(['i-1'], scaling), () => nothing);
    return fleets[0]?.generations[0]?.blocks.map(({ id }) => id) ?? [];
  };
  const wants = (desired: number) => readScaling(group({ sizes: { min: 0, desired, max: 8 } }));
  expect(after([wants(1)])).toEqual(['i-1']);
  expect(after([wants(2)])).toEqual(['i-1', 'i-2']);
  expect(after([])).toEqual(['i-1', 'i-2']);
});

it('reads back the mark that it writes, and nothing else', () => {
  const mark = {
    rollout: 'r-1',
    from: 4,
    newestMs: 1_764_201_234_000,
    order: '3fb1',
    replaces: null,
  };
  expect(freshMark({ [freshTag]: freshText(mark) })).toEqual(mark);
  for (const text of ['', 'r-1', 'r-1 4', 'r-1 4 5', 'r-1 four 5 x', ' 4 5 x']) {
    expect(freshMark({ [freshTag]: text })).toBeNull();
  }
});

it('is ours only where its auto scaling group was made by the same launch', () => {
  const ours = { [rolloutTag]: 'r-1' };
  expect(seen([readScaling(group({ tags: ours }))], ours).isForeign).toBeUndefined();
  expect(seen([], ours).isForeign).toBeUndefined();
  expect(seen([readScaling(group())], ours).isForeign).toBe(true);
  expect(seen([readScaling(group({ tags: ours }))]).isForeign).toBe(true);
});

it('tells a hold until AWS ends it, versions that change, what is suspended, missing and not copied', () => {
  const release = { name: releaseAction, recurrence: null, min: 2, desired: null, max: null };
  const held = { sizes: { min: 4, desired: 4, max: 8 } };
  const until = (startMs: number): readonly string[] =>
    seen([readScaling(group(held), { scheduled: [{ ...release, startMs }] })]).notes ?? [];
  expect(until(noon + 40 * 60_000)).toContain('web-v001 is held at 4 or more until 12:40 UTC by a scheduled action, which gives it back 2 as its smallest size.'); // prettier-ignore
  expect(until(noon + 86_400_000).join(' ')).toContain('until 2026-11-28 12:00 UTC');
  expect(until(noon - 1).join(' ')).not.toContain('held');
  const odd = group({
    template: { id: 'lt-1', name: 'web', version: '$Latest' },
    suspended: ['AZRebalance'],
    targetGroupArns: [...group().targetGroupArns, 'arn:another'],
    tags: { [lacksTag]: 'its warm pool' },
  });
  const trouble = 'We currently do not have sufficient t3.medium capacity\u202E in a.';
  const { notes } = seen([readScaling(odd, { imageAlias: 'resolve:ssm:/images/web' }, trouble)]);
  expect(notes).toEqual(
    expect.arrayContaining([
      'web-v001 starts servers from $Latest of its template: what that is can change under it.',
      'The template of web-v001 names its image by the parameter resolve:ssm:/images/web: what that is can change under it.',
      'web-v001 does not carry out AZRebalance: suspended.',
      'web-v001 fills 1 more target group.',
      'web-v001 has 2 of 4 servers. AWS says: "We currently do not have sufficient t3.medium capacity\uFFFD in a."',
      'It was launched without what the group before has: its warm pool.',
    ]),
  );
});

it('lists what it does by itself among the facts', () => {
  const { facts = [] } = seen([
    readScaling(group(), {
      policies: ['requests (TargetTrackingScaling, ALBRequestCountPerTarget at 100)'],
      scheduled: [
        {
          name: 'night',
          startMs: noon,
          recurrence: '0 22 * * *',
          min: 1,
          desired: null,
          max: null,
        },
      ],
      hooks: ['drain (when a server ends)'],
    }),
  ]).recipe;
  const told = Object.fromEntries(facts.map(({ fact, value }) => [fact, value]));
  expect(told).toMatchObject({
    'Auto scaling group': 'web-v001: 2 to 8 servers, 4 wanted',
    'Its template': 'web version 3',
    'Its health checks': 'ELB, from 300 s on',
    'Its scaling policies': 'requests (TargetTrackingScaling, ALBRequestCountPerTarget at 100)',
    'Its scheduled actions': 'night (0 22 * * *, min 1)',
    'Its lifecycle hooks': 'drain (when a server ends)',
  });
});

it('says whether lost servers come back as the same, and that it does not know what was not read', () => {
  const fixed = group({ template: { id: 'lt-1', name: 'web', version: '3' } });
  expect(seen([]).startsAnew).toBeUndefined();
  expect(seen([readScaling(fixed)]).startsAnew).toEqual({ kind: 'fixed' });
  const latest = group({ template: { id: 'lt-1', name: 'web', version: '$Latest' } });
  const waysOf = (...all: Parameters<typeof seen>[0]) => {
    const { startsAnew } = seen(all);
    return startsAnew?.kind === 'changing' ? startsAnew.ways.map(({ what }) => what) : startsAnew;
  };
  expect(waysOf(readScaling(latest))).toEqual(['template']);
  const alias = { imageAlias: 'resolve:ssm:/images/web' };
  expect(waysOf(readScaling(fixed, alias))).toEqual(['image']);
  // Whoever mends the one has the other still, and each group has its own.
  expect(waysOf(readScaling(latest, alias))).toEqual(['template', 'image']);
  expect(waysOf(readScaling(latest), readScaling(fixed, alias))).toEqual(['template', 'image']);
  expect(seen([{ ...readScaling(latest), details: null }]).startsAnew).toMatchObject({ kind: 'changing', isPart: true }); // prettier-ignore
  expect(seen([readScaling(latest)]).startsAnew).not.toHaveProperty('isPart');
  expect(seen([{ ...readScaling(fixed), details: null }]).startsAnew).toEqual({ kind: 'untold' });
});
