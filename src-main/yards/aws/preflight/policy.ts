/** docs/iam-policy.json, made from the list of operations: the least that this version needs. */
import {
  awsOperations,
  impliedRights,
  type Condition,
  type ImpliedRight,
  type StatementId,
} from './operations.ts';

type Right = Omit<ImpliedRight, 'sid'> & { readonly sid: StatementId | null };

export interface PolicyStatement {
  readonly Sid: StatementId;
  readonly Effect: 'Allow';
  readonly Action: readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: Condition;
}

export interface Policy {
  readonly Version: '2012-10-17';
  readonly Statement: readonly PolicyStatement[];
}

/**
 * One statement for each Sid. Its actions share the union of their resources, which widens none of
 * them: an ARN of a rule means nothing to ModifyListener, nor the other way round. A condition binds all
 * actions of its statement, so actions under different ones have different Sids.
 */
export function policyOf(
  operations: readonly Right[] = [...awsOperations, ...impliedRights],
): Policy {
  const sids = [...new Set(operations.map(({ sid }) => sid))].filter((sid) => sid !== null);
  const statements = sids.map((sid): PolicyStatement => {
    const members = operations.filter((operation) => operation.sid === sid);
    const resources = [...new Set(members.flatMap((member) => member.resources))].sort();
    const [only] = resources;
    const condition = members[0]?.condition;
    return {
      Sid: sid,
      Effect: 'Allow',
      Action: members.map((member) => member.iamAction).sort(),
      Resource: resources.length === 1 && only !== undefined ? only : resources,
      ...(condition === undefined ? {} : { Condition: condition }),
    };
  });
  return { Version: '2012-10-17', Statement: statements };
}

/** The text of the file. */
export function policyText(policy: Policy = policyOf()): string {
  return `${JSON.stringify(policy, null, 2)}\n`;
}
