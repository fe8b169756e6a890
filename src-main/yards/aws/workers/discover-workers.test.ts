/** What servers without a load balancer are shown as: which fleet, which generation, and how well. */
import { describe, expect, it, test } from 'vitest';
import * as fc from 'fast-check';
import { fleetSchema, type Fleet } from '../../../../src-shared/fleet.ts';
import { asFleetId, asGenerationId, asRolloutId } from '../../../../src-shared/ids.ts';
import { canServeAll } from '../../../../src-shared/guards.ts';
import type { BlockWork } from '../../../../src-shared/work-schema.ts';
import { workerFleetSchema, type WorkerFleet } from '../../../../src-shared/worker-fleets.ts';
import type { WorkRecord } from '../claims/work-records.ts';
import { amiImageOf } from '../discover/read-images.ts';
import { anInstance } from '../discover/reading.fixture.ts';
import {
  fleetTag,
  generationTag,
  recordOf,
  rolloutTag,
  scaledByTag,
  scalingGroupTag,
  entryTag,
  freshTag,
  type Instance,
} from '../discover/reading.ts';
import { freshText } from '../discover/fresh-members.ts';
import type { ScalingGroup } from '../discover/scaling-group.ts';
import { discoverWorkers, noWorkers, type WorkersRemembered } from './discover-workers.ts';
import { groupWorkers } from './group-workers.ts';
import type { WorkerReading } from './worker-reading.ts';

const call = (method: 'GET' | 'POST') => ({ method, url: 'http://{private}/jobs' });
const http = { kind: 'http', take: call('POST'), stop: call('POST'), state: call('GET') } as const;
const declared = (servers: object, name = 'runners'): WorkerFleet =>
  workerFleetSchema.parse({ name, servers, hook: http });
const tagged = declared({ kind: 'tagged' });

const ours = (fleet: string, generation: number, more: object = {}) => ({
  tags: { [fleetTag]: fleet, [generationTag]: String(generation), ...more },
});
const running = (id: string, more: Partial<Instance> = {}): Instance =>
  anInstance(id, { state: 'running', ...more });
const aScalingGroup = (name: string, more: Partial<ScalingGroup> = {}): ScalingGroup => ({
  ...{
    name,
    arn: `arn:aws:autoscaling:r:1:autoScalingGroup:${name}-id:autoScalingGroupName/${name}`,
  },
  ...{ createdAtMs: 0, status: null, sizes: { min: 0, desired: 2, max: 9 }, template: null },
  ...{
    mixed: null,
    launchConfiguration: null,
    zones: [],
    subnetIds: [],
    targetGroupArns: [],
  },
  ...{ loadBalancerNames: [], health: { type: 'EC2', graceMs: 0 }, instances: [], suspended: [] },
  ...{ warmPool: null, tags: {} },
  ...more,
});
const scaled = (groups: readonly ScalingGroup[]): WorkerReading['scaling'] =>
  groups.map((group) => ({ group, details: null, trouble: null }));
const reading = (
  instances: readonly Instance[],
  more: Partial<WorkerReading> = {},
): WorkerReading => ({
  ...{
    atMs: 100_000,
    monotonicMs: 100_000,
    begunAtMs: 99_000,
    instances,
    scaling: [],
    templates: [],
  },
  checks: recordOf(instances.map(({ id }) => [id, { instance: 'ok', system: 'ok' }])),
  ...{ images: [], missingImages: [], account: '111122223333', gaps: [] },
  ...more,
});
const none: WorkersRemembered = {
  ...{ word: null, rollout: null, view: () => undefined, wasSeenTaking: () => false },
  ...{ isDraining: () => false, registered: new Set<string>() },
};
const at = (revision: number, taking: boolean, busy = 0): BlockWork => ({
  ...{ kind: 'seen', taking, busy, revision },
});
const [v1, v2] = [asGenerationId('runners-v001'), asGenerationId('runners-v002')];
const record = (more: Partial<WorkRecord> = {}): WorkRecord => ({
  ...{ schema: 1, fleet: asFleetId('workers.runners'), to: v2, previous: v1, sizes: {} },
  ...{ rollout: asRolloutId('r'), atMs: 0 },
  ...more,
});

