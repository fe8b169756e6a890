/** The rules with one more target group at weight 0, one write each; pure. */
import { fail, succeed, type Result } from '../../../../src-shared/result.ts';
import { plain } from '../../../../src-shared/wording.ts';
import { forwardOf, objectOf } from '../discover/forward.ts';
import type { JsonObject } from '../discover/reading.ts';
import {
  goneFault,
  groupsPerAction,
  takesWeights,
  writeOfForward,
  type RuleToWrite,
  type RuleWrite,
} from './plan-writes.ts';

export function planAttachment(
  rules: readonly RuleToWrite[],
  group: string,
): Result<readonly RuleWrite[]> {
  const writes: RuleWrite[] = [];
  for (const rule of rules) {
    const write = attachmentOf(rule, group);
    if (!write.ok) return write;
    writes.push(write.value);
  }
  return succeed(writes);
}

function attachmentOf(rule: RuleToWrite, group: string): Result<RuleWrite> {
  const forward = forwardOf(rule.actions);
  const name = plain(rule.name);
  if (forward === null) return fail(goneFault(name));
  const listed = forward.groups.map(({ arn, weight }) => ({ group: arn, weight }));
  const isListed = listed.some((one) => one.group === group);
  // One that is listed is left as it is: with a weight it is somebody else's doing, which the comparison tells.
  const wanted = isListed ? listed : [...listed, { group, weight: 0 }];
  if (!isListed && !takesWeights(rule)) {
    const message = `The ${name} takes one target group and no weights: nothing can be checked beside it.`;
    return fail({ code: 'refused', message });
  }
  if (wanted.length > groupsPerAction) {
    const message = `The ${name} lists ${listed.length} target groups already, and AWS allows ${groupsPerAction}.`;
    const todo = 'Take a group that is not needed any more out of it.';
    return fail({ code: 'refused', message, todo });
  }
  return succeed(writeOfForward(rule, forward.index, wanted));
}

/** The rules without this group, which has no weight in any of them; as they are where they do not list it. */
export function planDetachment(
  rules: readonly RuleToWrite[],
  group: string,
): Result<readonly RuleWrite[]> {
  const writes: RuleWrite[] = [];
  for (const rule of rules) {
    const forward = forwardOf(rule.actions);
    const name = plain(rule.name);
    if (forward === null) return fail(goneFault(name));
    const left = forward.groups.filter(({ arn }) => arn !== group);
    const taken = forward.groups.find(({ arn }) => arn === group);
    if ((taken?.weight ?? 0) > 0 || left.length === 0) {
      const message = `The ${name} sends traffic there.`;
      return fail({ code: 'conflict', message, todo: 'Look at the fleet again before you go on.' });
    }
    const listed = left.map(({ arn, weight }) => ({ group: arn, weight }));
    writes.push(writeOfForward(rule, forward.index, listed));
  }
  return succeed(writes);
}

/** The actions without this group, where it is listed at weight 0: what they were before it was attached. */
export function withoutIdle(actions: readonly JsonObject[], group: string): readonly JsonObject[] {
  const forward = forwardOf(actions);
  if (forward === null) return actions;
  const left = forward.groups.filter(({ arn, weight }) => arn !== group || weight !== 0);
  if (left.length === forward.groups.length) return actions;
  const TargetGroups = left.map(({ arn, weight }) => ({ TargetGroupArn: arn, Weight: weight }));
  return actions.map((action, index) =>
    index === forward.index
      ? { ...action, ForwardConfig: { ...objectOf(action['ForwardConfig']), TargetGroups } }
      : action,
  );
}
