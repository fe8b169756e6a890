/**
 * Credentials of exactly the chosen profile. Not the SDK's default chain: that one falls back to keys in
 * the environment, to containers and to the instance the panel may run on, which is another identity.
 */
import { fromEnv, fromIni } from '@aws-sdk/credential-providers';
import {
  AssumeRoleCommand,
  AssumeRoleWithWebIdentityCommand,
  STSClient,
} from '@aws-sdk/client-sts';
import type { AwsCredentialIdentity } from '@smithy/types';

import { FaultError } from '../../../../src-shared/result.ts';
import { callPlugin } from './call-middleware.ts';
import { commonConfig, sharedConfig, type AwsPlace, type ClientPorts } from './clients.ts';
import type { ProfileChoice } from './profile-choice.ts';
import { profilePaths, type FileEnvironment } from './profile-files.ts';
import { createTransport, type Timeouts, type Transport } from './transport.ts';

type FetchPorts = Omit<ClientPorts, 'credentials'> & {
  /** Names the files; keys in it are used for the profile `environment` only. */
  readonly environment: FileEnvironment;
  /** Closed after each fetch. @default connections of its own */
  readonly transport?: (timeouts?: Partial<Timeouts>) => Transport;
};

/** Shape of both answers of STS that hold credentials. */
interface Assumed {
  readonly Credentials?:
    | {
        readonly AccessKeyId: string | undefined;
        readonly SecretAccessKey: string | undefined;
        readonly SessionToken: string | undefined;
        readonly Expiration: Date | undefined;
      }
    | undefined;
}

function identityOf({ Credentials: given }: Assumed): AwsCredentialIdentity {
  if (given?.AccessKeyId === undefined || given.SecretAccessKey === undefined)
    throw new FaultError({
      code: 'signed-out',
      message: 'AWS answered without credentials.',
      todo: 'Sign in again.',
    });
  return {
    accessKeyId: given.AccessKeyId,
    secretAccessKey: given.SecretAccessKey,
    ...(given.SessionToken === undefined ? {} : { sessionToken: given.SessionToken }),
    ...(given.Expiration === undefined ? {} : { expiration: given.Expiration }),
  };
}

/** @param place its region and endpoint are where roles are assumed. */
export function credentialFetcher(
  profile: ProfileChoice,
  place: AwsPlace,
  ports: FetchPorts,
): (mfaCode: string | null) => Promise<AwsCredentialIdentity> {
  return async (mfaCode) => {
    if (profile.kind === 'environment') return fromEnv()();
    const transport = (ports.transport ?? createTransport)(ports.timeouts);
    try {
      return await fromProfile(profile, place, ports, transport, mfaCode);
    } finally {
      transport.close();
    }
  };
}

async function fromProfile(
  profile: ProfileChoice,
  place: AwsPlace,
  ports: FetchPorts,
  transport: Transport,
  mfaCode: string | null,
): Promise<AwsCredentialIdentity> {
  const stsAs = (source: AwsCredentialIdentity): STSClient => {
    const credentials = { credentials: () => Promise.resolve(source), rejected: () => undefined };
    const sts = new STSClient({
      ...commonConfig(place, { ...ports, credentials }),
      maxAttempts: 2,
      requestHandler: transport.reads,
    });
    const rules = { service: 'sts', purpose: 'sign-in', profile: profile.name } as const;
    const { ledger, clock } = ports;
    sts.middlewareStack.use(
      callPlugin({ ...rules, ledger, clock, budget: null, onSignedOut: () => undefined }),
    );
    return sts;
  };
  const unsigned = { accessKeyId: '', secretAccessKey: '' };
  const { config, credentials: keys } = profilePaths(ports.environment);
  const connections = remembering(transport.reads);
  const provide = fromIni({
    profile: profile.name,
    filepath: keys.path,
    configFilepath: config.path,
    ignoreCache: true,
    ...(mfaCode === null ? {} : { mfaCodeProvider: () => Promise.resolve(mfaCode) }),
    roleAssumer: async (source, params) =>
      identityOf(await stsAs(source).send(new AssumeRoleCommand(params))),
    roleAssumerWithWebIdentity: async (params) =>
      identityOf(await stsAs(unsigned).send(new AssumeRoleWithWebIdentityCommand(params))),
    // For what the provider makes by itself: the clients of SSO, its tokens and sign-in. Without a region,
    // which would stand above the session's own, and without an endpoint: their tokens are for AWS alone.
    clientConfig: {
      ...sharedConfig(place, ports.version),
      maxAttempts: 2,
      requestHandler: connections.handler,
    },
  });
  try {
    // Where neither session nor profile names a region; without it the environment's would be taken.
    return await provide({ callerClientConfig: { region: () => Promise.resolve(place.region) } });
  } catch (error) {
    throw connections.trouble() ?? error;
  }
}

/**
 * The SDK's providers tell in words of their own what broke between them and AWS. Whether a person is
 * asked to sign in must not hang on words: the error itself is kept. Null when the last request was answered.
 */
function remembering(connections: Transport['reads']) {
  let trouble: unknown = null;
  const handler = {
    metadata: connections.metadata,
    async handle(...terms: Parameters<typeof connections.handle>) {
      try {
        const answer = await connections.handle(...terms);
        trouble = null;
        return answer;
      } catch (error) {
        trouble = error;
        throw error;
      }
    },
  };
  return { handler, trouble: () => trouble };
}
