/** Beside the port: how accounts are found, tried out and opened, before there is a yard. */
import type { AwsConnection, AwsIdentity, AwsProfiles } from '../../src-shared/aws-connection.ts';
import type { Result } from '../../src-shared/result.ts';
import type { KeptYard } from './kept-yard.ts';
import type { OpenYard } from './opened-yard.ts';

/** What reaches AWS. Answers are plain data; nothing secret is in them. */
export interface AwsDoor {
  readonly profiles: () => Promise<Result<AwsProfiles>>;
  /** Who would act; opens no login page. */
  readonly identify: (
    connection: AwsConnection,
    mfaCode: string | null,
  ) => Promise<Result<AwsIdentity>>;
  /** @param kept read anew each time: safety and markers change while it is open. */
  readonly open: (kept: () => KeptYard, changed: () => void) => ReturnType<OpenYard>;
}
