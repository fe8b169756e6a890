/** One profile a person can choose, as plain data without any secret of it. */
import type { Fault } from '../../../../src-shared/result.ts';

export type ProfileKind =
  | 'static'
  | 'role'
  | 'role-mfa'
  | 'sso'
  | 'process'
  | 'web-identity'
  | 'login'
  /** The keys in the environment of this process; a choice of its own, never a fallback. */
  | 'environment';

export interface ProfileChoice {
  readonly name: string;
  readonly kind: ProfileKind;
  readonly region: string | null;
  readonly roleArn?: string;
  /** Account id as the profile states or implies it; what AWS says is in the identity. */
  readonly accountHint?: string;
  /** `http(s)://host...` of the profile's `endpoint_url`. */
  readonly endpoint?: string;
  readonly useFips: boolean;
  readonly useDualstack: boolean;
  /** First word of a `credential_process`; never its arguments. */
  readonly command?: string;
  /** Serial or ARN of the device whose code is asked for. */
  readonly mfaDevice?: string;
  /** Why it cannot be chosen; shown, so that nobody misses a profile without knowing why. */
  readonly fault: Fault | null;
}
