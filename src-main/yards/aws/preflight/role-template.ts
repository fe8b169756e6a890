/** docs/aws-role.yaml, made from the list of operations: a CloudFormation template of a role that may do just that. */
import { stringify } from 'yaml';
import { policyOf } from './policy.ts';

const head = `# A role for Blockyard with the rights of docs/iam-policy.json: made from the same list of operations, and compared by a test.
#
#   aws cloudformation deploy --stack-name blockyard-role --template-file aws-role.yaml \\
#     --capabilities CAPABILITY_NAMED_IAM --parameter-overrides TrustedPrincipal=arn:aws:iam::123456789012:user/ana
#
# Then a profile of ~/.aws/config with role_arn (an output of the stack) and source_profile. Leave statements out that you
# do not want: reading alone needs See and WhoAmI; cutting over and reverting MoveTraffic and HoldClaims besides.
`;

/** The longest session that AWS allows: a release and its bake fit into it. */
const longestSessionSeconds = 12 * 3600;

/** The text of the file. ARNs are of the partition that the stack is made in. */
export function roleTemplateText(): string {
  const { Statement, Version } = policyOf();
  const template = {
    AWSTemplateFormatVersion: '2010-09-09',
    Description: 'The role that Blockyard acts in: the least rights that it needs',
    Parameters: {
      RoleName: { Type: 'String', Default: 'blockyard' },
      TrustedPrincipal: {
        Type: 'String',
        Description: 'ARN of the user or role that may act in it',
        AllowedPattern: '^arn:aws[a-z-]*:(iam|sts)::\\d{12}:.+$',
      },
    },
    Resources: {
      Role: {
        Type: 'AWS::IAM::Role',
        Properties: {
          RoleName: { Ref: 'RoleName' },
          MaxSessionDuration: longestSessionSeconds,
          AssumeRolePolicyDocument: {
            Version,
            Statement: [
              {
                Effect: 'Allow',
                Action: 'sts:AssumeRole',
                Principal: { AWS: { Ref: 'TrustedPrincipal' } },
              },
            ],
          },
          Policies: [
            {
              PolicyName: 'blockyard',
              PolicyDocument: {
                Version,
                Statement: Statement.map((statement) => ({
                  ...statement,
                  Resource: [statement.Resource].flat().map(inPartition),
                })),
              },
            },
          ],
        },
      },
    },
    Outputs: { RoleArn: { Value: { 'Fn::GetAtt': ['Role', 'Arn'] } } },
  };
  return `${head}${stringify(template, { lineWidth: 0, singleQuote: true, version: '1.1' })}`;
}

function inPartition(arn: string): string | { readonly 'Fn::Sub': string } {
  return arn.startsWith('arn:aws:')
    ? { 'Fn::Sub': arn.replace('arn:aws:', 'arn:${AWS::Partition}:') }
    : arn;
}
