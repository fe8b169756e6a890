/** An account as a yard: the port, and what only an account has. */
import type { AccountLoad } from '../../../src-shared/account-load.ts';
import type { YardLink } from '../../../src-shared/panel.ts';
import type { Result } from '../../../src-shared/result.ts';
import type { Yard } from '../port.ts';
import type { AwsIdentity } from './session/identity.ts';

/** Beside the port: what only an account has. */
export interface AwsYard extends Yard {
  /** As the last look left it. */
  readonly link: () => YardLink;
  /** Who AWS says we are, asked now. */
  readonly account: () => Promise<Result<AwsIdentity>>;
  /** Whose the load balancers of the last look are; null before one, and where there are none. */
  readonly owner: () => string | null;
  /** What is asked of the account by this yard, and whether AWS limits it. */
  readonly load: () => AccountLoad;
  readonly close: () => void;
}
