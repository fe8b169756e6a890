/** The servers of one generation, read for a comparison. */
import { DescribeInstancesCommand, type EC2Client, type Instance } from '@aws-sdk/client-ec2';
import { faultOf } from '../../../../src-shared/result.ts';
import { inBatches } from '../discover/aws-reader.ts';
import { batchSizes } from '../discover/call-budget.ts';

export type ReadServers =
  | {
      readonly kind: 'read';
      readonly instances: readonly Instance[];
      readonly missing: readonly string[];
    }
  | { readonly kind: 'unread'; readonly because: string };

export async function readServers(ec2: EC2Client, ids: readonly string[]): Promise<ReadServers> {
  if (ids.length === 0) return { kind: 'unread', because: 'It has no registered servers.' };
  try {
    // By filter: one id that EC2 does not know would fail the whole call.
    const answers = await Promise.all(
      inBatches(ids, batchSizes.filter).map((batch) =>
        ec2.send(
          new DescribeInstancesCommand({ Filters: [{ Name: 'instance-id', Values: [...batch] }] }),
        ),
      ),
    );
    const instances = answers
      .flatMap(({ Reservations }) => Reservations ?? [])
      .flatMap(({ Instances }) => Instances ?? []);
    const unread = ids.length - instances.length;
    if (instances.length === 0) {
      return { kind: 'unread', because: `None of its ${ids.length} servers is known to EC2.` };
    }
    return {
      kind: 'read',
      instances,
      missing: unread > 0 ? [`${unread} of its ${ids.length} servers are not known to EC2.`] : [],
    };
  } catch (error) {
    return { kind: 'unread', because: `Its servers were not read. ${faultOf(error).message}` };
  }
}
