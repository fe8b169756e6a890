import fc from 'fast-check';
import { expect, it } from 'vitest';

import { faultSchema } from '../../../../src-shared/fault-schema.ts';
import { awsOperations, operationOf, type AwsOperation } from '../preflight/operations.ts';
import { policyOf } from '../preflight/policy.ts';
import { awsErrorOf } from './aws-fault.ts';

const shipped = policyOf();

function operation(service: AwsOperation['service'], action: string): AwsOperation {
  const found = operationOf(service, action);
  if (found === undefined) throw new Error(`no ${action}`);
  return found;
}
const modifyRule = operation('elb', 'ModifyRule');
const describeRules = operation('elb', 'DescribeRules');

/** As the SDK makes it: with everything about the request hanging on it. */
function serviceError(name: string, message: string, status: number, bait = {}): Error {
  return Object.assign(new Error(message), {
    name,
    $fault: status < 500 ? 'client' : 'server',
    $metadata: { httpStatusCode: status, requestId: 'r-1', ...bait },
    $response: { body: { req: bait }, headers: bait },
    ...bait,
  });
}
const code = (error: unknown, asked = modifyRule): string =>
  awsErrorOf(error, { operation: asked, profile: 'prod' }).fault.code;

it.each([
  ['Throttling', 400, 'throttled'],
  ['RequestLimitExceeded', 503, 'throttled'],
  ['TooManyRequestsException', 429, 'throttled'],
  ['ExpiredToken', 403, 'signed-out'],
  ['ExpiredTokenException', 400, 'signed-out'],
  ['RequestExpired', 400, 'signed-out'],
  ['InvalidClientTokenId', 403, 'signed-out'],
  ['AuthFailure', 401, 'signed-out'],
  ['AccessDenied', 403, 'denied'],
  ['AccessDeniedException', 400, 'denied'],
  ['UnauthorizedOperation', 403, 'denied'],
  ['RuleNotFound', 400, 'not-found'],
  ['RuleNotFoundException', 400, 'not-found'],
  ['ResourceInUseException', 400, 'conflict'],
  ['UnrecognizedClientException', 400, 'signed-out'],
  ['ListenerNotFound', 400, 'not-found'],
  ['InvalidInstanceID.NotFound', 400, 'not-found'],
  ['ParameterNotFound', 400, 'not-found'],
  ['ParameterAlreadyExists', 400, 'conflict'],
  ['RequestTimeTooSkewed', 403, 'refused'],
  ['RequestInTheFuture', 400, 'refused'],
  ['InvalidTarget', 400, 'refused'],
  ['InternalFailure', 500, 'unknown-outcome'],
  ['InsufficientInstanceCapacity', 500, 'refused'],
  ['ServiceUnavailable', 503, 'unknown-outcome'],
])('%s (%i) is %s', (name, status, expected) => {
  expect(code(serviceError(name, 'x', status))).toBe(expected);
});

it('tells a failed read from a mutation whose outcome nobody knows', () => {
  const broken = Object.assign(new Error('socket hang up'), {
    code: 'ECONNRESET',
    name: 'TimeoutError',
  });
  expect([code(broken), code(broken, describeRules)]).toEqual(['unknown-outcome', 'unreachable']);
  expect(code(serviceError('InternalFailure', '', 500), describeRules)).toBe('unreachable');
  const refused = Object.assign(new Error('x'), { code: 'ECONNREFUSED', syscall: 'connect' });
  const both = new AggregateError([refused, broken]);
  expect([code(refused), code(both)]).toEqual(['unreachable', 'unknown-outcome']);
  for (const name of ['ENOTFOUND', 'CERT_HAS_EXPIRED', 'EPROTO', 'ENETUNREACH'])
    expect(code(Object.assign(new Error('x'), { code: name }))).toBe('unreachable');
});

