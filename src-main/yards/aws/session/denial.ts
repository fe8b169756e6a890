/** Who was denied what, read from AWS's sentence; everything else in that sentence is left behind. */
import { operationOfIamAction, type AwsOperation } from '../preflight/operations.ts';
import { statementFor } from '../preflight/statement.ts';
import type { Denial } from '../../../../src-shared/denial.ts';
import type { Fault } from '../../../../src-shared/result.ts';

const principal = String.raw`arn:aws[a-z-]*:(?:iam|sts)::\d{12}:[a-z-]+\/[\w+=,.@/-]{1,160}`;
const action = String.raw`[a-z0-9-]{2,40}:[A-Za-z0-9]{2,60}`;
/** Of anything but IAM itself; ends where a name may end. */
const resource = String.raw`(?:arn:aws[a-z-]*:[a-z0-9-]{2,40}:[a-z0-9-]{0,30}:(?:\d{12})?:[\w+=,.@/:*-]{1,300}|\*)`;
const why = String.raw`(?:because no [a-z -]{1,60} policy allows the ${action} action|with an explicit deny in an? [a-z -]{1,60}policy)`;

const principalPattern = new RegExp(String.raw`\b(${principal})(?=\s|$)`);
const actionPattern = new RegExp(String.raw`not authorized to perform:? (${action})`);
const resourcePattern = new RegExp(String.raw`${action} on resource: (${resource})(?=\s|$)`);
/** As all services word it; the encoded message that EC2 adds is behind its end. */
const sentencePattern = new RegExp(
  String.raw`User: ${principal} is not authorized to perform: ${action}(?: on resource: ${resource})?(?: ${why})?(?=[\s.]|$)`,
);
const deniedNames =
  /^(UnauthorizedOperation|Client\.UnauthorizedOperation|AccessDenied|Unauthorized|Forbidden|NotAuthorized|OptInRequired|AuthorizationError)$/;

/** @param awsName without the suffix `Exception`. */
export function isDenial(awsName: string): boolean {
  return deniedNames.test(awsName);
}

/** @param text AWS's message: hostile, may carry an encoded blob; only what fits AWS's own grammar is taken. */
export function faultOfDenial(text: string, asked: AwsOperation, profile: string): Fault {
  const who = principalPattern.exec(text)?.[1] ?? null;
  const denial = denialIn(text, asked, who);
  const forbids = denial.isForbidden ? ': a policy forbids it explicitly' : '';
  return {
    code: 'denied',
    message: `${who ?? `Profile ${profile}`} may not ${denial.action}${forbids}.`,
    where: denial.action,
    todo: todoOf(denial),
    denial,
  };
}

function denialIn(text: string, asked: AwsOperation, who: string | null): Denial {
  const iamAction = actionPattern.exec(text)?.[1] ?? asked.iamAction;
  const about = resourcePattern.exec(text)?.[1] ?? null;
  return {
    action: iamAction,
    resource: about,
    said: sentencePattern.exec(text)?.[0] ?? null,
    isForbidden: /with an explicit deny/.test(text),
    statement: statementFor(iamAction, about, who),
  };
}

function todoOf({ action: iamAction, isForbidden }: Denial): string {
  const sid = operationOfIamAction(iamAction)?.sid ?? null;
  if (sid === null)
    return `Ask for ${iamAction}: docs/iam-policy.json, which lets traffic be moved, does not grant it.`;
  if (isForbidden)
    return `Ask who keeps the policies: statement "${sid}" of docs/iam-policy.json allows it, and another one forbids it.`;
  return `Grant statement "${sid}" of docs/iam-policy.json.`;
}
