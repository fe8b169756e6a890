/**
 * One server more, one less, and one in the place of another, in an auto scaling group of ours. AWS counts what is
 * wanted, so an order that is repeated could be carried out twice: the group carries a mark of each change, with the
 * size before it, and every step is compared with what it expects to find.
 */
import {
  CreateOrUpdateTagsCommand,
  TerminateInstanceInAutoScalingGroupCommand,
  UpdateAutoScalingGroupCommand,
} from '@aws-sdk/client-auto-scaling';

import { asBlockId, type BlockId } from '../../../../src-shared/ids.ts';
import { fail, succeed, type Fault, type Result } from '../../../../src-shared/result.ts';
import { plain } from '../../../../src-shared/wording.ts';
import type { AddBlockOrder, BlockOrder, LaunchBlockOrder } from '../../port.ts';
import { countsServers, weighs } from '../discover/mixed-policy.ts';
import {
  freshMark,
  freshOf,
  freshText,
  isRepeatOf,
  type FreshMark,
} from '../discover/fresh-members.ts';
import { freshTag, rolloutTag } from '../discover/reading.ts';
import type { ScalingGroup } from '../discover/scaling-group.ts';
import { attempt } from '../session/clients.ts';
import { isOver } from '../launch/end-servers.ts';
import { clientToken } from '../launch/launch-names.ts';
import { instancesByFilter } from '../discover/instance-rows.ts';
import { comesBack, readHold } from './hold.ts';
import { isEnding } from './own-scaling.ts';
import { readGroupNow } from './read-group.ts';
import type { ScaledGround } from './scaled-ground.ts';

export async function addMember(
  ground: ScaledGround,
  order: AddBlockOrder,
): Promise<Result<BlockId>> {
  const found = await standing(ground);
  if (!found.ok) return found;
  const scaling = found.value;
  const { size, rollout } = order;
  const { desired } = scaling.sizes;
  const shown = await shownSize(ground, desired);
  if (!shown.ok) return shown;
  const before = freshMark(scaling.tags);
  const isMine = before?.rollout === rollout && before.replaces === null;
  const name = orderName(order.token);
  const isRepeat = isMine && before.order === name;
  if (shown.value !== size - 1 && !(isRepeat && desired === size)) {
    return fail(changedSize(scaling, size - 1));
  }
  const marked = isRepeat
    ? succeed(before)
    : await mark(ground, scaling, {
        ...(isMine ? before : { from: desired, newestMs: await newestOf(ground, scaling) }),
        ...{ rollout, replaces: null, order: name },
      });
  if (!marked.ok) return marked;
  // Of a way back that has shrunk what it lacks is started as well: it is shown with it.
  if (desired < size) {
    const raised = await resize(ground, scaling, size);
    if (!raised.ok) return raised;
  }
  const place = size - marked.value.from - 1;
  const fresh = await untilFresh(ground, scaling.name, marked.value, place);
  if (!fresh.ok) return fresh;
  // Where a size is recorded this one counts from now on.
  const meant = await ground.setMeantSize(size);
  return meant.ok ? fresh : meant;
}

export async function replaceMember(
  ground: ScaledGround,
  order: LaunchBlockOrder,
): Promise<Result<BlockId>> {
  const found = await standing(ground);
  if (!found.ok) return found;
  const scaling = found.value;
  const { replaces, rollout } = order;
  const { desired, max } = scaling.sizes;
  const before = freshMark(scaling.tags);
  const isRepeat = before !== null && isRepeatOf(before, { replaces, rollout }, desired);
  if (!isRepeat && !scaling.instances.some((one) => one.id === replaces && !isEnding(one))) {
    return fail(notMember(scaling, replaces));
  }
  const from = isRepeat ? before.from : desired;
  if (desired > from + 1) return fail(changedSize(scaling, from));
  if (desired === from && max <= from) {
    return fail({
      code: 'refused',
      message: `The auto scaling group ${plain(scaling.name, 60)} may have ${max} servers at most: there is no room for a fresh one beside the old one.`,
      todo: 'Raise its largest size in AWS by one.',
    });
  }
  const marked = isRepeat
    ? succeed(before)
    : await mark(ground, scaling, {
        ...{ rollout, from, replaces, order: orderName(order.token) },
        newestMs: await newestOf(ground, scaling),
      });
  if (!marked.ok) return marked;
  if (desired === from) {
    const raised = await attempt(() => update(ground, scaling.name, { DesiredCapacity: from + 1 }));
    if (!raised.ok) return raised;
  }
  return untilFresh(ground, scaling.name, marked.value, 0);
}

