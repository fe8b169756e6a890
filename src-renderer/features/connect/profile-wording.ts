/** What a profile of the AWS files is, in words. */
import type { AwsProfile } from '../../../src-shared/aws-connection.ts';
import { plain } from '../../../src-shared/wording.ts';

const kinds: Readonly<Record<AwsProfile['kind'], string>> = {
  static: 'access keys',
  role: 'role',
  sso: 'single sign-on',
  login: 'console login',
  process: 'credential process',
  'web-identity': 'web identity',
  unusable: 'cannot be used',
};

/** `role with MFA, eu-west-1` and what else it says. */
export function profileWords(profile: AwsProfile): string {
  const kind = `${kinds[profile.kind]}${profile.needsMfa ? ' with MFA' : ''}`;
  const region = profile.region === null ? 'no region set' : plain(profile.region, 40);
  return profile.kind === 'unusable' ? kind : `${kind}, ${region}`;
}
