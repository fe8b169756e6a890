import type { Instance } from '@aws-sdk/client-ec2';
import { describe, expect, it } from 'vitest';
import { spreadOver, templateDataOf } from './template-data.ts';

const server: Instance = {
  InstanceType: 't3.small',
  ImageId: 'ami-0000000000000001',
  RootDeviceName: '/dev/xvda',
  KeyName: 'ops',
  PrivateIpAddress: '10.0.0.7',
  SecurityGroups: [{ GroupId: 'sg-2' }, { GroupId: 'sg-1' }],
  IamInstanceProfile: { Arn: 'arn:aws:iam::123456789012:instance-profile/shop' },
  MetadataOptions: { HttpTokens: 'required', HttpEndpoint: 'enabled', HttpPutResponseHopLimit: 1 },
  Monitoring: { State: 'disabled' },
};
const image = 'ami-0000000000000002';

describe('the data of a launch template', () => {
  it('is what the servers run with, and the new image', () => {
    const before = { instances: [server, { ...server }], userData: 'IyEvYmluL3No', template: null };
    expect(templateDataOf(before, image)).toEqual({
      ok: true,
      value: {
        ImageId: image,
        InstanceType: 't3.small',
        SecurityGroupIds: ['sg-1', 'sg-2'],
        IamInstanceProfile: { Arn: 'arn:aws:iam::123456789012:instance-profile/shop' },
        KeyName: 'ops',
        UserData: 'IyEvYmluL3No',
        MetadataOptions: { HttpTokens: 'required', HttpEndpoint: 'enabled', HttpPutResponseHopLimit: 1 }, // prettier-ignore
      },
    });
  });

  it('keeps of their template what a server does not tell, and nothing that names one server', () => {
    const template = {
      ImageId: 'ami-0000000000000001',
      UserData: 'b2xk',
      BlockDeviceMappings: [
        { DeviceName: '/dev/xvda', Ebs: { VolumeSize: 40, SnapshotId: 'snap-of-the-old-image' } },
        { DeviceName: '/dev/sdf', Ebs: { SnapshotId: 'snap-data' } },
      ],
      NetworkInterfaces: [
        { DeviceIndex: 0, SubnetId: 'subnet-1', PrivateIpAddress: '10.0.0.7', Groups: ['sg-1'] },
      ],
      TagSpecifications: [{ ResourceType: 'instance' as const, Tags: [{ Key: 'a', Value: 'b' }] }],
    };
    const data = templateDataOf({ instances: [server], userData: '', template }, image);
    expect(data).toMatchObject({
      value: {
        ImageId: image,
        BlockDeviceMappings: [
          { DeviceName: '/dev/xvda', Ebs: { VolumeSize: 40 } },
          { DeviceName: '/dev/sdf', Ebs: { SnapshotId: 'snap-data' } },
        ],
        NetworkInterfaces: [{ DeviceIndex: 0, Groups: ['sg-1'] }],
      },
    });
    expect(JSON.stringify(data)).not.toMatch(
      /subnet-1|old-image|10\.0\.0\.7|b2xk|SecurityGroupIds|TagSpec/u,
    );
  });

  it.each([
    ['instance types', { InstanceType: 't3.large' as const }, 't3.large, t3.small'],
    ['security groups', { SecurityGroups: [] }, 'none, sg-1 + sg-2'],
    ['key pairs', { KeyName: 'other' }, 'ops, other'],
    [
      'metadata options',
      { MetadataOptions: { HttpTokens: 'optional' as const } },
      'optional - - -, required enabled 1 -',
    ],
  ])('is refused for different %s, which are named', (what, change, shown) => {
    const instances = [server, { ...server, ...change }];
    expect(templateDataOf({ instances, userData: '', template: null }, image)).toMatchObject({
      fault: { code: 'refused', message: `The servers before have different ${what} (${shown}): which one is meant cannot be told.` }, // prettier-ignore
    });
  });
});

describe('the spread over subnets', () => {
  it.each([
    [['b', 'a', 'b'], 5, [['a', 3], ['b', 2]]], // prettier-ignore
    [['a', 'b', 'c'], 2, [['a', 1], ['b', 1]]], // prettier-ignore
    [['a'], 4, [['a', 4]]],
  ])('%j, %i blocks', (subnets, size, expected) => {
    expect(spreadOver(subnets, size).map(({ subnet, count }) => [subnet, count])).toEqual(expected);
  });
});
