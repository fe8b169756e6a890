/**
 * Every kind of yard, once. Adding a kind is one folder beside this file and one entry here. What is
 * behind an SDK is loaded when it is first used: a start on the local yard pays nothing for it.
 */
import type { Clock } from '../clock/clock.ts';
import type { AwsDoor } from './aws-door.ts';
import { openLocalForPanel } from './local/open-for-panel.ts';

export interface AwsGround {
  readonly clock: Clock;
  /** Of Blockyard, told to AWS with each call. */
  readonly version: string;
  /** Of this process: where the AWS files are, and credentials when they are chosen. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

export const yardKinds = { local: openLocalForPanel, aws: openAwsDoor } as const;

function openAwsDoor(ground: AwsGround): AwsDoor {
  let door: Promise<AwsDoor> | null = null;
  const opened = (): Promise<AwsDoor> => {
    door ??= import('./aws/panel-door.ts').then(({ createAwsDoor }) => createAwsDoor(ground));
    return door;
  };
  return {
    profiles: async () => (await opened()).profiles(),
    identify: async (connection, mfaCode) => (await opened()).identify(connection, mfaCode),
    open: async (kept, changed) => (await opened()).open(kept, changed),
  };
}
