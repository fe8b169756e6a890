/** From a chosen profile to clients: the one way in for the rest of the AWS yard. */
import type { Clock } from '../../../clock/clock.ts';
import { createAccountBudget, type AccountBudget } from './account-budget.ts';
import { createCallLedger, type CallLedger } from './call-ledger.ts';
import { createClients, type AwsClients, type AwsPlace } from './clients.ts';
import { openSession, type AwsSession } from './credentials.ts';
import { credentialFetcher } from './fetch-credentials.ts';
import { chainOf } from './profile-chain.ts';
import type { ProfileChoice } from './profile-choice.ts';
import { loadProfileFiles, type FileEnvironment } from './profile-files.ts';
import { runLogin } from './run-login.ts';
import type { Timeouts } from './transport.ts';

export interface OpenPlace {
  readonly session: AwsSession;
  readonly clients: AwsClients;
  readonly ledger: CallLedger;
  readonly budget: () => AccountBudget;
  /** Once it is known whose account it is: from then on with all others of that account. */
  readonly shareBudget: (budget: AccountBudget) => void;
}

export interface PlacePorts {
  readonly clock: Clock;
  /** Of Blockyard. */
  readonly version: string;
  readonly environment: FileEnvironment;
  readonly timeouts?: Partial<Timeouts>;
}

/** @param region overrides the profile's; endpoint `null` means the profile's, or AWS itself. */
export async function openPlace(
  profile: ProfileChoice,
  region: string,
  endpoint: string | null,
  ports: PlacePorts,
): Promise<OpenPlace> {
  const { clock, version, environment } = ports;
  const place: AwsPlace = {
    profile: profile.name,
    region,
    endpoint: endpoint ?? profile.endpoint ?? null,
    useFips: profile.useFips,
    useDualstack: profile.useDualstack,
  };
  const ledger = createCallLedger();
  let current = createAccountBudget(clock);
  const budget = (): AccountBudget => current;
  const timeouts = ports.timeouts === undefined ? {} : { timeouts: ports.timeouts };
  const common = { clock, version, ledger, budget, ...timeouts };
  const root =
    profile.kind === 'environment'
      ? ({ name: profile.name, kind: 'static' } as const)
      : chainOf(profile.name, (await loadProfileFiles(environment)).sections).root;
  const session = openSession(profile, root, {
    clock,
    fetch: credentialFetcher(profile, place, { ...common, environment }),
    runLogin: (words) => runLogin(words),
  });
  return {
    ...{ session, ledger, budget },
    clients: createClients(place, { ...common, credentials: session }),
    shareBudget: (shared) => {
      current = shared;
    },
  };
}
