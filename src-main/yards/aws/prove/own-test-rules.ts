/** The calls that make, turn and remove a test rule. Each is sent once; what became of it is read, not assumed. */
import {
  CreateRuleCommand,
  DeleteRuleCommand,
  DescribeTagsCommand,
  ModifyRuleCommand,
  type Action,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { fail, succeed, type Result } from '../../../../src-shared/result.ts';
import { plain } from '../../../../src-shared/wording.ts';
import { tagsOf } from '../discover/read-elb-rows.ts';
import {
  entryTag,
  fleetTag,
  rolloutTag,
  testTag,
  type EntryRule,
  type JsonObject,
} from '../discover/reading.ts';
import { canaryActions, testValue, type TestMark } from '../discover/test-rule.ts';
import { tagList } from '../launch/own-tags.ts';
import { attempt, type AwsClients } from '../session/clients.ts';
import { testConditions, type TestPlace } from '../discover/test-place.ts';

type Clients = Pick<AwsClients, 'elb' | 'elbWrites'>;

/** Answers by itself at first, so that nobody's server is taken for the one that is to be proven. */
export function makeTestRule(
  { elbWrites }: Clients,
  { listenerArn, priority, way }: TestPlace,
  mark: TestMark,
  fleetName: string,
): Promise<Result<string>> {
  const value = testValue(mark);
  const tags = {
    [fleetTag]: fleetName.slice(0, 256),
    [entryTag]: mark.fleet.slice(0, 256),
    [rolloutTag]: mark.rollout,
    [testTag]: 'proof',
  };
  return attempt(async () => {
    const out = await elbWrites.send(
      new CreateRuleCommand({
        ListenerArn: listenerArn,
        Priority: priority,
        Conditions: testConditions(way, value),
        Actions: [...canaryActions(value)] as unknown as Action[],
        Tags: tagList(tags),
      }),
    );
    return out.Rules?.[0]?.RuleArn ?? '';
  });
}

/** @param actions of whatever meets it from now on. */
export function turnTestRule(
  { elbWrites }: Clients,
  rule: string,
  actions: readonly JsonObject[],
): Promise<Result<null>> {
  return attempt(async () => {
    const Actions = [...actions] as unknown as Action[];
    await elbWrites.send(new ModifyRuleCommand({ RuleArn: rule, Actions }));
    return null;
  });
}

/** What is gone already is as good; what does not carry our tag stays. */
export async function removeTestRule(
  { elb, elbWrites }: Clients,
  { arn }: Pick<EntryRule, 'arn'>,
): Promise<Result<null>> {
  const tags = await attempt(async () => {
    const out = await elb.send(new DescribeTagsCommand({ ResourceArns: [arn] }));
    return tagsOf(out.TagDescriptions?.[0]?.Tags);
  });
  if (!tags.ok) return tags.fault.code === 'not-found' ? succeed(null) : tags;
  if (tags.value[testTag] === undefined) {
    const name = plain(arn.split('/').slice(-3).join('/'), 80);
    const message = `The rule ${name} has the header of a test rule and not our tag: it was left as it is.`;
    return fail({ code: 'refused', message, todo: 'Remove it where it was made.' });
  }
  const removed = await attempt(() => elbWrites.send(new DeleteRuleCommand({ RuleArn: arn })));
  return removed.ok || removed.fault.code === 'not-found' ? succeed(null) : removed;
}
