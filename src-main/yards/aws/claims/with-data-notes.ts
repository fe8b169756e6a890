/** The yard of an account with what people noted of the data beside its generations. */
import { PutParameterCommand } from '@aws-sdk/client-ssm';
import type { FleetId } from '../../../../src-shared/ids.ts';
import { fail, succeed, type Result } from '../../../../src-shared/result.ts';
import type { Clock } from '../../../clock/clock.ts';
import type { DataOrder } from '../../data-order.ts';
import type { Yard } from '../../port.ts';
import { attempt, type AwsClients } from '../session/clients.ts';
import { canHoldClaims, fleetPath, type FleetClaims } from './claim-records.ts';
import { parameterText } from './parameter-text.ts';
import { dataKey, withData, type DataRecord } from './data-records.ts';

export interface DataNotesPorts {
  readonly clients: Pick<AwsClients, 'ssmWrites'>;
  readonly clock: Pick<Clock, 'now'>;
  /** As the last look read them. */
  readonly claimsOf: (fleet: FleetId) => FleetClaims;
  /** The last check before the wire, and news afterwards. */
  readonly told: <Value>(act: () => Promise<Result<Value>>) => Promise<Result<Value>>;
}

export function withDataNotes<Account extends Yard>(
  yard: Account,
  { clients, clock, claimsOf, told }: DataNotesPorts,
): Account {
  const put = ({ fleet, generation, note, by }: DataOrder): Promise<Result<null>> => {
    if (!canHoldClaims(fleet)) {
      const message = 'This fleet has no name that a note could be kept under.';
      return Promise.resolve(fail({ code: 'bad-input', message }));
    }
    const kept: DataRecord = {
      ...{ schema: 1, fleet, generation },
      note: { ...note, by, atMs: clock.now() },
    };
    return attempt(async () => {
      await clients.ssmWrites.send(
        new PutParameterCommand({
          Name: `${fleetPath(fleet)}/data/${dataKey(generation)}`,
          Value: parameterText(kept),
          Type: 'String',
          Overwrite: true,
        }),
      );
      return null;
    });
  };

  return {
    ...yard,
    observe: async () => {
      const seen = await yard.observe();
      if (!seen.ok) return seen;
      const fleets = seen.value.fleets.map((fleet) => withData(fleet, claimsOf(fleet.id).data));
      return succeed({ ...seen.value, fleets });
    },
    noteData: (order) => told(() => put(order)),
  };
}
