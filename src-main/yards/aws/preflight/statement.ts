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
  const granting = impliedRights.filter((right) => right.iamAction === iamAction);
  const meant = granting.filter(({ resources }) => isOneOf(resources, resource));
  // Marking is granted several times: on what is launched, adopted, made for a proof. AWS does not always say which.
  const implied = meant.length === 0 ? granting : meant;
  const sids = [operationOfIamAction(iamAction), ...implied].flatMap((right) => right?.sid ?? []);
  const partition = /^arn:(aws[a-z-]*):/.exec(principal ?? '')?.[1] ?? 'aws';
  const statements =
    sids.length === 0
      ? [{ Effect: 'Allow', Action: iamAction, Resource: resource ?? '*' }]
      : sids.map(shippedStatement);
  return statements
    .map((statement) => JSON.stringify(statement, null, 2))
    .join(',\n')
    .replaceAll('"arn:aws:', `"arn:${partition}:`);
}

/** By the kind of thing that it is about: `targetgroup`, `listener-rule`. */
function isOneOf(resources: readonly string[], resource: string | null): boolean {
  const kindIn = (arn: string): string => arn.split(':')[5]?.split('/')[0] ?? '';
  return resource !== null && resources.some((arn) => kindIn(arn) === kindIn(resource));
}

function shippedStatement(sid: StatementId): object | undefined {
  return policyOf().Statement.find((statement) => statement.Sid === sid);
}
