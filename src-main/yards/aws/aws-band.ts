/** The band of a connected account: what was kept, and who acts as far as that is known. Pure. */
import type { AwsIdentity } from '../../../src-shared/aws-connection.ts';
import type { Band } from '../../../src-shared/panel.ts';
import { plain } from '../../../src-shared/wording.ts';
import type { KeptYard } from '../kept-yard.ts';

/**
 * @param identity null before the first answer.
 * @param seen the account that owns what was seen there. Who acts and what is seen are asked apart, and
 *   either can be older than the credentials: one of them elsewhere is enough to write nothing.
 */
export function awsBand(
  kept: KeptYard,
  identity: AwsIdentity | null,
  seen: string | null = null,
  signInByMs: number | null = null,
): Band {
  const { connection, safety, accountId, keepsImages } = kept;
  const { credentials, region, endpoint } = connection;
  const other = [seen, identity?.accountId].find((one) => (one ?? accountId) !== accountId);
  const id = other ?? accountId;
  return {
    yardName: credentials.kind === 'profile' ? plain(credentials.profile, 60) : 'environment',
    kind: 'aws',
    detail: credentials.kind === 'profile' ? 'profile' : 'credentials of the environment',
    account: {
      id,
      region,
      // Of another account than the one that is seen it says nothing about who acts there.
      actor: identity?.accountId === id ? identity.actor : '',
      endsAtMs: identity?.endsAtMs ?? null,
      signInByMs,
      endpoint,
      safety,
      ...(keepsImages === undefined ? {} : { keepsImages }),
      changedFrom: id === accountId ? null : accountId,
    },
  };
}
