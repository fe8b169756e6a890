/**
 * The one way from the panel to AWS: profiles as a list, an identity before anything is kept, and a
 * kept yard opened. What leaves is plain data; who acts is asked anew whenever credentials were renewed.
 */
import type { AwsConnection, AwsProfile, AwsProfiles } from '../../../src-shared/aws-connection.ts';
import { fail, succeed, type Fault, type Result } from '../../../src-shared/result.ts';
import { plain } from '../../../src-shared/wording.ts';
import type { Clock } from '../../clock/clock.ts';
import type { AwsDoor } from '../aws-door.ts';
import type { KeptYard } from '../kept-yard.ts';
import type { OpenedYard } from '../opened-yard.ts';
import { identityAt } from './identity-at.ts';
import { openKeptYard } from './open-kept-yard.ts';
import { createAccountBudgets } from './session/account-budget.ts';
import { openPlace, type OpenPlace } from './session/open-place.ts';
import type { ProfileChoice } from './session/profile-choice.ts';
import { profilePaths, type FileEnvironment } from './session/profile-files.ts';
import { environmentProfile, listProfiles } from './session/profiles.ts';

export interface DoorPorts {
  readonly clock: Clock;
  /** Of Blockyard. */
  readonly version: string;
  readonly environment: FileEnvironment;
}

export function createAwsDoor(ports: DoorPorts): AwsDoor {
  /** Signed in by the last test, so that a code is not asked for twice; used up by opening the yard. */
  let tried: { readonly key: string; readonly place: OpenPlace } | null = null;

  const budgets = createAccountBudgets(ports.clock);

  const placeOf = async (connection: AwsConnection): Promise<Result<OpenPlace>> => {
    const choice = await choiceOf(connection, ports.environment);
    if (!choice.ok) return choice;
    return succeed(await openPlace(choice.value, connection.region, connection.endpoint, ports));
  };

  const take = (connection: AwsConnection): OpenPlace | null => {
    if (tried?.key !== JSON.stringify(connection)) return null;
    const { place } = tried;
    tried = null;
    return place;
  };

  return {
    profiles: async () => succeed(await profilesIn(ports.environment)),
    identify: async (connection, mfaCode) => {
      const key = JSON.stringify(connection);
      const known = tried?.key === key ? succeed(tried.place) : await placeOf(connection);
      if (!known.ok) return known;
      const place = known.value;
      const isReady = place.session.state().kind === 'ready';
      if (mfaCode !== null && !isReady) {
        const signedIn = await place.session.signIn({ mfaCode });
        if (!signedIn.ok) return signedIn;
      }
      const identity = await identityAt(place);
      if (!identity.ok) return identity;
      if (tried !== null && tried.place !== place) tried.place.clients.close();
      tried = { key, place };
      return identity;
    },
    open: async (kept: () => KeptYard, changed): Promise<Result<OpenedYard>> => {
      const { connection } = kept();
      const taken = take(connection);
      const place = taken === null ? await placeOf(connection) : succeed(taken);
      if (!place.ok) return place;
      const { region } = connection;
      const { endpoint } = place.value.clients.place;
      place.value.shareBudget(budgets({ account: kept().accountId, region, endpoint }));
      return succeed(openKeptYard(place.value, kept, changed, ports.clock));
    },
  };
}

async function choiceOf(
  { credentials }: AwsConnection,
  environment: FileEnvironment,
): Promise<Result<ProfileChoice>> {
  const { profiles } = await listProfiles(environment);
  const isWanted = (choice: ProfileChoice): boolean =>
    credentials.kind === 'environment'
      ? choice.kind === 'environment'
      : choice.kind !== 'environment' && choice.name === credentials.profile;
  const choice = profiles.find(isWanted);
  if (choice !== undefined) return choice.fault === null ? succeed(choice) : fail(choice.fault);
  return fail(credentials.kind === 'environment' ? noEnvironment : noProfile(credentials.profile));
}

const noEnvironment: Fault = {
  code: 'not-found',
  message: 'The environment that Blockyard was started in holds no AWS credentials.',
  todo: 'Start Blockyard from a shell that has them, or use a profile.',
};

function noProfile(name: string): Fault {
  return {
    code: 'not-found',
    message: `There is no profile ${plain(name, 80)} in the AWS files of this computer.`,
    todo: 'Put it back, or forget this yard in the settings.',
  };
}

async function profilesIn(environment: FileEnvironment): Promise<AwsProfiles> {
  const { profiles, faults } = await listProfiles(environment);
  return {
    profiles: profiles.filter(({ name, kind }) => !isEnvironment(name, kind)).map(profileOf),
    hasEnvironment: profiles.some(({ name, kind }) => isEnvironment(name, kind)),
    files: Object.values(profilePaths(environment)).map(({ path }) => path),
    problems: faults.map(({ message, todo }) => `${message} ${todo ?? ''}`.trim()),
  };
}

function isEnvironment(name: string, kind: ProfileChoice['kind']): boolean {
  return name === environmentProfile && kind === 'environment';
}

function profileOf(choice: ProfileChoice): AwsProfile {
  const { name, kind, region, endpoint, fault, mfaDevice } = choice;
  return {
    name,
    kind: fault !== null ? 'unusable' : kindOf(kind),
    needsMfa: mfaDevice !== undefined,
    region,
    endpoint: endpoint ?? null,
    detail: fault === null ? detailOf(choice) : `${fault.message} ${fault.todo ?? ''}`.trim(),
  };
}

function kindOf(kind: ProfileChoice['kind']): AwsProfile['kind'] {
  switch (kind) {
    case 'role':
    case 'role-mfa':
      return 'role';
    case 'static':
    case 'environment':
      return 'static';
    case 'sso':
    case 'login':
    case 'process':
    case 'web-identity':
      return kind;
  }
}

function detailOf({ roleArn, command }: ProfileChoice): string {
  const role = roleArn === undefined ? '' : `role ${plain(roleArn.split('/').at(-1) ?? '', 80)}`;
  return command === undefined ? role : `asks ${command}`;
}
