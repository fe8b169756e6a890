/** Whole lists of instances: an answer that ends with a token is half of one, and who is not in it is not gone. */
import {
  DescribeInstancesCommand,
  type EC2Client,
  type Filter,
  type Instance,
  type Reservation,
} from '@aws-sdk/client-ec2';
import { allPages, inBatches, listIn } from './aws-reader.ts';
import { batchSizes } from './call-budget.ts';

export function instancesWhere(
  client: EC2Client,
  Filters: readonly Filter[],
): Promise<readonly Instance[]> {
  return allPages(async (NextToken) => {
    const out = await client.send(
      new DescribeInstancesCommand({ Filters: [...Filters], MaxResults: 1000, NextToken }),
    );
    return { items: rowsOf(out.Reservations), next: out.NextToken };
  });
}

/** Slower than by ids, at most 200 values a call, and silent about ids that EC2 does not know. */
export async function instancesByFilter(
  client: EC2Client,
  ids: readonly string[],
): Promise<readonly Instance[]> {
  const pages = inBatches(ids, batchSizes.filter).map((batch) =>
    instancesWhere(client, [{ Name: 'instance-id', Values: [...batch] }]),
  );
  return (await Promise.all(pages)).flat();
}

/** One call where EC2 gives all of them at once. One id that it does not know fails it. */
export async function instancesByIds(
  client: EC2Client,
  ids: readonly string[],
): Promise<readonly Instance[]> {
  const out = await client.send(new DescribeInstancesCommand({ InstanceIds: [...ids] }));
  const rows = rowsOf(out.Reservations);
  if ((out.NextToken ?? '') === '') return rows;
  // EC2 refuses a page size together with ids: the others are asked for by another way.
  const seen = new Set(rows.map(({ InstanceId }) => InstanceId));
  const others = ids.filter((id) => !seen.has(id));
  return [...rows, ...(await instancesByFilter(client, others))];
}

function rowsOf(reservations: readonly Reservation[] | undefined): Instance[] {
  return listIn(reservations, 'DescribeInstances').flatMap(({ Instances }) => Instances ?? []);
}
