/** For tests: profiles whose sessions come from a browser, with the tokens as `aws sso login` and `aws login` leave them. */
import { createHash, generateKeyPairSync } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export const plantedBearer = 'planted-bearer';

const hourMs = 3_600_000;
const loginSession = 'arn:aws:sts::444444444444:assumed-role/Admin/joe';

/**
 * Profiles `sso`, `sso-old` (its token has to be renewed first), `sso-legacy` and `login`. Files below `home`.
 * @param region of the sessions.
 * @returns text for the config file.
 */
export function withBrowserLogins(home: string, region: string): string {
  const sso = join(home, '.aws', 'sso', 'cache');
  const login = join(home, '.aws', 'login', 'cache');
  for (const folder of [sso, login]) mkdirSync(folder, { recursive: true });
  const token = (fromNowMs: number) => ({
    accessToken: plantedBearer,
    expiresAt: new Date(Date.now() + fromNowMs).toISOString(),
    clientId: 'client',
    clientSecret: 'planted-client-secret',
    refreshToken: 'planted-refresh',
    registrationExpiresAt: new Date(Date.now() + 24 * hourMs).toISOString(),
  });
  const legacyUrl = 'https://legacy.example/start';
  for (const [id, leftMs] of [
    ['corp', hourMs],
    ['corp-old', -hourMs],
    [legacyUrl, hourMs],
  ] as const)
    // prettier-ignore
    writeFileSync(join(sso, `${hashed('sha1', id)}.json`), JSON.stringify(token(leftMs)));
  const key = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
  const kept = {
    accessToken: {
      ...{ accessKeyId: 'ASIAOLD', secretAccessKey: 'planted', sessionToken: 'planted' },
      ...{ accountId: '444444444444', expiresAt: new Date(Date.now() - hourMs).toISOString() },
    },
    ...{ clientId: 'client', refreshToken: 'planted-refresh', signInRegion: region },
    dpopKey: key.export({ type: 'sec1', format: 'pem' }),
  };
  writeFileSync(join(login, `${hashed('sha256', loginSession)}.json`), JSON.stringify(kept));
  const role = 'sso_account_id = 444444444444\nsso_role_name = Admin\n';
  const session = (name: string): string =>
    `[sso-session ${name}]\nsso_start_url = https://${name}.example/start\nsso_region = ${region}\n`;
  return [
    `[profile sso]\nsso_session = corp\n${role}`,
    `[profile sso-old]\nsso_session = corp-old\n${role}`,
    `[profile sso-legacy]\nsso_start_url = ${legacyUrl}\nsso_region = ${region}\n${role}`,
    `[profile login]\nlogin_session = ${loginSession}\n`,
    session('corp'),
    session('corp-old'),
  ].join('');
}

function hashed(algorithm: 'sha1' | 'sha256', text: string): string {
  return createHash(algorithm).update(text).digest('hex');
}
