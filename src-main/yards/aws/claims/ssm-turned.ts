/** Which test rules of operators are turned, in SSM parameters beside the claims. Each write is sent once. */
import { DeleteParameterCommand, PutParameterCommand } from '@aws-sdk/client-ssm';
import type { FleetId, RolloutId } from '../../../../src-shared/ids.ts';
import { fail, succeed, type Result } from '../../../../src-shared/result.ts';
import { attempt, type AwsClients } from '../session/clients.ts';
import { fleetPath, noClaims, readClaims, turnedName, valueLimitBytes } from './claim-records.ts';
import { parametersBelow } from './parameters-below.ts';
import type { TurnedRecord } from './turned-records.ts';

export interface SsmTurned {
  readonly read: (fleet: FleetId) => Promise<Result<readonly TurnedRecord[]>>;
  /** `conflict` where one of its rollout stands already. */
  readonly note: (record: TurnedRecord) => Promise<Result<null>>;
  /** What is gone already is as good. */
  readonly forget: (fleet: FleetId, rollout: RolloutId) => Promise<Result<null>>;
}

export function createSsmTurned({
  ssm,
  ssmWrites,
}: Pick<AwsClients, 'ssm' | 'ssmWrites'>): SsmTurned {
  return {
    read: (fleet) =>
      attempt(async () => {
        const found = await parametersBelow(ssm, `${fleetPath(fleet)}/turned`);
        return (readClaims(found).get(fleet) ?? noClaims).turned;
      }),
    note: (record) => {
      const Value = JSON.stringify(record);
      if (Buffer.byteLength(Value) > valueLimitBytes) {
        const message = 'Its actions are too long to be recorded before they are changed, so Blockyard does not turn it.'; // prettier-ignore
        return Promise.resolve(fail({ code: 'refused', message, waits: true, todo: 'Turn it yourself.' })); // prettier-ignore
      }
      const Name = turnedName(record.fleet, record.rollout);
      return attempt(async () => {
        await ssmWrites.send(
          new PutParameterCommand({ Name, Value, Type: 'String', Overwrite: false }),
        );
        return null;
      });
    },
    forget: async (fleet, rollout) => {
      const Name = turnedName(fleet, rollout);
      const gone = await attempt(() => ssmWrites.send(new DeleteParameterCommand({ Name })));
      return gone.ok || gone.fault.code === 'not-found' ? succeed(null) : gone;
    },
  };
}
