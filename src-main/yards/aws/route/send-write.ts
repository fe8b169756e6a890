/** One write as AWS takes it: ModifyRule, or ModifyListener for the default action of a listener. */
import {
  ModifyListenerCommand,
  ModifyRuleCommand,
  type Action,
  type ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { JsonObject } from '../discover/reading.ts';
import { attempt } from '../session/clients.ts';
import type { SendWrite } from './write-rules.ts';

/** @param client one that repeats nothing. */
export function writesThrough(client: ElasticLoadBalancingV2Client): SendWrite {
  return ({ kind, arn, actions }) =>
    attempt(async () => {
      const sent = actionsFor(actions);
      if (kind === 'default') {
        const command = new ModifyListenerCommand({ ListenerArn: arn, DefaultActions: sent });
        const answer = await client.send(command);
        return jsonOf(answer.Listeners?.[0]?.DefaultActions) ?? actions;
      }
      const answer = await client.send(new ModifyRuleCommand({ RuleArn: arn, Actions: sent }));
      return jsonOf(answer.Rules?.[0]?.Actions) ?? actions;
    });
}

/** They were read from AWS as such and only their weights were changed. */
function actionsFor(actions: readonly JsonObject[]): Action[] {
  return structuredClone(actions) as unknown as Action[];
}

function jsonOf(actions: readonly Action[] | undefined): readonly JsonObject[] | undefined {
  if (actions === undefined) return undefined;
  return JSON.parse(JSON.stringify(actions)) as readonly JsonObject[];
}
