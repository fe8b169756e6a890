/** How a profile comes to credentials: through which other profiles, and what that needs from a person. */
import type { Fault } from '../../../../src-shared/result.ts';
import { plain } from '../../../../src-shared/wording.ts';
import type { ProfileKind } from './profile-choice.ts';
import type { ProfileSection, ProfileSections } from './profile-files.ts';

export interface ProfileChain {
  readonly kind: Exclude<ProfileKind, 'environment'>;
  readonly mfaDevice: string | null;
  /** The profile at the end of the chain, whose own session a person can renew. */
  readonly root: { readonly name: string; readonly kind: ProfileChain['kind'] };
  readonly fault: Fault | null;
}

function kindOf(section: ProfileSection): ProfileChain['kind'] | null {
  const has = (key: string): boolean => section[key] !== undefined;
  // The order of the SDK's resolver: a role first, then what is written beside it.
  if (has('role_arn') && (has('source_profile') || has('credential_source')))
    return has('mfa_serial') ? 'role-mfa' : 'role';
  if (has('aws_access_key_id') && has('aws_secret_access_key')) return 'static';
  if (has('web_identity_token_file') && has('role_arn')) return 'web-identity';
  if (has('credential_process')) return 'process';
  if (has('sso_session') || has('sso_start_url')) return 'sso';
  if (has('login_session')) return 'login';
  return null;
}

/** @param name of a profile that is in `sections`. */
export function chainOf(name: string, sections: ProfileSections): ProfileChain {
  const visited = new Set<string>();
  const devices: string[] = [];
  const first = kindOf(sections[name] ?? {}) ?? 'static';
  let at = name;
  const end = (kind: ProfileChain['kind'], message: string | null): ProfileChain => ({
    kind: first === 'role' && devices.length > 0 ? 'role-mfa' : first,
    mfaDevice: devices[0] ?? null,
    root: { name: at, kind },
    fault:
      message === null
        ? null
        : {
            code: 'bad-input',
            message,
            where: plain(at, 80),
            todo: 'Correct the profile in the AWS config file, or choose another one.',
          },
  });
  for (;;) {
    const section = sections[at];
    if (section === undefined) return end(first, `There is no profile ${plain(at, 80)}.`);
    const kind = kindOf(section);
    if (kind === null)
      return end(first, `Profile ${plain(at, 80)} says nothing about credentials.`);
    if (visited.has(at)) {
      // A role may name itself as its source when its own static keys are there.
      const hasKeys = section['aws_access_key_id'] !== undefined;
      return end('static', hasKeys ? null : `Profile ${plain(at, 80)} is its own source.`);
    }
    visited.add(at);
    if (kind !== 'role' && kind !== 'role-mfa') return end(kind, null);
    if (section['mfa_serial'] !== undefined) devices.push(section['mfa_serial']);
    if (devices.length > 1)
      return end(kind, 'Two roles of this profile ask for a code; Blockyard can pass on one only.');
    const source = section['source_profile'];
    if (source === undefined)
      return end(
        kind,
        `Profile ${plain(at, 80)} takes its credentials from ${plain(section['credential_source'] ?? '', 40)}; Blockyard uses profiles only, never the computer it runs on.`,
      );
    at = source;
  }
}
