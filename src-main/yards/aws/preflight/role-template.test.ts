import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { policyOf } from './policy.ts';
import { roleTemplateText } from './role-template.ts';

interface Template {
  readonly Resources: {
    readonly Role: {
      readonly Properties: {
        readonly Policies: readonly { readonly PolicyDocument: { readonly Statement: unknown } }[];
      };
    };
  };
}

it('is the file in docs (run vitest with -u to write it again)', async () => {
  await expect(roleTemplateText()).toMatchFileSnapshot('../../../../docs/aws-role.yaml');
});

it('grants what docs/iam-policy.json grants, statement by statement, and an inline policy holds it', () => {
  const { Resources } = parse(roleTemplateText()) as Template;
  const said = JSON.stringify(Resources.Role.Properties.Policies[0]?.PolicyDocument.Statement);
  const plain = said
    .replaceAll(/\{"Fn::Sub":("[^"]*")\}/gu, '$1')
    .replaceAll('arn:${AWS::Partition}:', 'arn:aws:');
  const wanted = policyOf().Statement.map((one) => ({ ...one, Resource: [one.Resource].flat() }));
  expect(JSON.parse(plain)).toEqual(wanted);
  // AWS's bound for all inline policies of a role, without white space.
  expect(plain.length).toBeLessThan(10_240);
});
