/** The IAM statement that allows one action, as text that a policy takes as it is. */
import { impliedRights, operationOfIamAction, type StatementId } from './operations.ts';
import { policyOf } from './policy.ts';

/**
 * The whole statement of docs/iam-policy.json where that allows it, so that what is pasted is what was
 * read; else one for this action alone. In the partition that `principal` is of: ARNs of `aws-cn` are others.
 * @param resource what AWS said that it was about; null when it did not say.
 */
export function statementFor(
  iamAction: string,
  resource: string | null,
  principal: string | null = null,
): string {
  const implied = impliedRights.find((right) => right.iamAction === iamAction);
  const sid = operationOfIamAction(iamAction)?.sid ?? implied?.sid ?? null;
  const partition = /^arn:(aws[a-z-]*):/.exec(principal ?? '')?.[1] ?? 'aws';
  const statement =
    sid === null
      ? { Effect: 'Allow', Action: iamAction, Resource: resource ?? '*' }
      : shippedStatement(sid);
  return JSON.stringify(statement, null, 2).replaceAll('"arn:aws:', `"arn:${partition}:`);
}

function shippedStatement(sid: StatementId): object | undefined {
  return policyOf().Statement.find((statement) => statement.Sid === sid);
}
