import { mkdtempSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { DescribeInstancesCommand } from '@aws-sdk/client-ec2';
import {
  DescribeLoadBalancersCommand,
  ModifyRuleCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { DeleteParameterCommand, PutParameterCommand } from '@aws-sdk/client-ssm';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { systemClock } from '../../../clock/system-clock.ts';
import { describeWithMoto, startMoto, type Moto } from '../moto.fixture.ts';
import { dryRun } from '../preflight/dry-run.ts';
import { policyText } from '../preflight/policy.ts';
import { withBrowserLogins } from './browser-login.fixture.ts';
import { attempt } from './clients.ts';
import { readIdentity } from './identity.ts';
import { openPlace } from './open-place.ts';
import { listProfiles } from './profiles.ts';

const folder = mkdtempSync(join(tmpdir(), 'blockyard-place-'));
afterAll(() => rm(folder, { recursive: true }));
const environment = {
  AWS_CONFIG_FILE: join(folder, 'config'),
  AWS_SHARED_CREDENTIALS_FILE: join(folder, 'credentials'),
};

/** A request that nobody of us signed for is signed with any key while moto is not strict. */
async function iam(endpoint: string, parameters: Record<string, string>): Promise<string> {
  const answer = await fetch(endpoint, {
    method: 'POST',
    headers: {
      authorization: 'AWS4-HMAC-SHA256 Credential=x/20260101/us-east-1/iam/aws4_request, SignedHeaders=host, Signature=x', // prettier-ignore
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: new URLSearchParams({ Version: '2010-05-08', ...parameters }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(text);
  return text;
}
const between = (text: string, tag: string): string =>
  new RegExp(`<${tag}>([^<]+)</${tag}>`).exec(text)?.[1] ?? '';

async function makeUser(endpoint: string, name: string, policy: string): Promise<string> {
  await iam(endpoint, { Action: 'CreateUser', UserName: name });
  await iam(endpoint, { Action: 'PutUserPolicy', UserName: name, PolicyName: 'p', PolicyDocument: policy }); // prettier-ignore
  const made = await iam(endpoint, { Action: 'CreateAccessKey', UserName: name });
  return `[${name}]\naws_access_key_id = ${between(made, 'AccessKeyId')}\naws_secret_access_key = ${between(made, 'SecretAccessKey')}\n`;
}

async function open(name: string, endpoint: string | null, region = 'us-east-1') {
  const { profiles } = await listProfiles(environment);
  const profile = profiles.find((each) => each.name === name);
  if (profile === undefined) throw new Error(`no profile ${name}`);
  const clock = systemClock;
  return openPlace(profile, region, endpoint, { clock, version: '0.0.0', environment });
}

/** moto compares a statement's resources with `*` only, so what it can check of a policy is its actions. */
const widened = policyText().replace(/"Resource": (\[[^\]]*\]|"[^"]*")/g, '"Resource": "*"');
const nobody =
  '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"ec2:*","Resource":"*"}]}';
const rule =
  'arn:aws:elasticloadbalancing:us-east-1:123456789012:listener-rule/app/x/0123456789abcdef/0123456789abcdef/0123456789abcdef';
const modifyRule = () =>
  new ModifyRuleCommand({
    RuleArn: rule,
    Actions: [{ Type: 'fixed-response', FixedResponseConfig: { StatusCode: '200' } }],
  });

describeWithMoto('an opened profile, with policies enforced', () => {
  let moto: Moto;
  beforeAll(async () => {
    moto = await startMoto();
    const users = [
      await makeUser(moto.endpoint, 'operator', widened),
      await makeUser(moto.endpoint, 'nobody', nobody),
    ];
    writeFileSync(environment.AWS_SHARED_CREDENTIALS_FILE, users.join('\n'));
    writeFileSync(
      environment.AWS_CONFIG_FILE,
      `[profile other]\nrole_arn = arn:aws:iam::222222222222:role/Deploy\nsource_profile = operator\n` +
        `[profile coded]\nrole_arn = arn:aws:iam::222222222222:role/Deploy\nsource_profile = operator\nmfa_serial = arn:aws:iam::123456789012:mfa/joe\n` +
        `[profile program]\ncredential_process = sh -c 'echo planted-secret >&2; exit 1'\n`,
    );
  }, 60_000);
  afterAll(() => moto.stop());

  it('assumes a role of another account, with a code where one is asked', async () => {
    const { session, clients, ledger } = await open('other', moto.endpoint);
    const identity = await readIdentity(clients.sts);
    expect(identity).toMatchObject({ value: { accountId: '222222222222', roleName: 'Deploy' } });
    expect(session.state().kind).toBe('ready');
    expect(ledger.recent().map(({ action }) => action)).toEqual([
      'AssumeRole',
      'GetCallerIdentity',
    ]);
    const coded = await open('coded', moto.endpoint);
    expect(await readIdentity(coded.clients.sts)).toMatchObject({ fault: { code: 'signed-out' } });
    expect(coded.ledger.recent()).toEqual([]);
    const signedIn = await coded.session.signIn({ mfaCode: '123456' });
    expect(signedIn).toMatchObject({ ok: true, value: { kind: 'ready' } });
  }, 60_000);

  it('says nothing of what a credential program prints', async () => {
    const { clients } = await open('program', moto.endpoint);
    const answer = await readIdentity(clients.sts);
    expect(answer).toMatchObject({ ok: false, fault: { code: 'signed-out' } });
    expect(JSON.stringify(answer)).not.toContain('planted-secret');
    expect(JSON.stringify(answer)).toContain('The program sh');
  }, 60_000);

  it('can do what the printed policy grants and is told what it may not', async () => {
    await moto.enforceIam();
    const operator = (await open('operator', moto.endpoint)).clients;
    for (const work of [
      () => operator.ec2.send(new DescribeInstancesCommand({})),
      () => operator.elb.send(new DescribeLoadBalancersCommand({})),
      () => operator.ssmWrites.send(new PutParameterCommand({ Name: '/blockyard/web/1', Value: 'x', Type: 'String' })), // prettier-ignore
      () => operator.ssmWrites.send(new DeleteParameterCommand({ Name: '/blockyard/web/1' })),
    ])
      expect(await attempt<unknown>(work)).not.toHaveProperty('fault');
    // Allowed, and therefore refused for another reason: the rule does not exist.
    expect(await attempt(() => operator.elbWrites.send(modifyRule()))).toMatchObject({
      fault: { code: 'not-found' },
    });
    const relaunch = { ImageId: 'ami-12c6146b', MinCount: 1, MaxCount: 1 };
    const asked = await dryRun(operator.ec2, { action: 'RunInstances', input: relaunch });
    expect(asked).toMatchObject({ kind: 'allowed' });

    const denied = (await open('nobody', moto.endpoint)).clients;
    expect(await attempt(() => denied.elbWrites.send(modifyRule()))).toMatchObject({
      fault: {
        code: 'denied',
        message: 'arn:aws:iam::123456789012:user/nobody may not elasticloadbalancing:ModifyRule.',
        todo: 'Grant statement "MoveTraffic" of docs/iam-policy.json.',
      },
    });
  }, 90_000);

  it('takes a wrong key for signed out, and stops asking', async () => {
    writeFileSync(
      environment.AWS_SHARED_CREDENTIALS_FILE,
      '[gone]\naws_access_key_id = AKIAGONE000000000000\naws_secret_access_key = planted\n',
    );
    const { clients, session, ledger } = await open('gone', moto.endpoint);
    const work = () => attempt(() => clients.ec2.send(new DescribeInstancesCommand({})));
    const first = await work();
    expect(first.ok ? null : first.fault).toMatchObject({ code: 'signed-out' });
    const { reads } = ledger.totals();
    expect(await work()).toMatchObject({ fault: { code: 'signed-out' } });
    expect(session.state().kind).toBe('expired');
    expect(ledger.totals().reads).toBe(reads);
  }, 60_000);
});

it('uses neither keys, nor endpoint, nor profile of the environment, and asks no metadata', async () => {
  const asked: string[] = [];
  const trap = createServer((socket) => {
    asked.push('asked');
    socket.destroy();
  });
  await new Promise<void>((resolve) => trap.listen(0, '127.0.0.1', resolve));
  const address = trap.address();
  const url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  const planted = {
    AWS_ACCESS_KEY_ID: 'AKIAENVIRONMENT00000',
    AWS_SECRET_ACCESS_KEY: 'x',
    AWS_PROFILE: 'elsewhere',
    AWS_ENDPOINT_URL: url,
    AWS_ENDPOINT_URL_STS: url,
    AWS_EC2_METADATA_SERVICE_ENDPOINT: url,
    AWS_CONTAINER_CREDENTIALS_FULL_URI: url,
    AWS_DEFAULTS_MODE: 'auto',
    AWS_ENDPOINT_URL_SSO: url,
    AWS_ENDPOINT_URL_SSO_OIDC: url,
    AWS_ENDPOINT_URL_SIGNIN: url,
    // What makes credentials of a browser's session reads its files where the process says.
    ...environment,
    HOME: folder,
  };
  const before = { ...process.env };
  Object.assign(process.env, planted);
  try {
    const nowhere = 'xx-nowhere-1';
    writeFileSync(environment.AWS_CONFIG_FILE, withBrowserLogins(folder, nowhere));
    writeFileSync(
      environment.AWS_SHARED_CREDENTIALS_FILE,
      '[chosen]\naws_access_key_id = AKIACHOSEN0000000000\naws_secret_access_key = x\n',
    );
    // A region that does not exist: nothing of the real AWS is asked, from whatever network.
    const chosen = await open('chosen', null, nowhere);
    expect((await chosen.session.credentials()).accessKeyId).toBe('AKIACHOSEN0000000000');
    expect(await readIdentity(chosen.clients.sts)).toMatchObject({
      fault: { code: 'unreachable' },
    });
    for (const name of ['sso', 'sso-old', 'sso-legacy', 'login']) {
      const { session } = await open(name, null, nowhere);
      await expect(session.credentials(), name).rejects.toThrow();
    }
    expect(asked).toEqual([]);
    // The control: the trap does catch what is sent to it.
    await readIdentity((await open('chosen', url)).clients.sts);
    expect(asked).not.toEqual([]);
  } finally {
    for (const name of Object.keys(planted)) Reflect.deleteProperty(process.env, name);
    Object.assign(process.env, before);
    await new Promise((resolve) => trap.close(resolve));
  }
});
