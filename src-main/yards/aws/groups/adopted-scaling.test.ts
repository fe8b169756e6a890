import type { Instance, ResponseLaunchTemplateData } from '@aws-sdk/client-ec2';
import fc from 'fast-check';
import { expect, it } from 'vitest';

import { asRolloutId } from '../../../../src-shared/ids.ts';
import { aGroup, groupArn } from '../discover/reading.fixture.ts';
import { rolloutTag } from '../discover/reading.ts';
import { releaseAction, type ScalingGroup } from '../discover/scaling-group.ts';
import { aMember, aMixedPolicy, aScalingGroup, noDetails } from '../discover/scaling.fixture.ts';
import { filledBy, whyNotPinned } from '../discover/why-not-pinned.ts';
import { belongsTo, pinnedOf, pinnedText } from '../launch/adopted-servers.ts';
import { recipeOfVersion } from './adopt-scaling.ts';
import { asWritten, fit, scalingRecord } from './adopted-scaling.ts';
import { whyNotAsMade } from './own-scaling.ts';

const template = { id: 'lt-theirs', name: 'web', version: '3' };
const tagsOfOne = (version = '3', group = 'web-v001') => ({
  'aws:autoscaling:groupName': group,
  'aws:ec2launchtemplate:id': 'lt-theirs',
  'aws:ec2launchtemplate:version': version,
});
const two = ['i-1', 'i-2'].map((id) => ({ id, tags: tagsOfOne() }));
const group = (more: Partial<ScalingGroup> = {}): ScalingGroup =>
  aScalingGroup('web-v001', {
    ...{ template, instances: two.map(({ id }) => aMember(id, { template })) },
    ...more,
  });
const pinned = { scaling: 'web-v001', template: 'lt-theirs', version: '3' };

it('is filled by one auto scaling group or by none; anything between is said', () => {
  expect(filledBy([{ id: 'i-1', tags: {} }], [])).toEqual({ kind: 'none' });
  expect(filledBy(two, ['web-v001'])).toEqual({ kind: 'one', name: 'web-v001' });
  expect(filledBy(two, ['web-v001', 'web-night'])).toMatchObject({
    why: 'Several auto scaling groups fill it (web-night, web-v001): a generation has one at most.',
  });
  expect(filledBy([...two, { id: 'i-3', tags: {} }], [])).toMatchObject({
    why: 'i-3 of it does not belong to the auto scaling group web-v001, which fills it.',
  });
});

it('refuses what would start something else, and says how to pin it', () => {
  const why = (more: Partial<ScalingGroup> = {}, servers = two, imageAlias: string | null = null) =>
    whyNotPinned({ group: group(more), imageAlias, target: groupArn('web-v001'), servers });
  expect(why()).toBeNull();
  for (const version of ['$Latest', '$Default']) {
    expect(why({ template: { ...template, version } })).toContain(
      `starts servers from ${version} of its launch template, which can be another one tomorrow: a server that is replaced would run something else. Pin it first: aws autoscaling update-auto-scaling-group --auto-scaling-group-name web-v001 --launch-template LaunchTemplateId=lt-theirs,Version=3`,
    );
  }
  expect(why({}, two, 'resolve:ssm:/images/web')).toContain('names no AMI but a parameter (resolve:ssm:/images/web)'); // prettier-ignore
  const refusals: readonly (readonly [Partial<ScalingGroup>, string])[] = [
    [{ status: 'Delete in progress' }, 'about to be'],
    [{ name: 'web (old)' }, 'signs in its name'],
    [{ targetGroupArns: [] }, 'registered by somebody else'],
    [{ targetGroupArns: [groupArn('web-v001'), groupArn('x')] }, 'fills other target groups'],
    [{ loadBalancerNames: ['classic'] }, 'fills other target groups'],
    [{ template: null, launchConfiguration: 'web' }, 'launch configuration'],
    [{ mixed: aMixedPolicy([{ type: 'm7g.large', template: { id: 'lt-arm', name: null, version: '1' } }]) }, 'starts its m7g.large servers from another launch template'], // prettier-ignore
    [{ mixed: aMixedPolicy([{ type: 't3.large', weight: 2 }]) }, 'counts its servers by weight'],
    [{ mixed: aMixedPolicy([], 'vcpu') }, 'counts its servers by weight'],
    [{ template: { ...template, version: '2' } }, 'i-1 was not started from version 2'],
    [{ instances: [aMember('i-1', { lifecycle: 'Standby' })] }, 'i-1 in web-v001 is Standby'],
    [{ instances: [aMember('i-9')] }, 'i-9 is in web-v001 and is not registered'],
    [{ instances: [aMember('i-1')] }, 'i-2 is registered in it and not in web-v001'],
    [{ instances: [aMember('i-1', { isProtected: true })] }, 'protected from scaling in'],
  ];
  for (const [more, words] of refusals) expect(why(more)).toContain(words);
  // Several types and prices from one template are one recipe.
  expect(why({ mixed: aMixedPolicy() })).toBeNull();
  expect(why({ mixed: aMixedPolicy([{ type: 't3.small', template, weight: 1 }]) })).toBeNull();
  const unpinned = { template: { ...template, version: '$Latest' }, mixed: aMixedPolicy() };
  expect(why(unpinned)).toContain(`Pin it first: aws autoscaling update-auto-scaling-group --auto-scaling-group-name web-v001 --mixed-instances-policy '{"LaunchTemplate":{"LaunchTemplateSpecification":{"LaunchTemplateId":"lt-theirs","Version":"3"}}}'`); // prettier-ignore
  // A command that is cut would be another one.
  const long = { ...aMixedPolicy(), whole: { LaunchTemplate: { LaunchTemplateSpecification: { LaunchTemplateId: 'x'.repeat(3000) } } } }; // prettier-ignore
  expect(why({ ...unpinned, mixed: long })).toContain('give its mixed instances policy version 3 by its number'); // prettier-ignore
});

