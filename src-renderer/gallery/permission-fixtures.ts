/** Rights in an account, and plans with the commands that main adds. */
import type { Denial } from '../../src-shared/denial.ts';
import type { Fleet } from '../../src-shared/fleet.ts';
import { wishSchema } from '../../src-shared/wish-schema.ts';
import type { Permission } from '../../src-shared/permission.ts';
import type { PanelSnapshot } from '../../src-shared/panel.ts';
import { planOf } from '../../src-shared/plan-of.ts';
import { fail, succeed } from '../../src-shared/result.ts';
import type { Answers } from '../bridge/fake-bridge.ts';

const who = 'arn:aws:sts::123456789012:assumed-role/release-operator/ana';
const listener =
  'arn:aws:elasticloadbalancing:eu-west-1:123456789012:listener/app/shop-web/50dc6c495c0c9188/f2f7dc8efc522ab2';

const statement = (Sid: string, Action: unknown, Resource: unknown): string =>
  JSON.stringify({ Sid, Effect: 'Allow', Action, Resource }, null, 2);

const moveTraffic = statement(
  'MoveTraffic',
  ['elasticloadbalancing:ModifyListener', 'elasticloadbalancing:ModifyRule'],
  [
    'arn:aws:elasticloadbalancing:*:*:listener-rule/app/*/*/*/*',
    'arn:aws:elasticloadbalancing:*:*:listener/app/*/*/*',
    'arn:aws:elasticloadbalancing:*:*:listener/net/*/*/*',
  ],
);

export function aDenial(action: string, change: Partial<Denial> = {}): Denial {
  return {
    action,
    resource: null,
    said: `User: ${who} is not authorized to perform: ${action} because no identity-based policy allows the ${action} action`,
    isForbidden: false,
    statement: action.includes(':Modify') ? moveTraffic : statement('Allowed', action, '*'),
    ...change,
  };
}

export const writeDenial = aDenial('elasticloadbalancing:ModifyListener', {
  resource: listener,
  said: `User: ${who} is not authorized to perform: elasticloadbalancing:ModifyListener on resource: ${listener} because no identity-based policy allows the elasticloadbalancing:ModifyListener action`,
});

const see = (action: string): Permission => ({
  action,
  purpose: 'See fleets and compare them',
  need: 'now',
  answer: { kind: 'allowed', how: 'AWS answered it just now.' },
});

const unprovable = (action: string, purpose: string, why: string): Permission => ({
  ...{ action, purpose, need: 'now' },
  answer: {
    kind: 'not-provable',
    because: `${why}: only a real call would show whether it is allowed.`,
    statement: moveTraffic,
  },
});

const launching = (action: string, purpose: string): Permission => ({
  ...{ action, purpose, need: 'launching' },
  answer: { kind: 'denied', denial: aDenial(action) },
});

const noDryRun = 'Load balancing has no dry run';
const writes = [
  unprovable('elasticloadbalancing:ModifyRule', 'Cut over and revert', noDryRun),
  unprovable('elasticloadbalancing:ModifyListener', 'Cut over and revert', noDryRun),
  unprovable('ssm:PutParameter', 'Say who is at work on a fleet', 'Parameters have no dry run'),
];
const reads = [
  ...['DescribeLoadBalancers', 'DescribeListeners', 'DescribeRules', 'DescribeTargetGroups'].map(
    (action) => see(`elasticloadbalancing:${action}`),
  ),
  ...['DescribeInstances', 'DescribeImages', 'DescribeLaunchTemplateVersions'].map((action) =>
    see(`ec2:${action}`),
  ),
];

export const allowedPermissions: readonly Permission[] = [...reads, ...writes];

export const mixedPermissions: readonly Permission[] = [
  ...reads,
  ...writes,
  {
    ...see('elasticloadbalancing:DescribeTargetHealth'),
    answer: {
      kind: 'denied',
      denial: aDenial('elasticloadbalancing:DescribeTargetHealth', {
        resource: '*',
        said: `User: ${who} is not authorized to perform: elasticloadbalancing:DescribeTargetHealth with an explicit deny in a service control policy`,
        isForbidden: true,
      }),
    },
  },
  {
    ...see('ec2:GetImageAncestry'),
    answer: { kind: 'untold', because: 'AWS takes no more calls of GetImageAncestry for the moment.' }, // prettier-ignore
  },
  launching('ec2:RunInstances', 'Launch generations'),
  launching('ec2:TerminateInstances', 'End servers that Blockyard launched'),
];

/** As main answers it: the shared plan over what is seen, with commands. */
export function planAnswers(snapshot: PanelSnapshot): Answers {
  const { capabilities, images, fleets } = snapshot;
  const command = (text: string): string =>
    `aws elbv2 ${text} --profile shop-deploy --region eu-west-1`;
  const commandOf = (fleet: Fleet, isMutation: boolean, isFirst: boolean): string => {
    if (isMutation) {
      const targets = fleet.split.weights.map(({ generation, weight }) => ({
        TargetGroupArn: `arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/${generation}`,
        Weight: 100 - weight,
      }));
      const actions = JSON.stringify([
        { Type: 'forward', ForwardConfig: { TargetGroups: targets } },
      ]);
      return command(`modify-listener --listener-arn ${listener} --default-actions '${actions}'`);
    }
    return isFirst
      ? command('describe-target-health --target-group-arn arn:aws:elasticloadbalancing:x')
      : command(`describe-listeners --listener-arns ${listener}`);
  };
  return {
    'rollout.plan': ({ fleet: id, wish }) => {
      const fleet = fleets.find((one) => one.id === id);
      if (fleet === undefined) return fail({ code: 'not-found', message: 'No such fleet.' });
      const ground = { capabilities, fleet, images, switchMs: null };
      const plan = planOf(ground, wishSchema.parse(wish));
      const steps = plan.steps.map((step, index) => ({
        ...step,
        // Another client than this program is there only where the yard is somebody else's.
        command: capabilities.ownHost ? null : commandOf(fleet, step.isMutation, index === 0),
      }));
      return succeed({ ...plan, steps });
    },
  };
}
