import type { DescribeInstancesCommandInput, EC2Client } from '@aws-sdk/client-ec2';
import { expect, it } from 'vitest';
import { instancesByIds } from './instance-rows.ts';

const ids = Array.from({ length: 250 }, (_, at) => `i-${String(at)}`);

/** Gives so many at a time, whatever is asked; every other one is a token away. */
function ec2(pageSize: number): {
  client: EC2Client;
  asked: DescribeInstancesCommandInput[];
} {
  const asked: DescribeInstancesCommandInput[] = [];
  const send = ({ input }: { input: DescribeInstancesCommandInput }) => {
    asked.push(input);
    const wanted = input.InstanceIds ?? input.Filters?.[0]?.Values ?? [];
    const from = Number(input.NextToken ?? 0);
    const to = from + pageSize;
    return Promise.resolve({
      Reservations: wanted.slice(from, to).map((id) => ({ Instances: [{ InstanceId: id }] })),
      ...(to < wanted.length && { NextToken: String(to) }),
    });
  };
  return { client: { send } as unknown as EC2Client, asked };
}

it('has all of them though one answer holds only some', async () => {
  const { client, asked } = ec2(100);
  const found = await instancesByIds(client, ids);
  expect(found.map(({ InstanceId }) => InstanceId).toSorted()).toEqual(ids.toSorted());
  // EC2 refuses a page size beside ids.
  expect(asked.filter(({ InstanceIds, MaxResults }) => InstanceIds && MaxResults)).toEqual([]);
});

it('takes one call where EC2 gives all of them at once', async () => {
  const { client, asked } = ec2(1000);
  expect(await instancesByIds(client, ids)).toHaveLength(ids.length);
  expect(asked).toHaveLength(1);
});
