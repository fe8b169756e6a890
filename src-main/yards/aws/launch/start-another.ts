/** One more server of a generation, in the subnet that has the fewest of those that its launch has used. */
import { DescribeLaunchTemplatesCommand, type Instance } from '@aws-sdk/client-ec2';
import type { RolloutId } from '../../../../src-shared/ids.ts';
import { fail, type Result } from '../../../../src-shared/result.ts';
import { tagsOf } from '../discover/read-elb-rows.ts';
import { addedTag, orderTag, type Tags } from '../discover/reading.ts';
import { emptiestSubnet } from '../scale/size-of.ts';
import { attempt, type AwsClients } from '../session/clients.ts';
import { isOver } from './end-servers.ts';
import { clientToken } from './launch-names.ts';
import { subnetsIn } from './make-template.ts';
import { inheritedTags, keptMarks } from './own-tags.ts';
import { startOne } from './start-one.ts';

interface WantedServer {
  /** Null: its tag is gone. */
  readonly template: string | null;
  /** Of the generation, in whatever state they are. */
  readonly servers: readonly Instance[];
  /** Tags that say whose it is: of its target group, or of one of its servers. */
  readonly marks: Tags;
  readonly rollout: RolloutId;
  readonly token: string;
}

/** It is marked with the order it was started for, so that the same order finds it whatever was lost. */
export async function startAnother(
  clients: Pick<AwsClients, 'ec2' | 'ec2Writes'>,
  { template, servers, marks, rollout, token }: WantedServer,
): Promise<Result<string>> {
  if (template === null) {
    return refused('It is not known any more which launch template its servers come from.');
  }
  const subnets = await attempt(async () => {
    const command = new DescribeLaunchTemplatesCommand({ LaunchTemplateIds: [template] });
    return subnetsIn(tagsOf((await clients.ec2.send(command)).LaunchTemplates?.[0]?.Tags));
  });
  if (!subnets.ok) return subnets;
  const living = servers.filter((one) => !isOver(one));
  const places = living.flatMap(({ SubnetId }) =>
    SubnetId === undefined ? [] : [{ subnet: SubnetId }],
  );
  const subnet = emptiestSubnet([...subnets.value, ...places.map((one) => one.subnet)], places);
  if (subnet === undefined) {
    return refused('It is not known any more in which subnets its servers are started.');
  }
  const like = inheritedTags(tagsOf(living[0]?.Tags));
  return startOne(clients, {
    ...{ template, version: '1', subnet },
    tags: { ...like, ...keptMarks(marks), [addedTag]: rollout, [orderTag]: token },
    token: clientToken(token),
  });
}

function refused(message: string): Result<never> {
  return fail({ code: 'refused', message });
}