/** The same reading again and again, five seconds apart. */
function show(
  first: WorkerReading,
  remembered: Partial<WorkersRemembered> = {},
  fleets: readonly WorkerFleet[] = [tagged],
  times = 3,
): readonly Fleet[] {
  let state = noWorkers;
  for (let look = 0; look < times; look += 1) {
    const now = { ...first, monotonicMs: first.monotonicMs + look * 5000 };
    const groupings = groupWorkers(now, fleets, remembered.registered ?? none.registered);
    state = discoverWorkers(state, now, groupings, () => ({ ...none, ...remembered }));
  }
  for (const fleet of state.fleets) fleetSchema.parse(fleet);
  return state.fleets;
}

const two = [
  running('i-1', ours('runners', 1)),
  running('i-2', ours('runners', 1)),
  running('i-3', ours('runners', 2)),
];
const only = (fleets: readonly Fleet[]): Fleet => {
  const [fleet] = fleets;
  if (fleet === undefined) throw new Error('There is no fleet.');
  return fleet;
};

describe('servers with our tags', () => {
  it('are a fleet, with a generation for each number, whether or not a hook is declared', () => {
    for (const fleets of [[tagged], []]) {
      const fleet = only(show(reading(two), {}, fleets));
      expect([fleet.id, fleet.name]).toEqual(['workers.runners', 'runners']);
      expect(fleet.generations.map(({ id, size }) => [id, size])).toEqual([[v1, 2], [v2, 1]]); // prettier-ignore
    }
    expect(only(show(reading(two), {}, [])).entry.notes.join(' ')).toContain('No hook is declared');
  });

  it('are no workers behind a load balancer: with an entry, or listed by a target group', () => {
    const entry = running('i-9', ours('shop', 1, { [entryTag]: 'app.shop' }));
    expect(show(reading([entry]), {}, [])).toEqual([]);
    expect(show(reading(two), { registered: new Set(['i-1', 'i-2', 'i-3']) }, [])).toEqual([]);
    const noNumber = running('i-9', { tags: { [fleetTag]: 'shop' } });
    expect(show(reading([noNumber]), {}, [])).toEqual([]);
  });

  it('are foreign unless each of them and its template was launched by us', () => {
    const mine = ours('runners', 3, { [rolloutTag]: 'r-3' });
    const template = { id: 'lt-3', name: 'runners-v003', createdAtMs: 0, tags: mine.tags };
    const own = only(show(reading([...two, running('i-4', mine)], { templates: [template] })));
    expect(own.generations.map(({ isForeign }) => isForeign ?? false)).toEqual([true, true, false]);
    const copied = only(show(reading([...two, running('i-4', mine)])));
    expect(copied.generations.at(-1)?.isForeign).toBe(true);
    const beside = running('i-5', ours('runners', 3));
    const mixed = only(show(reading([running('i-4', mine), beside], { templates: [template] })));
    expect(mixed.generations.at(-1)?.isForeign).toBe(true);
  });

  it('have an image that is told to be kept, or that anybody may deregister', () => {
    const keeping = (ownerId: string, protection: string, account: string | null = ownerId) => {
      const [image] = amiImageOf(
        { ImageId: 'ami-1', OwnerId: ownerId, DeregistrationProtection: protection },
        'eu-west-1',
      );
      const from = two.map((one) => ({ ...one, imageId: 'ami-1' }));
      return only(show(reading(from, { images: image === undefined ? [] : [image], account })))
        .generations[0]?.imageKeeping;
    };
    const us = '111122223333';
    expect(keeping(us, 'enabled-without-cooldown')).toBe('protected');
    expect(keeping(us, 'disabled')).toBe('unprotected');
    expect(keeping('444455556666', 'disabled', us)).toBe('of-others');
    // What was not told is left open.
    expect(keeping(us, 'disabled', null)).toBeUndefined();
    expect(only(show(reading(two))).generations[0]).not.toHaveProperty('imageKeeping');
  });

  it('leave their number behind when they ended: a record, and no way back', () => {
    const mine = ours('runners', 3, { [rolloutTag]: 'r-3' });
    const template = { id: 'lt-3', name: 'runners-v003', createdAtMs: 0, tags: mine.tags };
    const ended = running('i-4', { ...mine, state: 'terminated' });
    for (const instances of [[...two, ended], two]) {
      const fleet = only(show(reading(instances, { templates: [template] })));
      expect(fleet.generations.at(-1)).toMatchObject({ number: 3, rung: 'retired', blocks: [] });
    }
    // Being launched it has no servers yet.
    const rollout: WorkersRemembered['rollout'] = {
      ...{ id: asRolloutId('r-3'), epoch: 1, leaseEndsAtMs: 0, startedAtMs: 0, launched: [] },
      owner: { name: 'ann', host: 'desk', panel: 'p' },
      intent: { kind: 'retire', generation: v1 },
    };
    const fleet = only(show(reading(two, { templates: [template] }), { rollout }, [tagged], 1));
    expect(fleet.generations.at(-1)?.rung).toBe('warm');
    expect(fleet.rollout?.launched).toEqual(['runners-v003']);
  });
});

