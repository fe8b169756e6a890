/** The target group of one generation, like that of the one before in everything but its servers. */
import {
  CreateTargetGroupCommand,
  DescribeTagsCommand,
  DescribeTargetGroupAttributesCommand,
  DescribeTargetGroupsCommand,
  ModifyTargetGroupAttributesCommand,
  type TargetGroup as SdkTargetGroup,
  type TargetGroupAttribute,
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
  /** This launch was here before: the group is looked for first, so that nothing is written twice. */
  readonly mayExist: boolean;
}

type Clients = Pick<AwsClients, 'elb' | 'elbWrites'>;

export async function makeGroup(
  clients: Clients,
  wanted: WantedGroup,
): Promise<Result<TargetGroup>> {
  const { elb, elbWrites } = clients;
  const { name, like, tags, rollout, mayExist } = wanted;
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
  const there = mayExist ? await own(clients, name, rollout) : null;
  if (there?.ok === true && there.value !== undefined) {
    return withAttributes(clients, there.value, tags, attributes);
  }
  const created = await attempt(async () => {
    const out = await elbWrites.send(
      new CreateTargetGroupCommand({ ...settingsOf(model), Name: name, Tags: tagList(tags) }),
    );
    return out.TargetGroups?.[0];
  });
  // With the same settings AWS gives the group that is there already and calls it made.
  const isThere = created.ok || created.fault.code === 'conflict';
  const made = isThere ? await own(clients, name, rollout) : created;
  return made.ok ? withAttributes(clients, made.value, tags, attributes) : made;
}

/** @param attributes of the group before. */
async function withAttributes(
  { elb, elbWrites }: Clients,
  made: SdkTargetGroup | undefined,
  tags: Tags,
  attributes: readonly TargetGroupAttribute[],
): Promise<Result<TargetGroup>> {
  const [row] = made === undefined ? [] : groupOf(made);
  if (row === undefined) {
    return fail({ code: 'unknown-outcome', message: 'AWS does not show the new group yet.' });
  }
  const set = await attempt(async () => {
    const now = await elb.send(
      new DescribeTargetGroupAttributesCommand({ TargetGroupArn: row.arn }),
    );
    const has = new Map((now.Attributes ?? []).map(({ Key, Value }) => [Key, Value]));
    // Some exclude each other even with their usual values: only what differs is sent.
    const Attributes = attributes.filter(
      ({ Key, Value }) => Value !== undefined && Value !== '' && has.get(Key) !== Value,
    );
    if (Attributes.length === 0) return;
    await elbWrites.send(
      new ModifyTargetGroupAttributesCommand({ TargetGroupArn: row.arn, Attributes }),
    );
  });
  if (!set.ok) return set;
  return succeed({ ...row, tags, attributes: null });
}

/** Made by this very launch, now or before, or by somebody else. */
async function own(
  { elb }: Clients,
  name: string,
  rollout: RolloutId,
): Promise<Result<SdkTargetGroup | undefined>> {
  const found = await attempt(async () => {
    const out = await elb.send(new DescribeTargetGroupsCommand({ Names: [name] }));
    const group = out.TargetGroups?.[0];
    const arn = group?.TargetGroupArn;
    if (arn === undefined) return { group: undefined, isOwn: true };
    const tags = await elb.send(new DescribeTagsCommand({ ResourceArns: [arn] }));
    return { group, isOwn: isOf(rollout, tagsOf(tags.TagDescriptions?.[0]?.Tags)) };
  });
  if (!found.ok) return found;
  if (found.value.isOwn) return succeed(found.value.group);
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
