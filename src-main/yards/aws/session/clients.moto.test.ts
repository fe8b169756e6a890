import { createServer, type Server } from 'node:http';

import {
  DescribeInstancesCommand,
  RunInstancesCommand,
  TerminateInstancesCommand,
} from '@aws-sdk/client-ec2';
import {
  DescribeLoadBalancersCommand,
  ModifyRuleCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { GetParametersByPathCommand, PutParameterCommand } from '@aws-sdk/client-ssm';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';

import { systemClock } from '../../../clock/system-clock.ts';
import { describeWithMoto, startMoto, type Moto } from '../moto.fixture.ts';
import { AwsError } from './aws-fault.ts';
import { createCallLedger } from './call-ledger.ts';
import { createClients, type AwsClients } from './clients.ts';
import { readIdentity } from './identity.ts';

const keys = {
  accessKeyId: 'AKIAPLANTEDKEY000001',
  secretAccessKey: 'planted-secret-planted-secret',
};

function connect(endpoint: string, patienceMs = 400) {
  const ledger = createCallLedger();
  const refused: (string | null)[] = [];
  let current = keys;
  const clients = createClients(
    { profile: 'test', region: 'us-east-1', endpoint, useFips: false, useDualstack: false },
    {
      ledger,
      clock: systemClock,
      version: '0.0.0',
      credentials: {
        credentials: () => Promise.resolve(current),
        rejected: (accessKeyId) => refused.push(accessKeyId),
      },
      timeouts: { readMs: patienceMs, writeMs: patienceMs, connectMs: patienceMs },
    },
  );
  const use = (other: typeof keys): void => {
    current = other;
  };
  return { clients, ledger, use, refused };
}

const ruleArn =
  'arn:aws:elasticloadbalancing:us-east-1:123456789012:listener-rule/app/x/0123456789abcdef/0123456789abcdef/0123456789abcdef';
const modifyRule = () =>
  new ModifyRuleCommand({
    RuleArn: ruleArn,
    Actions: [{ Type: 'fixed-response', FixedResponseConfig: { StatusCode: '200' } }],
  });

async function faultOf(work: Promise<unknown>): Promise<AwsError> {
  const error: unknown = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof AwsError)) throw new Error(`expected an AwsError, got ${String(error)}`);
  return error;
}

describeWithMoto('clients against moto', () => {
  let moto: Moto;
  let open: ReturnType<typeof connect>;
  beforeAll(async () => {
    moto = await startMoto();
    open = connect(moto.endpoint, 20_000);
  }, 30_000);
  afterAll(async () => {
    open.clients.close();
    await moto.stop();
  });

  it('reads the identity and counts one read', async () => {
    const before = open.ledger.totals();
    const identity = await readIdentity(open.clients.sts);
    expect(identity).toMatchObject({ ok: true, value: { accountId: '123456789012' } });
    expect(open.ledger.totals()).toEqual({ ...before, reads: before.reads + 1 });
  }, 30_000);

  it('accepts the answers of each service as answers of AWS', async () => {
    const { ec2, elb, ssm, ssmWrites } = open.clients;
    await expect(ec2.send(new DescribeInstancesCommand({}))).resolves.toBeDefined();
    await expect(elb.send(new DescribeLoadBalancersCommand({}))).resolves.toBeDefined();
    const name = '/blockyard/web/epoch-1';
    await ssmWrites.send(new PutParameterCommand({ Name: name, Value: '{}', Type: 'String' }));
    const read = await ssm.send(new GetParametersByPathCommand({ Path: '/blockyard/web' }));
    expect(read.Parameters?.[0]?.Value).toBe('{}');
    const again = new PutParameterCommand({ Name: name, Value: '{}', Type: 'String' });
    const { fault, awsName } = await faultOf(ssmWrites.send(again));
    expect([fault.code, awsName]).toEqual(['conflict', 'ParameterAlreadyExists']);
  }, 60_000);

  it('says not-found for a rule that is gone, after exactly one mutating call', async () => {
    const before = open.ledger.totals().mutations;
    const { fault, awsName, requestId } = await faultOf(open.clients.elbWrites.send(modifyRule()));
    expect(fault).toMatchObject({ code: 'not-found', where: 'RuleNotFound' });
    expect(awsName).toBe('RuleNotFound');
    expect(requestId).not.toBeNull();
    expect(open.ledger.totals().mutations).toBe(before + 1);
  });

  it('never sends a mutation through a reading client, nor anything outside the list', async () => {
    const before = open.ledger.totals();
    const viaReader = await faultOf(open.clients.elb.send(modifyRule()));
    expect(viaReader.fault.message).toContain('was not sent');
    const real = new TerminateInstancesCommand({ InstanceIds: ['i-0123456789abcdef0'] });
    expect((await faultOf(open.clients.ec2.send(real))).fault.message).toContain(
      'was not sent through a reading client',
    );
    expect(open.ledger.totals()).toEqual(before);
    const dry = new RunInstancesCommand({
      ImageId: 'ami-1',
      MinCount: 1,
      MaxCount: 1,
      DryRun: true,
    });
    expect((await faultOf(open.clients.ec2.send(dry))).awsName).toBe('DryRunOperation');
  });

  it('keeps the connection of the revert warm with one read', async () => {
    expect(await open.clients.warmRevert()).toEqual({ ok: true, value: null });
    expect(open.ledger.recent().at(-1)).toMatchObject({ isReserved: true, isMutation: false });
  });
});

