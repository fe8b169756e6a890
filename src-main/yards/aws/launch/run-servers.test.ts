import { expect, it } from 'vitest';
import { placeIn } from './run-servers.ts';

it('gives a subnet to the first interface of a template that has some, and else to the server', () => {
  expect(placeIn('subnet-1', [])).toEqual({ SubnetId: 'subnet-1' });
  const interfaces = [{ DeviceIndex: 1 }, { DeviceIndex: 0, AssociatePublicIpAddress: true }];
  expect(placeIn('subnet-1', interfaces)).toEqual({
    NetworkInterfaces: [
      { DeviceIndex: 1 },
      { DeviceIndex: 0, AssociatePublicIpAddress: true, SubnetId: 'subnet-1' },
    ],
  });
});