describe('declared servers', () => {
  it('are those of auto scaling groups by the beginning of their names, empty ones too', () => {
    const groups = [aScalingGroup('web-v004'), aScalingGroup('web-v005', { sizes: { min: 0, desired: 0, max: 0 } })]; // prettier-ignore
    const member = running('i-1', { tags: { [scalingGroupTag]: 'web-v004' } });
    const fleet = only(show(reading([member], { scaling: scaled(groups) }), {}, [declared({ kind: 'groups', prefix: 'web-' })])); // prettier-ignore
    expect(fleet.generations.map(({ id, number, rung, size }) => [id, number, rung, size])).toEqual([['web-v004/web-v004-id', 4, 'warm', 2], ['web-v005/web-v005-id', 5, 'retired', 0]]); // prettier-ignore
    expect(fleet.generations.every(({ isForeign }) => isForeign)).toBe(true);
  });

  it('are those with a tag, told apart by their image or by another tag', () => {
    const servers = ['ami-1', 'ami-2'].map(
      (imageId, place) =>
      running(`i-${String(place)}`, { imageId, launchedAtMs: place, tags: { role: 'ci', color: place === 0 ? 'blue' : 'green' } }), // prettier-ignore
    );
    const by = (generation: object) =>
      only(show(reading(servers), {}, [declared({ kind: 'servers', key: 'role', value: 'ci', generation })])); // prettier-ignore
    expect(by({ kind: 'image' }).generations.map(({ label }) => label)).toEqual(['ami-1', 'ami-2']);
    const colours = by({ kind: 'tag', key: 'color' }).generations;
    expect(colours.map(({ id, label }) => [id, label])).toEqual([['runners/blue', 'blue'], ['runners/green', 'green']]); // prettier-ignore
  });

  it('join what we launched for the same fleet', () => {
    const hand = running('i-1', { tags: { role: 'ci' } });
    const launched = running('i-2', ours('runners', 7, { role: 'ci', [rolloutTag]: 'r' }));
    const fleets = show(reading([hand, launched]), {}, [declared({ kind: 'servers', key: 'role', value: 'ci', generation: { kind: 'image' } })]); // prettier-ignore
    expect(fleets).toHaveLength(1);
    expect(only(fleets).generations.map(({ number }) => number)).toEqual([7, 8]);
  });
});

