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

test('reads what REST says in its first line', () => {
  const asked = (method: string, url: string) =>
    readCall({ authorization: scope('ebs') }, 'data', { method, url });
  const changed = asked('GET', '/snapshots/snap-2/changedblocks?firstSnapshotId=snap-1');
  expect(changed).toMatchObject({ service: 'ebs', action: 'ListChangedBlocks' });
  expect(changed.params.get('SnapshotId')).toBe('snap-2');
  expect(changed.params.get('firstSnapshotId')).toBe('snap-1');
  expect(asked('GET', '/snapshots/snap-2/blocks').action).toBe('ListSnapshotBlocks');
  expect(isMutation(changed)).toBe(false);
  const put = asked('PUT', '/snapshots/snap-2/blocks/7');
  expect(put).toMatchObject({ action: 'PutSnapshotBlock' });
  expect(put.params.get('BlockIndex')).toBe('7');
  expect(isMutation(put)).toBe(true);
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
