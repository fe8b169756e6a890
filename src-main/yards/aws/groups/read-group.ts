/** One auto scaling group as it is now. */
import {
  DescribeAutoScalingGroupsCommand,
  type AutoScalingClient,
  type AutoScalingGroup,
} from '@aws-sdk/client-auto-scaling';

import type { Result } from '../../../../src-shared/result.ts';
import { listIn } from '../discover/aws-reader.ts';
import { scalingGroupOf } from '../discover/read-asg.ts';
import type { ScalingGroup } from '../discover/scaling-group.ts';
import { attempt } from '../session/clients.ts';

export interface GroupNow {
  readonly group: ScalingGroup;
  /** Whole, for a group like it. */
  readonly row: AutoScalingGroup;
}

/** Null: AWS lists none of that name. */
export function readGroupNow(
  client: AutoScalingClient,
  name: string,
): Promise<Result<GroupNow | null>> {
  return attempt(async () => {
    const out = await client.send(
      new DescribeAutoScalingGroupsCommand({ AutoScalingGroupNames: [name] }),
    );
    // A filter that an endpoint does not know must not give another group.
    const row = listIn(out.AutoScalingGroups, 'DescribeAutoScalingGroups').find(
      ({ AutoScalingGroupName }) => AutoScalingGroupName === name,
    );
    const [group] = row === undefined ? [] : scalingGroupOf(row);
    return row === undefined || group === undefined ? null : { group, row };
  });
}
