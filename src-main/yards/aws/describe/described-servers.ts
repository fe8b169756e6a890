/** The servers of one generation, read for a comparison. */
import type { EC2Client, Instance } from '@aws-sdk/client-ec2';
import { faultOf } from '../../../../src-shared/result.ts';
import { instancesByFilter } from '../discover/instance-rows.ts';

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
    const instances = await instancesByFilter(ec2, ids);
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
