/** The profiles a person can choose from, as plain data without any secret of theirs. */
import type { Fault } from '../../../../src-shared/result.ts';
import { plain } from '../../../../src-shared/wording.ts';
import { loadProfileFiles, type FileEnvironment, type ProfileSections } from './profile-files.ts';
import { chainOf } from './profile-chain.ts';
import type { ProfileChoice } from './profile-choice.ts';

export interface ProfileList {
  readonly profiles: readonly ProfileChoice[];
  readonly faults: readonly Fault[];
}

export const environmentProfile = 'environment';

/** @param environment of this process; its keys are looked at only to offer `environment`. */
export async function listProfiles(environment: FileEnvironment): Promise<ProfileList> {
  const { sections, faults } = await loadProfileFiles(environment);
  return { profiles: profileChoices(sections, environment), faults };
}

/** Sorted by name, `default` first, `environment` last. */
export function profileChoices(
  sections: ProfileSections,
  environment: FileEnvironment,
): readonly ProfileChoice[] {
  const named = Object.keys(sections)
    .map((name) => choiceOf(name, sections))
    .filter((choice) => choice !== null)
    .sort((one, other) => order(one.name) - order(other.name) || (one.name < other.name ? -1 : 1));
  const keys = environment['AWS_ACCESS_KEY_ID'] ?? '';
  return keys === '' ? named : [...named, environmentChoice(environment)];
}

function order(name: string): number {
  return name === 'default' ? 0 : 1;
}

function environmentChoice(environment: FileEnvironment): ProfileChoice {
  const region = environment['AWS_REGION'] ?? environment['AWS_DEFAULT_REGION'] ?? null;
  return {
    name: environmentProfile,
    kind: 'environment',
    region: region === null ? null : plain(region, 40),
    useFips: false,
    useDualstack: false,
    fault: null,
  };
}

function choiceOf(name: string, sections: ProfileSections): ProfileChoice | null {
  const section = sections[name];
  // The loader keeps `[sso-session x]` and `[services x]` under `kind.x`; they are no profiles.
  if (section === undefined || /^(sso-session|services)\./.test(name)) return null;
  const chain = chainOf(name, sections);
  const roleArn = section['role_arn'];
  const endpoint = endpointOf(section['endpoint_url']);
  const accountHint = accountOf(section['aws_account_id'] ?? section['sso_account_id'], roleArn);
  const command = section['credential_process']?.trim().split(/\s+/)[0];
  return {
    name,
    kind: chain.kind,
    region: section['region'] === undefined ? null : plain(section['region'], 40),
    useFips: section['use_fips_endpoint'] === 'true',
    useDualstack: section['use_dualstack_endpoint'] === 'true',
    ...(roleArn === undefined ? {} : { roleArn: plain(roleArn, 200) }),
    ...(accountHint === null ? {} : { accountHint }),
    ...(endpoint.kind === 'given' ? { endpoint: endpoint.url } : {}),
    ...(command === undefined ? {} : { command: plain(command, 80) }),
    ...(chain.mfaDevice === null ? {} : { mfaDevice: plain(chain.mfaDevice, 200) }),
    fault: chain.fault ?? (endpoint.kind === 'refused' ? endpoint.fault : null),
  };
}

function accountOf(stated: string | undefined, roleArn: string | undefined): string | null {
  const account = stated ?? /^arn:aws[a-z-]*:iam::(\d{12}):/.exec(roleArn ?? '')?.[1] ?? '';
  return /^\d{12}$/.test(account) ? account : null;
}

type Endpoint =
  | { readonly kind: 'none' }
  | { readonly kind: 'given'; readonly url: string }
  | { readonly kind: 'refused'; readonly fault: Fault };

/** A password in an address would be shown in the window's band, so such an address is refused. */
function endpointOf(written: string | undefined): Endpoint {
  if (written === undefined) return { kind: 'none' };
  // Not URL.parse: Node 20, which Electron 33 brings, does not have it.
  const url = URL.canParse(written) ? new URL(written) : null;
  if (url === null || !/^https?:$/.test(url.protocol) || `${url.username}${url.password}` !== '')
    return {
      kind: 'refused',
      fault: {
        code: 'bad-input',
        message: 'The endpoint_url of this profile is not a plain http or https address.',
        todo: 'Correct endpoint_url in the AWS config file.',
      },
    };
  return { kind: 'given', url: `${url.origin}${url.pathname === '/' ? '' : url.pathname}` };
}
