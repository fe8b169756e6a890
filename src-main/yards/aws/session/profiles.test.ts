import { mkdtempSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, expect, it } from 'vitest';

import { firstLostLine } from './profile-files.ts';
import { listProfiles } from './profiles.ts';

const folder = mkdtempSync(join(tmpdir(), 'blockyard-profiles-'));
afterAll(() => rm(folder, { recursive: true }));

let count = 0;
function files(config: string, credentials = ''): Record<string, string> {
  count += 1;
  const configPath = join(folder, `config-${count}`);
  const credentialsPath = join(folder, `credentials-${count}`);
  writeFileSync(configPath, config);
  writeFileSync(credentialsPath, credentials);
  return { AWS_CONFIG_FILE: configPath, AWS_SHARED_CREDENTIALS_FILE: credentialsPath };
}

const everyKind = `
[default]
region = eu-west-1
[profile role]
role_arn = arn:aws:iam::222222222222:role/Deploy
source_profile = keys
[profile mfa]
role_arn = arn:aws:iam::222222222222:role/Deploy
source_profile = keys
mfa_serial = arn:aws:iam::111111111111:mfa/joe
[profile above-mfa]
role_arn = arn:aws:iam::333333333333:role/Deploy
source_profile = mfa
[profile sso]
sso_session = corp
sso_account_id = 444444444444
sso_role_name = Admin
[sso-session corp]
sso_start_url = https://corp.example
sso_region = us-east-1
[profile process]
credential_process = /opt/bin/vault --token planted-secret
[profile web]
role_arn = arn:aws:iam::555555555555:role/Web
web_identity_token_file = /tmp/token
[profile login]
login_session = arn:aws:iam::1:user/x
[profile lab]
endpoint_url = http://127.0.0.1:5000
aws_access_key_id = AKIA1
aws_secret_access_key = planted-secret
[profile machine]
role_arn = arn:aws:iam::666666666666:role/Web
credential_source = Ec2InstanceMetadata
[profile loop]
role_arn = arn:aws:iam::666666666666:role/Web
source_profile = loop
[profile leaky]
aws_access_key_id = AKIA1
aws_secret_access_key = planted-secret
endpoint_url = https://joe:planted-secret@proxy.example
[services lab]
ec2 =
  endpoint_url = http://127.0.0.1:5000
`;
const keys = `
[default]
aws_access_key_id = AKIA0
aws_secret_access_key = planted-secret
[keys]
aws_access_key_id = AKIA1
aws_secret_access_key = planted-secret
aws_session_token = planted-secret
`;

it('lists every kind of profile, and not one secret', async () => {
  const { profiles, faults } = await listProfiles(files(everyKind, keys));
  expect(faults).toEqual([]);
  expect(Object.fromEntries(profiles.map(({ name, kind }) => [name, kind]))).toEqual({
    default: 'static',
    'above-mfa': 'role-mfa',
    keys: 'static',
    lab: 'static',
    leaky: 'static',
    login: 'login',
    loop: 'role',
    machine: 'role',
    mfa: 'role-mfa',
    process: 'process',
    role: 'role',
    sso: 'sso',
    web: 'web-identity',
  });
  expect(profiles[0]).toMatchObject({ name: 'default', region: 'eu-west-1' });
  const named = (name: string) => profiles.find((profile) => profile.name === name);
  expect(named('role')).toMatchObject({ accountHint: '222222222222', fault: null });
  expect(named('above-mfa')?.mfaDevice).toBe('arn:aws:iam::111111111111:mfa/joe');
  expect(named('sso')?.accountHint).toBe('444444444444');
  expect(named('process')?.command).toBe('/opt/bin/vault');
  expect(named('lab')?.endpoint).toBe('http://127.0.0.1:5000');
  expect(named('machine')?.fault?.message).toContain('Ec2InstanceMetadata');
  expect(named('loop')?.fault?.message).toContain('its own source');
  expect(named('leaky')?.fault?.message).toContain('endpoint_url');
  expect(JSON.stringify(profiles)).not.toContain('planted-secret');
});

it('offers the environment only when keys are there, and reads no profile from it', async () => {
  const without = await listProfiles({ ...files('', keys), AWS_PROFILE: 'keys' });
  expect(without.profiles.map(({ name }) => name)).toEqual(['default', 'keys']);
  const environment = { AWS_ACCESS_KEY_ID: 'AKIA2', AWS_REGION: 'us-west-2' };
  const { profiles } = await listProfiles({ ...files('', keys), ...environment });
  expect(profiles.at(-1)).toMatchObject({ kind: 'environment', region: 'us-west-2' });
});

it('names file and line of what is broken, and still lists the rest', async () => {
  const broken = files('[profile a]\nregion = eu-west-1\n[profile b\nregion', keys);
  const { profiles, faults } = await listProfiles(broken);
  expect(faults).toMatchObject([
    { code: 'damaged', where: `${broken['AWS_CONFIG_FILE'] ?? ''}:3` },
  ]);
  expect(profiles.map(({ name }) => name)).toContain('keys');
  const missing = await listProfiles({ ...files('', keys), AWS_CONFIG_FILE: join(folder, 'none') });
  expect(missing.faults).toMatchObject([{ code: 'not-found' }]);
  expect(missing.profiles).toHaveLength(2);
  const directory = await listProfiles({ ...files('', keys), AWS_CONFIG_FILE: folder });
  expect(directory.faults).toMatchObject([{ code: 'damaged' }]);
});

it.each([
  ['[a]\nb = c ; comment\n# comment\n\n  nested = 1', null],
  ['[__proto__]\nb = c', 1],
  ['[a]\nb', 2],
  ['[a]\n= b', 2],
])('finds the first line that the loader drops: %j', (text, line) => {
  expect(firstLostLine(text)).toBe(line);
});