describe('a generation that an auto scaling group of ours fills', () => {
  const own = { [fleetTag]: 'runners', [generationTag]: '3', [rolloutTag]: 'r-3' };
  const template = { id: 'lt-3', name: 'runners-v003', createdAtMs: 0, tags: { ...own, [scaledByTag]: 'runners-v003' } }; // prettier-ignore
  const group = (more: Partial<ScalingGroup> = {}) =>
    aScalingGroup('runners-v003', { tags: own, ...more });
  const member = (id: string, launchedAtMs = 0): Instance =>
    running(id, { launchedAtMs, tags: { ...own, [scalingGroupTag]: 'runners-v003' } });
  const listed = (id: string, lifecycle = 'InService', health = 'Healthy') => ({
    ...{ id, zone: 'a', lifecycle, health, isProtected: false, template: null },
  });
  const shown = (servers: readonly Instance[], one: ScalingGroup, more: Partial<WorkersRemembered> = {}) => // prettier-ignore
    only(show(reading(servers, { scaling: scaled([one]), templates: [template] }), { view: () => at(0, false), ...more }, [tagged])).generations[0]; // prettier-ignore

  it('is Blockyard\u2019s by its template, its group and its servers; one that differs makes it foreign', () => {
    const servers = [member('i-1'), member('i-2')];
    expect(shown(servers, group())).toMatchObject({ number: 3, size: 2, rung: 'warm' });
    expect(shown(servers, group())?.isForeign).toBeUndefined();
    expect(shown(servers, group({ tags: { ...own, [rolloutTag]: 'r-9' } }))?.isForeign).toBe(true);
    const stray = running('i-3', { tags: own });
    expect(shown([...servers, stray], group())?.isForeign).toBe(true);
    expect(shown(servers, group({ name: 'other' }))?.isForeign).toBe(true);
    // With no room for its servers it is there, and can be retired.
    expect(shown([], group())).toMatchObject({ size: 2, rung: 'warm', blocks: [] });
  });

  it('is as large as its group wants, as the way back as large as it last served, and no larger for a replacement', () => {
    const servers = [member('i-1', 1000), member('i-2', 9000)];
    const sizes = { min: 0, desired: 1, max: 9 };
    expect(shown(servers, group({ sizes }))?.size).toBe(1);
    const taken = (to: string, previous: string | null): Partial<WorkersRemembered> => {
      const said = record({ to: asGenerationId(to), previous: previous === null ? null : asGenerationId(previous), sizes: { [asGenerationId('runners-v003')]: 4 } }); // prettier-ignore
      return { word: { revision: 1, record: said } };
    };
    expect(shown(servers, group({ sizes }), taken('runners-v001', 'runners-v003'))?.size).toBe(4);
    expect(shown(servers, group({ sizes }), taken('runners-v003', null))?.size).toBe(1);
    const mark = freshText({ rollout: 'r-5', from: 1, newestMs: 1000, order: 'x', replaces: 'i-1' }); // prettier-ignore
    const replacing = group({ sizes: { ...sizes, desired: 2 }, tags: { ...own, [freshTag]: mark }, instances: [listed('i-1'), listed('i-2')] }); // prettier-ignore
    const beside = shown(servers, replacing);
    expect([beside?.size, beside?.blocks.map(({ replaces }) => replaces)]).toEqual([1, [undefined, 'i-1']]); // prettier-ignore
    // Made larger since by its own policy: an old mark hides no server of it.
    const grown = { ...replacing, sizes: { ...sizes, desired: 5 } };
    expect(shown(servers, grown)?.size).toBe(5);
  });

  it('has a healthy block only where the group has it in service, too', () => {
    const state = (...how: [string?, string?]) =>
      shown([member('i-1')], group({ instances: [listed('i-1', ...how)] }))?.blocks[0]?.state;
    expect(state()).toEqual({ kind: 'healthy' });
    expect(state('Pending:Wait')).toMatchObject({ kind: 'starting' });
    expect(state('Terminating')).toEqual({ kind: 'stopping' });
    expect(state('Standby')).toMatchObject({ kind: 'unavailable' });
    expect(state('InService', 'Unhealthy')).toMatchObject({ kind: 'unhealthy' });
  });
});

