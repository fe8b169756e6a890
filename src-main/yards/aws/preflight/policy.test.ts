import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, it } from 'vitest';

import { awsOperations, impliedRights, signInOperations } from './operations.ts';
import { policyOf, policyText } from './policy.ts';

const awsFolder = join(import.meta.dirname, '..');

/** Every `XCommand` and `paginateX` that a file which ships imports from a client of the SDK. */
function usedIn(source: string): readonly string[] {
  const imports = source.matchAll(/import\s*\{([^}]*)\}\s*from '@aws-sdk\/client-/g);
  return [...imports].flatMap(([, names = '']) =>
    [...names.matchAll(/\b(?:([A-Z]\w+)Command|paginate([A-Z]\w+))\b(?!Input|Output)/g)].map(
      ([, command, paged]) => command ?? paged ?? '',
    ),
  );
}

const used = new Set(
  readdirSync(awsFolder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !/\.(test|fixture)\.ts$/.test(path))
    .flatMap((path) => usedIn(readFileSync(join(awsFolder, path), 'utf8'))),
);
const listed = [...awsOperations, ...signInOperations].map(({ action }) => action);

it('is the file in docs (run vitest with -u to write it again)', async () => {
  await expect(policyText()).toMatchFileSnapshot('../../../../docs/iam-policy.json');
});

it('lists every operation that the code uses', () => {
  expect(usedIn("import { AwfulCommand, paginateBad } from '@aws-sdk/client-ec2'")).toEqual(['Awful', 'Bad']); // prettier-ignore
  expect(used.size).toBeGreaterThan(5);
  expect([...used].filter((action) => !listed.includes(action))).toEqual([]);
});

it('lists nothing that the code does not use', () => {
  expect(listed.filter((action) => !used.has(action))).toEqual([]);
});

it('grants no change on everything: each on named kinds of things, ending servers only on our own', () => {
  const statements = policyOf().Statement;
  const wide = statements
    .filter(({ Resource }) => Resource === '*')
    .flatMap(({ Action }) => Action);
  expect(wide.filter((action) => !/:(Describe|Get)/.test(action))).toEqual([]);
  const bound = statements.filter(({ Condition }) => Condition !== undefined);
  expect(bound.flatMap(({ Action }) => Action).toSorted()).toEqual([
    'autoscaling:CreateAutoScalingGroup',
    'autoscaling:CreateOrUpdateTags',
    'autoscaling:CreateOrUpdateTags',
    'autoscaling:DeleteAutoScalingGroup',
    'autoscaling:EnableMetricsCollection',
    'autoscaling:PutScalingPolicy',
    'autoscaling:ResumeProcesses',
    'autoscaling:SuspendProcesses',
    'autoscaling:TerminateInstanceInAutoScalingGroup',
    'ec2:CreateTags',
    'ec2:CreateTags',
    'ec2:StartInstances',
    'ec2:StopInstances',
    'ec2:TerminateInstances',
    'elasticloadbalancing:AddTags',
    'elasticloadbalancing:AddTags',
    'elasticloadbalancing:AddTags',
    'elasticloadbalancing:AddTags',
    'elasticloadbalancing:CreateRule',
    'elasticloadbalancing:DeleteRule',
    'elasticloadbalancing:DeregisterTargets',
    'elasticloadbalancing:ModifyTargetGroupAttributes',
    'elasticloadbalancing:RegisterTargets',
    'iam:PassRole',
  ]);
  const all = statements.flatMap(({ Action }) => Action);
  expect(
    all.filter((action) => /:(Delete|Stop|Reboot|Put(?!Parameter))/.test(action)).toSorted(),
  ).toEqual([
    'autoscaling:DeleteAutoScalingGroup',
    'autoscaling:DeleteScheduledAction',
    'autoscaling:PutScalingPolicy',
    'autoscaling:PutScheduledUpdateGroupAction',
    // These two bound to our tag, as is said above.
    'ec2:StopInstances',
    'elasticloadbalancing:DeleteRule',
    'ssm:DeleteParameter',
  ]);
  // Marks are put on what is launched, what is ours, and what is adopted: each under a condition of its own.
  const twice = all.filter((action, at) => all.indexOf(action) !== at);
  expect(twice.toSorted()).toEqual([
    'autoscaling:CreateOrUpdateTags',
    'ec2:CreateTags',
    'elasticloadbalancing:AddTags',
    'elasticloadbalancing:AddTags',
    'elasticloadbalancing:AddTags',
  ]);
});

it('puts one condition at most into a statement, and on all of its actions', () => {
  const rights = [...awsOperations, ...impliedRights];
  for (const { Sid, Condition } of policyOf().Statement) {
    const conditions = rights.filter(({ sid }) => sid === Sid).map(({ condition }) => condition);
    expect(new Set(conditions.map((one) => JSON.stringify(one)))).toEqual(
      new Set([JSON.stringify(Condition)]),
    );
  }
});