/**
 * Deregistered and drained by AWS, and not replaced: there is one less from then on.
 * @param finish what it has in hand, where nobody but its own hook can tell; everything is read anew after it
 */
export async function endMember(
  ground: ScaledGround,
  order: Pick<BlockOrder, 'block' | 'size'>,
  finish: (() => Promise<void>) | null = null,
): Promise<Result<null>> {
  const found = await standing(ground);
  if (!found.ok) return found;
  const scaling = found.value;
  const { block, size } = order;
  const member = scaling.instances.find(({ id }) => id === block);
  if (member === undefined) {
    const [server] = await instancesByFilter(ground.clients.ec2, [block]);
    if (server !== undefined && !isOver(server)) return fail(notMember(scaling, block));
    return untilGone(ground, scaling.name, block);
  }
  if (!isEnding(member)) {
    const { desired, min } = scaling.sizes;
    const base = freshMark(scaling.tags)?.from ?? desired;
    // Of a replacement: one more than before is wanted, and this one goes.
    const expected = size === undefined ? base + 1 : size + 1;
    if (desired !== expected) return fail(changedSize(scaling, expected));
    if (finish !== null) {
      await finish();
      return endMember(ground, order);
    }
    if (size !== undefined) {
      const sized = await meantSmaller(ground, { desired, size });
      if (!sized.ok) return sized;
    }
    if (min > desired - 1) {
      const lowered = await lowerMin(ground, scaling, desired - 1);
      if (!lowered.ok) return lowered;
    }
    const ended = await attempt(() =>
      ground.clients.autoScalingWrites.send(
        new TerminateInstanceInAutoScalingGroupCommand({
          InstanceId: block,
          ShouldDecrementDesiredCapacity: true,
        }),
      ),
    );
    if (!ended.ok) return ended;
  }
  return untilGone(ground, scaling.name, block);
}

/** How many blocks it is shown with: the way back with those that it has lost to a policy, too. */
async function shownSize({ wayBackSize }: ScaledGround, desired: number): Promise<Result<number>> {
  const meant = await wayBackSize();
  return meant.ok ? succeed(Math.max(desired, meant.value ?? 0)) : meant;
}

/** Before the end: recorded with its old size the way back would read as one block short from then on. */
async function meantSmaller(
  ground: ScaledGround,
  { desired, size }: { readonly desired: number; readonly size: number },
): Promise<Result<null>> {
  const shown = await shownSize(ground, desired);
  if (!shown.ok) return shown;
  if (shown.value === size + 1) return ground.setMeantSize(size);
  return fail({
    code: 'conflict',
    message: `${plain(ground.called, 60)} is the way back with ${String(shown.value)} servers, and its auto scaling group wants ${String(desired)}: nothing was ended.`,
    todo: 'Scale it up first, or retire it.',
  });
}

async function standing(ground: ScaledGround): Promise<Result<ScalingGroup>> {
  const found = await ground.standing('one');
  if (!found.ok) return found;
  const scaling = found.value;
  if (scaling?.mixed !== null && scaling?.mixed !== undefined && !countsServers(scaling.mixed)) {
    const name = `The auto scaling group ${plain(scaling.name, 60)}`;
    return fail({ code: 'refused', message: `${name} ${weighs}` });
  }
  if (scaling !== null && scaling.status === null) return succeed(scaling);
  const message = 'Its auto scaling group is deleted or about to be: nothing was changed.';
  return fail({ code: 'not-found', message });
}

/** Before the size is raised: whoever goes on finds how large it was. */
async function mark(
  { clients, own }: ScaledGround,
  { name }: ScalingGroup,
  change: FreshMark,
): Promise<Result<FreshMark>> {
  // With our own tag beside it: the right to mark groups is bound to it.
  const tags = [
    { Key: rolloutTag, Value: own.launchedBy, PropagateAtLaunch: true },
    { Key: freshTag, Value: freshText(change), PropagateAtLaunch: false },
  ];
  return attempt(async () => {
    await clients.autoScalingWrites.send(
      new CreateOrUpdateTagsCommand({
        Tags: tags.map((tag) => ({ ...tag, ResourceId: name, ResourceType: 'auto-scaling-group' })),
      }),
    );
    return change;
  });
}

/** One more is wanted, and a hold goes with it: the size that was asked for is the one that stays. */
async function resize(
  ground: ScaledGround,
  { name, sizes }: ScalingGroup,
  size: number,
): Promise<Result<null>> {
  const held = await readHold(ground, name);
  if (!held.ok) return held;
  return attempt(() =>
    update(ground, name, {
      DesiredCapacity: size,
      ...(held.value === null ? {} : { MinSize: Math.max(sizes.min, size) }),
      // Room for one more beside, as at its launch.
      ...(sizes.max > size ? {} : { MaxSize: size + 1 }),
    }),
  );
}

