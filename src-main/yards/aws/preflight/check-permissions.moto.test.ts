/** Preflight against moto with its IAM switched on: what it says is what then happens. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';

import { openLab, type Lab } from '../../../../e2e/aws-lab/lab.ts';
import type { Permission } from '../../../../src-shared/permission.ts';
import { good, onlyFleet, openLabYard, type LabYard } from '../aws-yard.fixture.ts';
import { describeWithMoto } from '../moto.fixture.ts';
import { awsOperations, impliedRights } from './operations.ts';
import type { Policy } from './policy.ts';

const shipped = JSON.parse(
  await readFile(join(import.meta.dirname, '../../../../docs/iam-policy.json'), 'utf8'),
) as Policy;

describeWithMoto('preflight', () => {
  let lab: Lab;
  let keys: Parameters<typeof openLabYard>[1];
  const opened: LabYard[] = [];
  const grant = (policy: object): Promise<unknown> => lab.limitTo({ ...policy });
  const open = (): LabYard => {
    const yard = openLabYard(lab, keys);
    opened.push(yard);
    return yard;
  };
  const without = (action: string): object => ({
    ...shipped,
    Statement: shipped.Statement.map((statement) => ({
      ...statement,
      Action: statement.Action.filter((each) => each !== action),
    })),
  });

  beforeAll(async () => {
    lab = await openLab();
    await lab.makeFleet({ instances: 2, scales: true });
    keys = { keys: await lab.limitTo({ ...shipped }) };
  }, 60_000);
  afterEach(() => {
    for (const yard of opened.splice(0)) yard.close();
  });
  afterAll(() => lab.close());

  const by = (permissions: readonly Permission[], kind: Permission['answer']['kind']) =>
    permissions.filter(({ answer }) => answer.kind === kind).map(({ action }) => action);

  it('says for every operation what is proven, denied or not provable, and changes nothing', async () => {
    const yard = open();
    await onlyFleet(yard);
    const sinceMs = lab.nowMs();
    const told = good(await yard.checkPermissions(null));
    expect(told.map(({ action }) => action)).toEqual(awsOperations.map(({ iamAction }) => iamAction)); // prettier-ignore
    const implied: readonly string[] = impliedRights.map(({ iamAction }) => iamAction);
    const listed = shipped.Statement.flatMap(({ Action }) => Action).filter((action) => !implied.includes(action)); // prettier-ignore
    const writes = awsOperations.filter(({ isMutation, hasDryRun }) => isMutation && !hasDryRun).map(({ iamAction }) => iamAction); // prettier-ignore
    // Of our own servers alone, and there is none.
    const onOwnServers = ['ec2:TerminateInstances', 'ec2:StopInstances', 'ec2:StartInstances'];
    expect(by(told, 'not-provable').toSorted()).toEqual([...writes, ...onOwnServers].toSorted());
    // moto has no GetImageAncestry: it is told as not answered, never as allowed.
    expect(by(told, 'untold')).toEqual(['ec2:GetImageAncestry']);
    expect(by(told, 'allowed').toSorted()).toEqual(
      listed.filter((action) => ![...writes, 'ec2:GetImageAncestry', ...onOwnServers].includes(action)).toSorted(), // prettier-ignore
    );
    expect(by(told, 'denied')).toEqual([]);
    const launching = told.filter(({ need }) => need === 'launching').map(({ action }) => action);
    expect(launching).toContain('ec2:RunInstances');
    expect(launching).not.toContain('elasticloadbalancing:ModifyRule');
    const sent = lab.calls.all.filter(({ atMs }) => atMs >= sinceMs);
    expect(sent.filter((call) => call.isMutation && call.params['DryRun'] !== 'true')).toEqual([]);
    expect(new Set(sent.map(({ action }) => action)).size).toBe(
      awsOperations.length - writes.length - onOwnServers.length,
    );
  }, 60_000);

  it('names a right that is missing with the statement that allows it, which then does', async () => {
    const missing = 'elasticloadbalancing:DescribeTargetHealth';
    const yard = open();
    const { id } = await onlyFleet(yard);
    await grant(without(missing));
    const told = good(await yard.checkPermissions(id));
    const answer = told.find(({ action }) => action === missing)?.answer;
    if (answer?.kind !== 'denied') throw new Error(`It is ${String(answer?.kind)}.`);
    expect(answer.denial.said).toContain(`is not authorized to perform: ${missing}`);
    expect(await yard.observe()).toMatchObject({ fault: { code: 'denied', where: missing } });
    const statement = JSON.parse(answer.denial.statement) as Policy['Statement'][number];
    await grant({ ...shipped, Statement: [statement] });
    const [now] = good(await yard.checkPermissions(id)).filter(({ action }) => action === missing);
    expect(now?.answer.kind).toBe('allowed');
    await grant(shipped);
  }, 60_000);

  it('a dry run proves the right to launch or its lack, and launches nothing either way', async () => {
    const yard = open();
    await onlyFleet(yard);
    const told = good(await yard.checkPermissions(null));
    const count = async (): Promise<number> =>
      (
        JSON.parse(await lab.cli('ec2', 'describe-instances')) as {
          Reservations: { Instances: { State: { Name: string } }[] }[];
        }
      ).Reservations.flatMap(
        // prettier-ignore
        ({ Instances }) => Instances,
      ).filter(({ State }) => State.Name === 'running').length;
    expect(by(told, 'denied')).toEqual([]);
    expect(by(told, 'allowed')).toContain('ec2:RunInstances');
    await grant(without('ec2:RunInstances'));
    const less = good(await yard.checkPermissions(null));
    expect(by(less, 'denied')).toEqual(['ec2:RunInstances']);
    expect(await count()).toBe(4);
    await grant(shipped);
  }, 60_000);

  it('asks about nothing that no look has seen', async () => {
    const told = good(await open().checkPermissions(null));
    expect(by(told, 'untold')).toContain('elasticloadbalancing:DescribeRules');
    expect(by(told, 'allowed')).toContain('elasticloadbalancing:DescribeLoadBalancers');
  }, 60_000);
});
