import { expect, test } from 'vitest';
import { isMutation, listed, readCall } from './aws-call.ts';
import { members, textOf } from './xml-members.ts';

const scope = (service: string): string =>
  `AWS4-HMAC-SHA256 Credential=AKIAX/20260101/eu-central-1/${service}/aws4_request, SignedHeaders=host, Signature=0`;

test('reads Query and JSON calls, and who signed them', () => {
  const query = readCall(
    { authorization: scope('elasticloadbalancing') },
    'Action=DescribeTargetGroups&TargetGroupArns.member.1=a&TargetGroupArns.member.2=b',
  );
  expect(query).toMatchObject({ service: 'elasticloadbalancing', caller: 'AKIAX' });
  expect(listed(query, 'TargetGroupArns')).toEqual(['a', 'b']);
  const json = readCall(
    { authorization: scope('ssm'), 'x-amz-target': 'AmazonSSM.PutParameter' },
    '{"Name":"/a","Overwrite":false}',
  );
  expect(json).toMatchObject({ service: 'ssm', action: 'PutParameter' });
  expect(json.params.get('Overwrite')).toBe('false');
});

test('tells writes from reads, and a dry run changes nothing', () => {
  const is = (body: string): boolean => isMutation(readCall({ authorization: scope('ec2') }, body));
  for (const action of ['ModifyRule', 'RunInstances', 'CreateTags', 'PutParameter', 'SetSubnets']) {
    expect(is(`Action=${action}`)).toBe(true);
  }
  for (const action of ['DescribeRules', 'GetParameter', 'GetCallerIdentity', 'AssumeRole']) {
    expect(is(`Action=${action}`)).toBe(false);
  }
  expect(is('Action=RunInstances&DryRun=true')).toBe(false);
});

test('splits lists at their outermost members', () => {
  const list =
    '<member><A>1</A><B><member>x</member></B></member><member/><member><A>2</A></member>';
  expect(members(list).map((member) => textOf(member, 'A'))).toEqual(['1', '2']);
});
