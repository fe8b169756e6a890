/**
 * The auto scaling group of one generation. Its name can be taken once, so a lost answer is found by it and by our
 * tag. What hangs on it follows in an order that is safe to be broken off: held before a policy could shrink it.
 */
import {
  CreateAutoScalingGroupCommand,
  EnableMetricsCollectionCommand,
  PutScalingPolicyCommand,
  PutScheduledUpdateGroupActionCommand,
} from '@aws-sdk/client-auto-scaling';

import type { RolloutId } from '../../../../src-shared/ids.ts';
import { fail, succeed, type Result } from '../../../../src-shared/result.ts';
import { plain } from '../../../../src-shared/wording.ts';
import { hooksOf, policiesOf, scheduledOf } from '../discover/read-asg-details.ts';
import { lacksTag, type Tags } from '../discover/reading.ts';
import { attempt } from '../session/clients.ts';
import { isOf } from '../launch/own-tags.ts';
import { holdGroup, readHold, type HoldPorts } from './hold.ts';
import { createInput, lacksOf } from './like-group.ts';
import {
  canBeCopied,
  policyFor,
  policyLacks,
  scheduledFor,
  type Renaming,
} from './like-policies.ts';
import { readGroupNow, type GroupNow } from './read-group.ts';

export interface WantedScaling {
  readonly name: string;
  readonly template: string;
  /** ARNs of the target group that the group before fills, and of its own; null: neither has one. */
  readonly target: readonly [before: string, own: string] | null;
  readonly size: number;
  readonly tags: Tags;
  readonly rollout: RolloutId;
  readonly before: GroupNow;
}

type Ports = HoldPorts;

export async function makeScalingGroup(ports: Ports, wanted: WantedScaling): Promise<Result<null>> {
  const { autoScaling } = ports.clients;
  const { before, name, rollout } = wanted;
  const renaming: Renaming = {
    group: [before.group.name, name],
    target: wanted.target,
  };
  const parts = await attempt(() =>
    Promise.all([
      hooksOf(autoScaling, before.group.name),
      policiesOf(autoScaling, before.group.name),
      scheduledOf(autoScaling, before.group.name),
    ]),
  );
  if (!parts.ok) return parts;
  const [hooks, policies, scheduled] = parts.value;
  const heldBefore = await readHold(ports, before.group.name);
  if (!heldBefore.ok) return heldBefore;
  const there = await ownGroupNow(ports, name, rollout);
  if (!there.ok) return there;
  if (there.value === null) {
    const lacks = [...lacksOf(before.group, before.row), ...policyLacks(policies, renaming)];
    const made = await create(ports, {
      ...createInput(before.row, hooks, {
        ...wanted,
        targetGroup: wanted.target?.[1] ?? null,
        min: heldBefore.value?.min ?? null,
        tags: {
          ...wanted.tags,
          ...(lacks.length === 0 ? {} : { [lacksTag]: tagText(lacks) }),
        },
      }),
    });
    if (!made.ok) return made;
  }
  const now = await ownGroupNow(ports, name, rollout);
  if (!now.ok) return now;
  if (now.value === null) {
    return fail({ code: 'unknown-outcome', message: 'AWS does not show the new group yet.' });
  }
  const counted = await countMetrics(ports, now.value, before);
  if (!counted.ok) return counted;
  const held = await holdGroup(ports, now.value.group);
  if (!held.ok) return held;
  return copyParts(ports, name, {
    policies: policies.filter((policy) => canBeCopied(policy, renaming)).map((one) => policyFor(one, renaming)), // prettier-ignore
    scheduled: scheduledFor(scheduled, renaming),
  });
}

/** Null: there is none of that name. Somebody else's is a `conflict`. */
export async function ownGroupNow(
  { clients }: Pick<Ports, 'clients'>,
  name: string,
  rollout: RolloutId,
): Promise<Result<GroupNow | null>> {
  const found = await readGroupNow(clients.autoScaling, name);
  if (!found.ok || found.value === null || isOf(rollout, found.value.group.tags)) return found;
  return fail({
    code: 'conflict',
    message: `The auto scaling group ${plain(name, 80)} exists already, and this launch did not make it.`,
    todo: 'Look at the fleet again. If nothing there uses it, remove it in AWS.',
  });
}

async function create(
  { clients }: Pick<Ports, 'clients'>,
  input: ReturnType<typeof createInput>,
): Promise<Result<null>> {
  const made = await attempt(() =>
    clients.autoScalingWrites.send(new CreateAutoScalingGroupCommand(input)),
  );
  // The name is taken: by this very launch, whose answer was lost, or by somebody else. It is read next.
  return made.ok || made.fault.where === 'AlreadyExists' ? succeed(null) : made;
}

function countMetrics(
  { clients }: Pick<Ports, 'clients'>,
  { group, row }: GroupNow,
  before: GroupNow,
): Promise<Result<null>> {
  const names = (of: GroupNow['row']) => (of.EnabledMetrics ?? []).flatMap(({ Metric }) => Metric ?? []); // prettier-ignore
  const has = new Set(names(row));
  const Metrics = names(before.row).filter((name) => !has.has(name));
  return attempt(async () => {
    if (Metrics.length === 0) return null;
    await clients.autoScalingWrites.send(
      new EnableMetricsCollectionCommand({
        AutoScalingGroupName: group.name,
        Metrics,
        Granularity: '1Minute',
      }),
    );
    return null;
  });
}

interface Parts {
  readonly policies: readonly ReturnType<typeof policyFor>[];
  readonly scheduled: ReturnType<typeof scheduledFor>;
}

/** What is there is left as it is: the same launch made it, or somebody has changed it since. */
function copyParts(
  { clients, clock }: Pick<Ports, 'clients' | 'clock'>,
  name: string,
  { policies, scheduled }: Parts,
): Promise<Result<null>> {
  const { autoScaling, autoScalingWrites } = clients;
  return attempt(async () => {
    const [has, plans] = await Promise.all([
      policiesOf(autoScaling, name),
      scheduledOf(autoScaling, name),
    ]);
    for (const policy of policies) {
      if (has.some(({ PolicyName }) => PolicyName === policy.PolicyName)) continue;
      await autoScalingWrites.send(new PutScalingPolicyCommand(policy));
    }
    for (const plan of scheduled) {
      const { ScheduledActionName: wanted, StartTime: start } = plan;
      if (plans.some(({ ScheduledActionName }) => ScheduledActionName === wanted)) continue;
      // It comes to pass for the other group at this moment, and AWS takes none that lies behind.
      if (start !== undefined && start.getTime() < clock.now() + soonMs) continue;
      await autoScalingWrites.send(new PutScheduledUpdateGroupActionCommand(plan));
    }
    return null;
  });
}

const soonMs = 60_000;

/** Cut to what the value of a tag takes. */
function tagText(lacks: readonly string[]): string {
  // Letters, digits, spaces and these signs are what AWS takes in tags.
  const text = lacks.join(' + ').replace(/[^\p{L}\p{Z}\p{N}_.:/=+\-@]/gu, ' ');
  return text.slice(0, 256);
}