it('is changed afterwards only while it starts what it was adopted with', () => {
  const own = {
    ...{ scaling: 'web-v001', target: aGroup('web-v001').arn, launchedBy: asRolloutId('adopt-1') },
    ...{ template: 'lt-ours', pinned },
  };
  const tags = { [rolloutTag]: 'adopt-1' };
  const why = (more: Partial<ScalingGroup> = {}): string =>
    whyNotAsMade(group({ tags, ...more }), own)?.message ?? '';
  expect(why()).toBe('');
  expect(why({ tags: {} })).toContain('does not carry the mark of this generation\u2019s adoption');
  for (const version of ['$Latest', '$Default', '4']) {
    expect(why({ template: { ...template, version } })).toContain('than it was adopted with');
  }
  expect(why({ template: { ...template, id: 'lt-ours', version: '1' } })).toContain('adopted with');
  expect(why({ mixed: aMixedPolicy() })).toBe('');
  const arm = { type: 'm7g.large', template: { id: 'lt-arm', name: null, version: '1' } };
  expect(why({ mixed: aMixedPolicy([arm]) })).toContain('adopted with');
  const newer = aMember('i-3', { template: { ...template, version: '4' } });
  expect(why({ instances: [newer] })).toContain('i-3 is in the auto scaling group web-v001');
  // Ours is the record and starts nothing: without the pin it is another template.
  const { template: name, scaling, target, launchedBy } = own;
  const bare = { template: name, scaling, target, launchedBy };
  expect(whyNotAsMade(group({ tags }), bare)?.message).toContain('than it was launched with');
});

it('takes for its own what AWS says that its group started, and no copy of the tags', () => {
  const server = (tags: Record<string, string>): Instance => ({
    Tags: Object.entries({ [rolloutTag]: 'adopt-1', ...tags }).map(([Key, Value]) => ({
      Key,
      Value,
    })),
  });
  const of = { launchedBy: 'adopt-1', template: 'lt-ours', adoptedUntilMs: null, pinned };
  expect(belongsTo(server(tagsOfOne()), of)).toBe(true);
  expect(belongsTo(server(tagsOfOne('4')), of)).toBe(false);
  expect(belongsTo(server(tagsOfOne('3', 'another')), of)).toBe(false);
  const byHand = Object.entries(tagsOfOne()).filter(([key]) => !key.startsWith('aws:autoscaling'));
  expect(belongsTo(server(Object.fromEntries(byHand)), of)).toBe(false);
  expect(pinnedOf('web-v001', pinnedText(pinned))).toEqual(pinned);
  for (const text of [undefined, '', 'lt-theirs', 'lt-theirs $Latest']) expect(pinnedOf('web-v001', text)).toBeNull(); // prettier-ignore
  expect(pinnedOf(undefined, pinnedText(pinned))).toBeNull();
});