/** A smallest size that comes back by itself must not bring back what was scaled away. */
async function lowerMin(
  ground: ScaledGround,
  { name }: ScalingGroup,
  min: number,
): Promise<Result<null>> {
  const held = await readHold(ground, name);
  if (!held.ok) return held;
  if (held.value !== null && held.value.min > min) {
    const put = await comesBack(ground, name, { ...held.value, min });
    if (!put.ok) return put;
  }
  return attempt(() => update(ground, name, { MinSize: min }));
}

async function update(
  { clients }: Pick<ScaledGround, 'clients'>,
  AutoScalingGroupName: string,
  sizes: { DesiredCapacity?: number; MinSize?: number; MaxSize?: number },
): Promise<null> {
  await clients.autoScalingWrites.send(
    new UpdateAutoScalingGroupCommand({ AutoScalingGroupName, ...sizes }),
  );
  return null;
}

/** When its newest server was launched, by AWS's clock. */
async function newestOf(
  { clients, clock }: ScaledGround,
  { instances }: ScalingGroup,
): Promise<number> {
  const ids = instances.map(({ id }) => id);
  if (ids.length === 0) return 0;
  const servers = await instancesByFilter(clients.ec2, ids);
  const newestMs = Math.max(0, ...servers.map(({ LaunchTime }) => LaunchTime?.getTime() ?? 0));
  // AWS tells it to the second: what starts now must not be as old as what has just started.
  if (Math.abs(clock.now() - newestMs) < 2 * secondMs) await clock.delay(2 * secondMs);
  return newestMs;
}

const secondMs = 1000;

/** Somewhat less than the engine waits for an answer, which then asks again. */
const freshWithinMs = 50_000;
const pauseMs = 1000;

/** Until the group has started it; @param place among those that were launched after the mark. */
async function untilFresh(
  { clients, clock }: ScaledGround,
  name: string,
  change: FreshMark,
  place: number,
): Promise<Result<BlockId>> {
  const endMs = clock.monotonicMs() + freshWithinMs;
  for (;;) {
    const seen = await attempt(async () => {
      const now = await readGroupNow(clients.autoScaling, name);
      const ids = now.ok ? (now.value?.group.instances ?? []).map(({ id }) => id) : [];
      const servers = ids.length === 0 ? [] : await instancesByFilter(clients.ec2, ids);
      return servers.map(({ InstanceId = '', LaunchTime }) => ({
        id: InstanceId,
        launchedAtMs: LaunchTime?.getTime() ?? 0,
      }));
    });
    const fresh = seen.ok ? freshOf(change, seen.value)[place] : undefined;
    if (fresh !== undefined) return succeed(asBlockId(fresh));
    if (clock.monotonicMs() > endMs) {
      const message = `The auto scaling group ${plain(name, 60)} has not started another server yet.`;
      return fail({ code: 'unknown-outcome', message });
    }
    await clock.delay(pauseMs);
  }
}

/** Until it is listed no more, neither as a target nor in the group: what it still answers is waited for. */
async function untilGone(
  { clients, clock, listed, drainMs }: ScaledGround,
  name: string,
  block: string,
): Promise<Result<null>> {
  const endMs = clock.monotonicMs() + drainMs + 20_000;
  for (;;) {
    const seen = await Promise.all([readGroupNow(clients.autoScaling, name), listed()]);
    const [now, targets] = seen;
    if (now.ok && targets.ok) {
      const isMember = now.value?.group.instances.some(({ id }) => id === block) ?? false;
      if (!isMember && !targets.value.includes(block)) return succeed(null);
    }
    if (clock.monotonicMs() > endMs) {
      const message = `${plain(block, 40)} is still there ${Math.round(drainMs / 1000)} s after it was taken out.`;
      return fail({ code: 'unknown-outcome', message });
    }
    await clock.delay(pauseMs);
  }
}

function orderName(token: string): string {
  return clientToken(token).slice(0, 12);
}

function changedSize({ name, sizes }: ScalingGroup, expected: number): Fault {
  return {
    code: 'conflict',
    message: `The auto scaling group ${plain(name, 60)} is to have ${sizes.desired} servers by now, not ${expected}: somebody else or one of its policies has changed it. Nothing was changed.`,
    todo: 'Look again, then press again.',
  };
}

function notMember({ name }: ScalingGroup, block: string): Fault {
  return {
    code: 'refused',
    message: `${plain(block, 40)} is not in the auto scaling group ${plain(name, 60)} any more: nothing was ended.`,
    todo: 'End it where it was taken out.',
  };
}