it('names who may not do what, and the statement that allows it', () => {
  const text =
    'You are not authorized to perform this operation. User: arn:aws:sts::123456789012:assumed-role/Deploy/joe is not authorized to perform: elasticloadbalancing:ModifyRule on resource: arn:aws:elasticloadbalancing:x because no identity-based policy allows it. Encoded authorization failure message: c2VjcmV0';
  expect(
    awsErrorOf(serviceError('AccessDenied', text, 403), { operation: modifyRule, profile: 'p' })
      .fault,
  ).toEqual({
    code: 'denied',
    message:
      'arn:aws:sts::123456789012:assumed-role/Deploy/joe may not elasticloadbalancing:ModifyRule.',
    where: 'elasticloadbalancing:ModifyRule',
    todo: 'Grant statement "MoveTraffic" of docs/iam-policy.json.',
    denial: {
      action: 'elasticloadbalancing:ModifyRule',
      // What follows is not a whole ARN, so it is left behind.
      resource: null,
      said: 'User: arn:aws:sts::123456789012:assumed-role/Deploy/joe is not authorized to perform: elasticloadbalancing:ModifyRule',
      isForbidden: false,
      statement: JSON.stringify(
        shipped.Statement.find(({ Sid }) => Sid === 'MoveTraffic'),
        null,
        2,
      ),
    },
  });
});

const deniedBy = (text: string, asked = modifyRule) =>
  awsErrorOf(serviceError('AccessDenied', text, 403), { operation: asked, profile: 'p' }).fault
    .denial;

it('keeps the sentence and the resource of a denial, and nothing behind its grammar', () => {
  const user = 'User: arn:aws-cn:iam::123456789012:user/ana is not authorized to perform:';
  const rule =
    'arn:aws-cn:elasticloadbalancing:cn-north-1:123456789012:listener-rule/app/web/1/2/3';
  const said = `${user} elasticloadbalancing:ModifyRule on resource: ${rule} because no identity-based policy allows the elasticloadbalancing:ModifyRule action`;
  const denial = deniedBy(`No. ${said}. Encoded authorization failure message: c2VjcmV0`);
  expect(denial).toMatchObject({ resource: rule, said, isForbidden: false });
  // Ready to be pasted there: ARNs of that partition only.
  expect(denial?.statement).toContain('arn:aws-cn:elasticloadbalancing:*:*:listener-rule');
  expect(denial?.statement).not.toContain('"arn:aws:');
  const scp = `${user} elasticloadbalancing:ModifyRule on resource: ${rule} with an explicit deny in a service control policy`;
  expect(deniedBy(scp)).toMatchObject({ said: scp, isForbidden: true });
  // The shipped policy cannot grant it: the statement is for this action alone.
  const assume = operation('sts', 'AssumeRole');
  expect(JSON.parse(deniedBy(`${user} sts:AssumeRole`, assume)?.statement ?? '')).toEqual({
    Effect: 'Allow',
    Action: 'sts:AssumeRole',
    Resource: '*',
  });
  expect(deniedBy('Access to that is denied to you, says a proxy.')).toMatchObject({ said: null });
});

const planted = 'wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY01';
const names = fc.constantFrom(
  'Throttling', 'ExpiredToken', 'SignatureDoesNotMatch', 'AccessDenied', 'UnauthorizedOperation',
  'ValidationError', 'InvalidParameterValue', 'RuleNotFound', 'InternalFailure', 'TypeError',
  'CredentialsProviderError', 'TimeoutError',
); // prettier-ignore

it('never passes on a key, a token, user data or a request, whatever the error is', () => {
  const around = fc.constantFrom(
    (secret: string) => secret,
    (secret: string) => `User: ${secret} is not authorized to perform: x:${secret} on`,
    (secret: string) => `The Canonical String was 'x-amz-security-token:${secret}'`,
    (secret: string) => `command failed: vault --key=${secret} stderr ${secret}`,
    (secret: string) => `value '${secret}' at https://user:${secret}@host/`,
  );
  fc.assert(
    fc.property(
      names,
      around,
      fc.integer({ min: 200, max: 599 }),
      fc.boolean(),
      fc.constantFrom(...awsOperations),
      (name, wrap, status, isAnswer, asked) => {
        const text = wrap(planted);
        const bait = { secretAccessKey: planted, body: planted, stderr: planted };
        const error = isAnswer
          ? serviceError(name, text, status, bait)
          : Object.assign(new Error(text, { cause: new Error(planted) }), { name, ...bait });
        const mapped = awsErrorOf(error, { operation: asked, profile: 'prod' });
        faultSchema.parse(mapped.fault);
        const everything = [mapped.message, JSON.stringify(mapped), JSON.stringify(mapped.fault), String(mapped.cause)]; // prettier-ignore
        expect(everything.join('\n')).not.toContain(planted);
      },
    ),
    { numRuns: 3000 },
  );
});

it('has a control: the SDK error itself does show them', () => {
  expect(JSON.stringify(serviceError('X', '', 400, { body: planted }))).toContain(planted);
});
