/** Refusals as each service words them. */
import { type Answer, errorAnswer } from '../aws-answers.ts';
import { iamActionOf, type AwsCall } from '../aws-call.ts';

export const labUser = 'arn:aws:iam::123456789012:user/lab-user';

export function throttled(call: AwsCall): Answer {
  switch (call.service) {
    case 'ec2':
      return errorAnswer(call, 503, 'RequestLimitExceeded', 'Request limit exceeded.');
    case 'ebs':
      return errorAnswer(call, 400, 'RequestThrottledException', 'Rate exceeded');
    case 'ssm':
      return errorAnswer(call, 400, 'ThrottlingException', 'Rate exceeded');
    default:
      return errorAnswer(call, 400, 'Throttling', 'Rate exceeded');
  }
}

export function expired(call: AwsCall): Answer {
  const message = 'The security token included in the request is expired';
  switch (call.service) {
    case 'ec2':
      return errorAnswer(call, 400, 'RequestExpired', 'Request has expired.');
    case 'ssm':
      return errorAnswer(call, 400, 'ExpiredTokenException', message);
    default:
      return errorAnswer(call, 403, 'ExpiredToken', message);
  }
}

/** EC2 hides the reason in a message that only `sts:DecodeAuthorizationMessage` reads. */
export function denied(call: AwsCall, user = labUser): Answer {
  const action = iamActionOf(call);
  const reason = `User: ${user} is not authorized to perform: ${action}`;
  const because = `because no identity-based policy allows the ${action} action`;
  switch (call.service) {
    case 'ec2':
      return errorAnswer(
        call,
        403,
        'UnauthorizedOperation',
        `You are not authorized to perform this operation. ${reason} ${because}. Encoded authorization failure message: ${'Zx3Tq9vLr0bN'.repeat(20)}`,
      );
    case 'ebs':
      return errorAnswer(call, 403, 'AccessDeniedException', `${reason} on resource: arn:aws:ec2:eu-central-1::snapshot/${call.params.get('SnapshotId') ?? '*'} ${because}`); // prettier-ignore
    case 'ssm':
      return errorAnswer(call, 400, 'AccessDeniedException', `${reason} ${because}`);
    default:
      return errorAnswer(
        call,
        403,
        'AccessDenied',
        `${reason} on resource: ${resourceOf(call)} ${because}`,
      );
  }
}

function resourceOf(call: AwsCall): string {
  const named = [...call.params].find(([name, value]) => /Arn/.test(name) && value !== '');
  return named?.[1] ?? '*';
}
