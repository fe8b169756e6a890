import type { AwsIdentity } from '../../../src-shared/aws-connection.ts';
import { succeed, type Result } from '../../../src-shared/result.ts';
import { readIdentity } from './session/identity.ts';
import type { OpenPlace } from './session/open-place.ts';

/** Who acts at this place, and until when. */
export async function identityAt({ clients, session }: OpenPlace): Promise<Result<AwsIdentity>> {
  const identity = await readIdentity(clients.sts);
  if (!identity.ok) return identity;
  const { accountId, roleName, userName } = identity.value;
  const state = session.state();
  return succeed({
    accountId,
    actor: [roleName, userName].filter((name) => name !== null).join('/') || 'root',
    endsAtMs: state.kind === 'ready' ? state.expiresAtMs : null,
  });
}
