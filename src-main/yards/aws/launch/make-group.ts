/** The target group of one generation, like that of the one before in everything but its servers. */
import {
  CreateTargetGroupCommand,
  DescribeTagsCommand,
  DescribeTargetGroupAttributesCommand,
  DescribeTargetGroupsCommand,
  ModifyTargetGroupAttributesCommand,
  type TargetGroup as SdkTargetGroup,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { RolloutId } from '../../../../src-shared/ids.ts';
import { fail, succeed, type Result } from '../../../../src-shared/result.ts';
import { plain } from '../../../../src-shared/wording.ts';
import { groupOf, tagsOf } from '../discover/read-elb-rows.ts';
import type { Tags, TargetGroup } from '../discover/reading.ts';
import { attempt, type AwsClients } from '../session/clients.ts';
import { isOf, tagList } from './own-tags.ts';

interface WantedGroup {
  readonly name: string;
  /** ARN of the group before. */
  readonly like: string;
  readonly tags: Tags;
  readonly rollout: RolloutId;
}

type Clients = Pick<AwsClients, 'elb' | 'elbWrites'>;

export async function makeGroup(
  clients: Clients,
  wanted: WantedGroup,
): Promise<Result<TargetGroup>> {
  const { elb, elbWrites } = clients;
  const { name, like, tags, rollout } = wanted;
  const before = await attempt(async () => {
    const [groups, attributes] = await Promise.all([
      elb.send(new DescribeTargetGroupsCommand({ TargetGroupArns: [like] })),
      elb.send(new DescribeTargetGroupAttributesCommand({ TargetGroupArn: like })),
    ]);
    return { group: groups.TargetGroups?.[0], attributes: attributes.Attributes ?? [] };
  });
  if (!before.ok) return before;
  const { group: model, attributes } = before.value;
  if (model === undefined) {
    const message = 'AWS does not list the target group of the generation before any more.';
    return fail({ code: 'not-found', message });
  }
  const created = await attempt(async () => {
    const out = await elbWrites.send(
      new CreateTargetGroupCommand({ ...settingsOf(model), Name: name, Tags: tagList(tags) }),
    );
    return out.TargetGroups?.[0];
  });
  const made =
    created.ok || created.fault.code !== 'conflict' ? created : await own(clients, name, rollout);
  if (!made.ok) return made;
  const [row] = made.value === undefined ? [] : groupOf(made.value);
  if (row === undefined) {
    return fail({ code: 'unknown-outcome', message: 'AWS did not say which group it made.' });
  }
  const set = await attempt(() =>
    elbWrites.send(
      new ModifyTargetGroupAttributesCommand({
        TargetGroupArn: row.arn,
        Attributes: attributes.filter(({ Value }) => Value !== undefined && Value !== ''),
      }),
    ),
  );
  if (!set.ok) return set;
  return succeed({ ...row, tags, attributes: null });
}

/** The name is there already: made by this very launch, or by somebody else. */
async function own(
  { elb }: Clients,
  name: string,
  rollout: RolloutId,
): Promise<Result<SdkTargetGroup | undefined>> {
  const found = await attempt(async () => {
    const out = await elb.send(new DescribeTargetGroupsCommand({ Names: [name] }));
    const group = out.TargetGroups?.[0];
    const arn = group?.TargetGroupArn;
    if (arn === undefined) return undefined;
    const tags = await elb.send(new DescribeTagsCommand({ ResourceArns: [arn] }));
    return isOf(rollout, tagsOf(tags.TagDescriptions?.[0]?.Tags)) ? group : undefined;
  });
  if (!found.ok || found.value !== undefined) return found;
  return fail({
    code: 'conflict',
    message: `The target group ${plain(name, 32)} exists already, and this launch did not make it.`,
    todo: 'Look at the fleet again. If nothing there uses it, remove it in AWS.',
  });
}

function settingsOf(model: SdkTargetGroup) {
  const { Protocol, ProtocolVersion, Port, VpcId, TargetType, IpAddressType, Matcher } = model;
  const { HealthCheckProtocol, HealthCheckPort, HealthCheckEnabled, HealthCheckPath } = model;
  const { HealthCheckIntervalSeconds, HealthCheckTimeoutSeconds } = model;
  const { HealthyThresholdCount, UnhealthyThresholdCount } = model;
  // AWS takes the version of the protocol for HTTP alone, and an answer to look for with a path alone.
  const isHttp = Protocol === 'HTTP' || Protocol === 'HTTPS';
  const asksPath = HealthCheckProtocol === 'HTTP' || HealthCheckProtocol === 'HTTPS';
  return {
    Protocol,
    Port,
    VpcId,
    TargetType,
    IpAddressType,
    HealthCheckProtocol,
    HealthCheckPort,
    HealthCheckEnabled,
    HealthCheckIntervalSeconds,
    HealthCheckTimeoutSeconds,
    HealthyThresholdCount,
    UnhealthyThresholdCount,
    ...(isHttp ? { ProtocolVersion } : {}),
    ...(asksPath ? { HealthCheckPath, Matcher } : {}),
  };
}
