import { expect, test } from 'vitest';
import { canRetire } from '../../../../src-shared/guards.ts';
import { canStop } from '../../../../src-shared/rung-guards.ts';
import { discovered, nothingDiscovered } from './discovery.ts';
import { generationIdOfGroup } from './fleet-id.ts';
import { groupFleets } from './group-fleets.ts';
import { aGroup, aReading, aRule, aTarget, anInstance, forwardTo, groupArn } from './reading.fixture.ts'; // prettier-ignore
import { rolloutTag, saysStopped, stoppedTag, type AwsReading, type Tags } from './reading.ts';

const ours = { [rolloutTag]: 'r-2', [stoppedTag]: '80' };

/** The second generation lists nobody; AWS has two servers with its mark. */
function emptied(weight: number, state: string, tags: Tags = {}): AwsReading {
  const kept = ['i-3', 'i-4'].map((id) => anInstance(id, { state, tags }));
  return {
    ...aReading({
      groups: [aGroup('web-v1'), aGroup('web-v2', { tags: ours })],
      rules: [aRule('1', forwardTo(['web-v1', 100 - weight], ['web-v2', weight]))],
      targets: { 'web-v1': [aTarget('i-1')], 'web-v2': [] },
      instances: [anInstance('i-1'), ...kept],
    }),
    unlisted: { [groupArn('web-v2')]: ['i-3', 'i-4'] },
  };
}

function shown(reading: AwsReading) {
  const counts = { targetGroups: 0, loadBalancers: 0, listeners: [], rules: [], fleetGroups: 0, instances: 0, scalingGroups: 0 }; // prettier-ignore
  const look = { reading, groupings: groupFleets(reading), begunAtMs: 0, monotonicMs: 0, counts };
  const remembered = { previous: null, rollout: null, marker: 'none', meantSizes: new Map() } as const; // prettier-ignore
  const [fleet] = discovered(nothingDiscovered, look, () => remembered).fleets;
  if (fleet === undefined) throw new Error('No fleet is shown.');
  const id = generationIdOfGroup(groupArn('web-v2'));
  return { fleet, id, rung: fleet.generations.find((one) => one.id === id)?.rung };
}

test('What was stopped is shown as stopped; with traffic an empty list takes nothing away', () => {
  expect(shown(emptied(0, 'stopped')).rung).toBe('stopped');
  expect(shown(emptied(100, 'running')).rung).not.toBe('stopped');
});

test('Once they were started again, an empty list is no stop', () => {
  expect(saysStopped({ [stoppedTag]: '80 8080' })).toBe(true);
  expect(saysStopped({ [stoppedTag]: 'started 80 8080' })).toBe(false);
  expect(saysStopped({})).toBe(false);
});

test('A stop that broke off can be gone on with, and one that is done is not asked for twice', () => {
  const half = shown(emptied(0, 'running'));
  expect(canStop(half.fleet, half.id).kind).toBe('allowed');
  const whole = shown(emptied(0, 'stopped'));
  expect(canStop(whole.fleet, whole.id)).toMatchObject({ because: expect.stringContaining('stopped already') as string }); // prettier-ignore
});

test('What keeps data does so while it is stopped, too: its generation is not ended', () => {
  const marked = shown(emptied(0, 'stopped', { 'blockyard:stateful': 'the queue' }));
  expect(canRetire(marked.fleet, marked.id)).toMatchObject({ kind: 'refused', because: expect.stringContaining('keeps data (the queue)') as string }); // prettier-ignore
  const plain = shown(emptied(0, 'stopped'));
  expect(canRetire(plain.fleet, plain.id)).toEqual({ kind: 'allowed' });
});