const servers: Server[] = [];
const opened: AwsClients[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.closeAllConnections();
  for (const clients of opened.splice(0)) clients.close();
});

async function strange(handler: Parameters<typeof createServer>[1]) {
  const server = createServer(handler);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const open = connect(`http://127.0.0.1:${port}`);
  opened.push(open.clients);
  return { ...open, server };
}

it('takes a page with status 200 for no answer of AWS, with and without its content type', async () => {
  for (const headers of [{ 'content-type': 'text/html' }, {}]) {
    const open = await strange((_request, response) =>
      response.writeHead(200, headers).end('<html><body>Please sign in to the Wi-Fi</body></html>'),
    );
    const read = await faultOf(open.clients.ec2.send(new DescribeInstancesCommand({})));
    expect(read.fault.code).toBe('unreachable');
    const write = await faultOf(open.clients.elbWrites.send(modifyRule()));
    expect(write.fault.code).toBe('unknown-outcome');
    expect(JSON.stringify([read.fault, write.fault])).not.toContain('Wi-Fi');
  }
});

it.each([403, 502])("takes a proxy's page with status %i for no answer of AWS", async (status) => {
  const open = await strange((_request, response) =>
    response.writeHead(status, { 'content-type': 'text/html' }).end('<html>no</html>'),
  );
  const read = await faultOf(open.clients.ec2.send(new DescribeInstancesCommand({})));
  expect(read.fault.message).toContain('something else than AWS answered');
  expect((await faultOf(open.clients.elbWrites.send(modifyRule()))).fault.code).toBe(
    'unknown-outcome',
  );
});

it('takes an empty answer with status 200 for no answer of AWS', async () => {
  const open = await strange((_request, response) => response.writeHead(200).end());
  const read = await faultOf(open.clients.ec2.send(new DescribeInstancesCommand({})));
  expect(read.fault.code).toBe('unreachable');
});

it('sends a mutation once when no answer comes, and calls the outcome unknown', async () => {
  let requests = 0;
  const open = await strange(() => (requests += 1));
  const { fault } = await faultOf(open.clients.elbWrites.send(modifyRule()));
  expect(fault.code).toBe('unknown-outcome');
  expect(requests).toBe(1);
  expect(open.ledger.recent()).toMatchObject([{ action: 'ModifyRule', outcome: 'no-answer' }]);
});

