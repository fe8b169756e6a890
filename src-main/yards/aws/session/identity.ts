/** Who AWS says we are. The account is pinned for each yard: credentials of another one never write. */
import { GetCallerIdentityCommand, type STSClient } from '@aws-sdk/client-sts';

import { FaultError, type Fault, type Result } from '../../../../src-shared/result.ts';
import { attempt } from './clients.ts';

export interface AwsIdentity {
  readonly accountId: string;
  readonly arn: string;
  /** Of an assumed role; null for a user and for the account itself. */
  readonly roleName: string | null;
  /** User, or session name of the role; null for the account itself. */
  readonly userName: string | null;
}

/** @returns null when this is not the ARN of somebody who can ask. */
export function identityOfArn(arn: string): AwsIdentity | null {
  const parts = /^arn:aws[a-z-]*:(?:iam|sts)::(\d{12}):([\w+=,.@/-]{1,300})$/.exec(arn);
  const accountId = parts?.[1];
  const rest = parts?.[2];
  if (accountId === undefined || rest === undefined) return null;
  const [kind, ...names] = rest.split('/');
  const last = names.at(-1) ?? null;
  if (kind === 'assumed-role')
    return { accountId, arn, roleName: names[0] ?? null, userName: names.length > 1 ? last : null };
  return { accountId, arn, roleName: null, userName: last };
}

/** Needs no permission at all: a denied account still answers this. */
export async function readIdentity(sts: STSClient): Promise<Result<AwsIdentity>> {
  return attempt(async () => {
    const { Arn } = await sts.send(new GetCallerIdentityCommand({}));
    const identity = identityOfArn(Arn ?? '');
    if (identity === null)
      throw new FaultError({ code: 'damaged', message: 'AWS did not say who is signed in.' });
    return identity;
  });
}

/**
 * @param pinned account id noted when the yard was added; null before that.
 * @returns why nothing may be written, or null.
 */
export function accountMismatch(pinned: string | null, identity: AwsIdentity): Fault | null {
  if (pinned === null || pinned === identity.accountId) return null;
  return {
    code: 'refused',
    message: `This yard is account ${pinned}, but the profile is signed in to account ${identity.accountId}. Nothing is written.`,
    where: identity.arn,
    todo: `Sign in to account ${pinned}, or add account ${identity.accountId} as a yard of its own.`,
  };
}