it('writes the version down whole, and nothing that AWS alone says of it', () => {
  const kept: ResponseLaunchTemplateData = {
    ...{ ImageId: 'ami-1', InstanceType: 't3.small', UserData: 'IyEvYmluL3No', KeyName: 'ops' },
    Placement: { Tenancy: 'dedicated' },
    TagSpecifications: [{ ResourceType: 'volume', Tags: [{ Key: 'team', Value: 'shop' }] }],
  };
  const whole: ResponseLaunchTemplateData = {
    ...kept,
    MetadataOptions: { State: 'applied', HttpTokens: 'required' },
    NetworkInterfaces: [],
  };
  expect(asWritten(whole)).toEqual({ ...kept, MetadataOptions: { HttpTokens: 'required' } });
  expect(recipeOfVersion(whole, pinned, 'ami-1')).toMatchObject({ ok: true });
  expect(recipeOfVersion(whole, pinned, 'ami-2')).toMatchObject({ fault: { message: 'Its servers run ami-2, and version 3 of the launch template of web-v001 names ami-1. Nothing was written.' } }); // prettier-ignore
  expect(recipeOfVersion(null, pinned, 'ami-1')).toMatchObject({ ok: false });
});

it('records sizes, policies, hooks and schedules in tags; while it is held, the size that comes back', () => {
  const at = { startMs: 2000, recurrence: null, desired: null, max: null };
  const details = {
    ...noDetails,
    policies: ['cpu (TargetTrackingScaling, ASGAverageCPUUtilization at 50)'],
    hooks: ['drain (when a server ends)'],
    scheduled: [
      { ...at, name: 'night', recurrence: '0 22 * * *', min: 1 },
      { ...at, name: releaseAction, min: 1 },
    ],
  };
  const row = { TerminationPolicies: ['OldestInstance'], DefaultCooldown: 300 };
  const { tags, leftOut } = scalingRecord({ group: group(), row }, details, pinned, 1000);
  expect(tags).toEqual({
    'blockyard:scaled-by': 'web-v001',
    'blockyard:starts-from': 'lt-theirs 3',
    'blockyard:sizes': 'min 1 desired 4 max 8',
    'blockyard:scaling-health': 'ELB after 300 s',
    'blockyard:subnets': 'subnet-a; subnet-b',
    'blockyard:policies': 'cpu (TargetTrackingScaling, ASGAverageCPUUtilization at 50)',
    'blockyard:scheduled': 'night (0 22 * * *, min 1)',
    'blockyard:hooks': 'drain (when a server ends)',
    'blockyard:termination': 'OldestInstance',
    'blockyard:scaling-settings': 'cooldown 300 s',
  });
  expect(leftOut).toEqual([]);
  const many = Array.from({ length: 12 }, (_, at) => `policy-${String(at)}-${'x'.repeat(40)}`);
  const record = scalingRecord({ group: group(), row }, { ...details, policies: many }, pinned, 0);
  expect(record.leftOut).toEqual(['8 of its policies']);
});

it('fits whole parts into a tag, as many as there is room for, and counts what it leaves out', () => {
  const lists = fc.array(fc.stringMatching(/^[a-z]{1,100}$/u), { minLength: 1, maxLength: 9 });
  fc.assert(
    fc.property(lists, (parts) => {
      const { text, left } = fit(parts);
      const kept = parts.slice(0, parts.length - left);
      expect(text).toBe([...kept, ...(left === 0 ? [] : [`${String(left)} more`])].join('; '));
      expect(text.length).toBeLessThanOrEqual(256);
      const more = parts.slice(0, kept.length + 1).join('; ').length;
      if (left > 0) expect(more + (left === 1 ? 0 : '; 1 more'.length)).toBeGreaterThan(256);
    }),
  );
  expect(fit(['x'.repeat(255), 'y'])).toEqual({ text: '2 not written down', left: 2 });
  expect(fit(['a\nb  c'])).toEqual({ text: 'a\ufffdb c', left: 0 });
});
