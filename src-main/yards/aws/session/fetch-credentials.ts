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
import { commonConfig, type AwsPlace, type ClientPorts } from './clients.ts';
import type { ProfileChoice } from './profile-choice.ts';
import { profilePaths, type FileEnvironment } from './profile-files.ts';
import { createTransport, type Transport } from './transport.ts';

type FetchPorts = Omit<ClientPorts, 'credentials'> & {
  /** Names the files; keys in it are used for the profile `environment` only. */
  readonly environment: FileEnvironment;
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
    const transport = createTransport(ports.timeouts);
    try {
      return await fromProfile(profile, place, ports, transport, mfaCode);
    } finally {
      transport.close();
    }
  };
}

function fromProfile(
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
    sts.middlewareStack.use(callPlugin({ ...rules, ledger, clock, onSignedOut: () => undefined }));
    return sts;
  };
  const unsigned = { accessKeyId: '', secretAccessKey: '' };
  const { logger, userAgentAppId, defaultsMode } = commonConfig(place, {
    ...ports,
    credentials: { credentials: () => Promise.resolve(unsigned), rejected: () => undefined },
  });
  const { config, credentials: keys } = profilePaths(ports.environment);
  return fromIni({
    profile: profile.name,
    filepath: keys.path,
    configFilepath: config.path,
    ignoreCache: true,
    ...(mfaCode === null ? {} : { mfaCodeProvider: () => Promise.resolve(mfaCode) }),
    roleAssumer: async (source, params) =>
      identityOf(await stsAs(source).send(new AssumeRoleCommand(params))),
    roleAssumerWithWebIdentity: async (params) =>
      identityOf(await stsAs(unsigned).send(new AssumeRoleWithWebIdentityCommand(params))),
    // For what the provider makes by itself: the SSO and sign-in clients.
    parentClientConfig: {
      region: place.region,
      requestHandler: transport.reads,
      logger,
      userAgentAppId,
      defaultsMode,
    },
  })();
}