it('sends a mutation once when the connection breaks after it, but repeats a read', async () => {
  let requests = 0;
  const open = await strange((request) => {
    requests += 1;
    request.resume().once('end', () => request.socket.destroy());
  });
  expect((await faultOf(open.clients.elbRevert.send(modifyRule()))).fault.code).toBe(
    'unknown-outcome',
  );
  expect(requests).toBe(1);
  const read = await faultOf(open.clients.elb.send(new DescribeLoadBalancersCommand({})));
  expect(read.fault.code).toBe('unreachable');
  expect(requests).toBe(5);
  expect(open.ledger.totals()).toEqual({ reads: 4, mutations: 1, throttled: 0 });
});

it('knows that a mutation was not sent when nothing listens', async () => {
  const open = await strange(() => undefined);
  await new Promise((resolve) => open.server.close(resolve));
  const { fault } = await faultOf(open.clients.elbWrites.send(modifyRule()));
  expect(fault.code).toBe('unreachable');
});

const errorXml = (code: string, message: string): string =>
  `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>r-1</RequestId></ErrorResponse>`;

it('reports throttling without a repeat of a mutation, and says whether the session ended', async () => {
  let code = 'Throttling';
  const open = await strange((_request, response) =>
    response
      .writeHead(code === 'Throttling' ? 400 : 403, { 'content-type': 'text/xml' })
      .end(errorXml(code, 'planted-secret-planted-secret')),
  );
  const throttled = await faultOf(open.clients.elbWrites.send(modifyRule()));
  expect(throttled.fault.code).toBe('throttled');
  expect(open.ledger.totals()).toEqual({ reads: 0, mutations: 1, throttled: 1 });
  expect(open.refused).toEqual([]);
  code = 'ExpiredToken';
  const expired = await faultOf(open.clients.elbWrites.send(modifyRule()));
  expect(expired.fault.code).toBe('signed-out');
  expect(open.refused).toEqual([keys.accessKeyId]);
  expect(JSON.stringify([throttled, expired, throttled.fault, expired.fault])).not.toContain(
    'planted',
  );
});

it('signs the next call with the credentials of that moment', async () => {
  const seen: string[] = [];
  const open = await strange((request, response) => {
    seen.push(/Credential=([A-Z0-9]+)/.exec(request.headers.authorization ?? '')?.[1] ?? '');
    response.writeHead(403, { 'content-type': 'text/xml' }).end(errorXml('AccessDenied', 'no'));
  });
  await faultOf(open.clients.elbWrites.send(modifyRule()));
  open.use({ ...keys, accessKeyId: 'AKIAPLANTEDKEY000002' });
  await faultOf(open.clients.elbWrites.send(modifyRule()));
  expect(seen).toEqual(['AKIAPLANTEDKEY000001', 'AKIAPLANTEDKEY000002']);
});

it('signs by the clock of AWS after one read, on a computer whose clock is an hour off: no write is refused', async () => {
  const signed: number[] = [];
  const hourMs = 3_600_000;
  const open = await strange((request, response) => {
    const stamp = String(request.headers['x-amz-date']);
    const atMs = Date.parse(
      stamp.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/u, '$1-$2-$3T$4:$5:$6Z'),
    );
    const serverMs = Date.now() + hourMs;
    signed.push(Math.round((atMs - serverMs) / 60_000) + 0);
    const isLate = Math.abs(atMs - serverMs) > 5 * 60_000;
    const headers = { 'content-type': 'text/xml', date: new Date(serverMs).toUTCString() };
    const late = errorXml('SignatureDoesNotMatch', 'Signature expired: it is now later.');
    response
      .writeHead(isLate ? 403 : 400, headers)
      .end(isLate ? late : errorXml('RuleNotFound', 'no'));
  });
  await faultOf(open.clients.elb.send(new DescribeLoadBalancersCommand({})));
  // One refusal, and then right.
  expect(signed.slice(0, 2)).toEqual([-60, 0]);
  const reads = signed.length;
  const write = await faultOf(open.clients.elbWrites.send(modifyRule()));
  expect(write.fault.code).toBe('not-found');
  expect((await faultOf(open.clients.elbRevert.send(modifyRule()))).fault.code).toBe('not-found');
  expect(signed.slice(reads)).toEqual([0, 0]);
});