describe('health without a load balancer', () => {
  const stateOf = (more: Partial<WorkerReading>, work?: BlockWork, fleets = [tagged], times = 3) =>
    only(show(reading(two, more), { view: () => work }, fleets, times)).generations[0]?.blocks[0]
      ?.state;
  const checks = (instance: string, system = 'ok') => ({
    checks: recordOf(two.map(({ id }) => [id, { instance, system }])),
  });
  it('is EC2\u2019s checks and the hook together, seen three times', () => {
    expect(stateOf({}, at(0, false))).toEqual({ kind: 'healthy' });
    expect(stateOf({}, at(0, false), [tagged], 1)).toMatchObject({ kind: 'starting' });
    expect(stateOf(checks('initializing'), at(0, false))).toMatchObject({ kind: 'starting' });
    expect(stateOf(checks('impaired'), at(0, true))).toMatchObject({ kind: 'unhealthy' });
    expect(stateOf(checks('ok', 'impaired'), at(0, true))).toMatchObject({ kind: 'unhealthy' });
  });
  it('cannot be told where one of them is missing', () => {
    for (const [more, work, fleets] of [
      [{}, { kind: 'unknown', reason: 'x' }, [tagged]],
      [{}, undefined, []],
      [{ checks: null }, at(0, false), [tagged]],
      [{ checks: null }, undefined, [tagged]],
    ] as const)
      expect(stateOf(more, work, [...fleets])).toMatchObject({ kind: 'unavailable', reason: expect.stringContaining('cannot be told') as string }); // prettier-ignore
  });
});

describe('who takes work', () => {
  const seenAs = (takes: Readonly<Record<string, boolean>>, revision = 4): WorkersRemembered['view'] => (id) => at(revision, takes[id] ?? false); // prettier-ignore

  it('is what was recorded, and the differences are told', () => {
    const word = { revision: 4, record: record({ sizes: { [v1]: 3, [v2]: 2 } }) };
    const fleet = only(show(reading(two), { word, view: seenAs({ 'i-1': true }) }));
    expect(fleet.split).toMatchObject({ revision: 4, weights: [{ weight: 0 }, { weight: 100 }] });
    expect([fleet.previous, fleet.floor]).toEqual([v1, 2]);
    expect(fleet.generations.map(({ size }) => size)).toEqual([3, 2]);
    expect(fleet.entry.notes).toEqual([
      'v001 should have stopped, and 1 of its servers still takes work (i-1).',
      'v002 should take work, and 1 of its servers does not (i-3).',
    ]);
    const just = { revision: 4, record: record({ atMs: 99_000 }) };
    expect(only(show(reading(two), { word: just, view: seenAs({ 'i-1': true }) })).entry.notes).toEqual([]); // prettier-ignore
  });

  it('is what the servers say where nobody recorded anything', () => {
    const fleet = only(show(reading(two), { view: seenAs({ 'i-1': true }, 0) }));
    expect(fleet.split).toMatchObject({ revision: 0, weights: [{ weight: 100 }, { weight: 0 }] });
    expect(fleet.entry.notes.join(' ')).toContain('never recorded');
    expect(canServeAll(fleet, v2)).toMatchObject({ kind: 'refused' });
  });

  it('is nobody where the record cannot be read, and that is said', () => {
    const fleet = only(show(reading(two), { word: { revision: 9, record: null } }));
    expect(fleet.split.weights.every(({ weight }) => weight === 0)).toBe(true);
    expect(fleet.entry.notes.join(' ')).toContain('cannot read');
  });

  it('is still told when none of its servers is seen', () => {
    const gone = record({ to: asGenerationId('runners-v009') });
    const fleet = only(show(reading(two), { word: { revision: 5, record: gone } }));
    expect(fleet.entry.notes.join(' ')).toContain(
      'runners-v009 takes work, and none of its servers',
    );
  });
});

test('the order of what AWS listed and hostile names change nothing', () => {
  const text = fc.string({ unit: 'binary', minLength: 1, maxLength: 30 });
  fc.assert(
    fc.property(text, text, fc.boolean(), (name, value, isReversed) => {
      const fleets = [{ ...tagged, name, servers: { kind: 'servers', key: 'k', value: 'v', generation: { kind: 'tag', key: 'g' } } as const }]; // prettier-ignore
      const servers = [running('i-1', { tags: { k: 'v', g: value } }), running('i-2', { tags: { k: 'v', g: `${value}2` } })]; // prettier-ignore
      const shown = show(reading(isReversed ? servers.toReversed() : servers), {}, fleets, 1);
      expect(shown).toEqual(show(reading(servers), {}, fleets, 1));
      expect(shown[0]?.id).toMatch(/^[A-Za-z0-9_.-]{1,300}$/u);
      expect(shown[0]?.generations).toHaveLength(2);
    }),
  );
});
