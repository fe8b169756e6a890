/** Sessions that come from a browser: whom the SDK's own clients ask, over which connections. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';

import { systemClock } from '../../../clock/system-clock.ts';
import { plantedBearer, withBrowserLogins } from './browser-login.fixture.ts';
import { createCallLedger } from './call-ledger.ts';
import { faultOfProvider } from './credential-faults.ts';
import { credentialFetcher } from './fetch-credentials.ts';
import { chainOf } from './profile-chain.ts';
import { loadProfileFiles } from './profile-files.ts';
import { listProfiles } from './profiles.ts';
import { createTransport, type Transport } from './transport.ts';

const home = mkdtempSync(join(tmpdir(), 'blockyard-browser-'));
const environment = {
  HOME: home,
  AWS_CONFIG_FILE: join(home, 'config'),
  AWS_SHARED_CREDENTIALS_FILE: join(home, 'credentials'),
};
const readMs = 300;
const inAnHour = Date.now() + 3_600_000;

interface Asked {
  readonly host: string;
  readonly bearer: string | undefined;
}
let asked: Asked[] = [];
let isSilent = false;
let server: Server;

const keys = { accessKeyId: 'ASIANEW', secretAccessKey: 's', sessionToken: 't' };
const answers: Readonly<Record<string, object>> = {
  '/federation/credentials': { roleCredentials: { ...keys, expiration: inAnHour } },
  '/token': { accessToken: 'renewed-bearer', expiresIn: 3600, tokenType: 'Bearer' },
  '/v1/token': { accessToken: keys, tokenType: 'x', expiresIn: 900, refreshToken: 'r' },
};

beforeAll(async () => {
  server = createServer((request, response) => {
    if (isSilent) return;
    const answer = answers[(request.url ?? '').split('?')[0] ?? ''];
    response.writeHead(answer === undefined ? 404 : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(answer ?? {}));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await rm(home, { recursive: true });
});
beforeEach(() => {
  asked = [];
  isSilent = false;
  // Anew: a token that was renewed is kept there.
  writeFileSync(environment.AWS_CONFIG_FILE, withBrowserLogins(home, 'eu-central-1'));
  writeFileSync(environment.AWS_SHARED_CREDENTIALS_FILE, '');
  // These providers read the files that the process names.
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  vi.stubEnv('AWS_LOGIN_CACHE_DIRECTORY', join(home, '.aws', 'login', 'cache'));
});
afterEach(() => {
  vi.unstubAllEnvs();
});

/** Real connections with real time limits; whatever host is asked, the server above answers. */
function transportToServer(): Transport {
  const transport = createTransport({ readMs });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const handle = transport.reads.handle.bind(transport.reads);
  transport.reads.handle = (request, options) => {
    const bearer = request.headers['x-amz-sso_bearer_token'];
    asked.push({ host: request.hostname, bearer });
    return handle(
      Object.assign(request, { protocol: 'http:', hostname: '127.0.0.1', port }),
      options,
    );
  };
  return transport;
}

async function fetching(name: string) {
  const { profiles } = await listProfiles(environment);
  const profile = profiles.find((each) => each.name === name);
  if (profile === undefined) throw new Error(`no profile ${name}`);
  const place = { profile: name, region: 'us-west-2', endpoint: null, useFips: false, useDualstack: false }; // prettier-ignore
  const ports = { clock: systemClock, version: '0.0.0', environment, ledger: createCallLedger() };
  const fetch = credentialFetcher(profile, place, { ...ports, transport: transportToServer });
  const { root } = chainOf(name, (await loadProfileFiles(environment)).sections);
  return { fetch, profile, root };
}

const portal = 'portal.sso.eu-central-1.amazonaws.com';
const oidc = 'oidc.eu-central-1.amazonaws.com';

it.each([
  ['sso', [{ host: portal, bearer: plantedBearer }]],
  ['sso-legacy', [{ host: portal, bearer: plantedBearer }]],
  ['sso-old', [{ host: oidc }, { host: portal, bearer: 'renewed-bearer' }]],
  ['login', [{ host: 'eu-central-1.signin.aws.amazon.com' }]],
])(
  'asks AWS itself in the region of the session, over our connections: %s',
  async (name, hosts) => {
    const { fetch } = await fetching(name);
    expect(await fetch(null)).toMatchObject({ accessKeyId: 'ASIANEW' });
    expect(asked).toMatchObject(hosts);
    expect(asked).toHaveLength(hosts.length);
  },
);

it.each(['sso', 'login'])(
  'does not wait for a silent server beyond its read timeout, nor call that signed out: %s',
  async (name) => {
    isSilent = true;
    const { fetch, profile, root } = await fetching(name);
    const startedAtMs = performance.now();
    const error: unknown = await fetch(null).then(
      () => null,
      (thrown: unknown) => thrown,
    );
    expect(performance.now() - startedAtMs).toBeLessThan(2 * readMs + 3000);
    expect(asked.length).toBeGreaterThan(0);
    // A browser would be opened for `signed-out`, and help nobody.
    expect(faultOfProvider(error, profile, root)).toMatchObject({
      code: 'unreachable',
      message: `Profile ${name} could not be signed in. No answer came in time.`,
    });
  },
);
