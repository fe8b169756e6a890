/** What is kept of the rehearsals of a fleet, in an SSM parameter beside its claims. Each write is sent once. */
import { PutParameterCommand } from '@aws-sdk/client-ssm';
import type { FleetId } from '../../../../src-shared/ids.ts';
import { fail, succeed, type Fault, type Result } from '../../../../src-shared/result.ts';
import { attempt, type AwsClients } from '../session/clients.ts';
import {
  canHoldClaims,
  fleetPath,
  noClaims,
  readClaims,
  rehearsalsName,
  valueLimitBytes,
} from './claim-records.ts';
import { parametersBelow } from './parameters-below.ts';
import { parameterText } from './parameter-text.ts';
import { noRehearsals, type RehearsalsRecord } from './rehearsal-records.ts';

export interface SsmRehearsals {
  /** `version-mismatch`: a newer panel wrote it, or somebody by hand. */
  readonly read: (fleet: FleetId) => Promise<Result<RehearsalsRecord>>;
  readonly write: (record: RehearsalsRecord) => Promise<Result<null>>;
}

export function fitsRehearsals(record: RehearsalsRecord): boolean {
  return Buffer.byteLength(parameterText(record)) <= valueLimitBytes;
}

function unreadable(fleet: FleetId): Fault {
  return {
    code: 'version-mismatch',
    message: 'What is kept of rehearsals of this fleet cannot be read by this Blockyard.',
    todo: `Use the newest panel, or remove ${rehearsalsName(fleet)} from the parameter store.`,
  };
}

export function createSsmRehearsals({
  ssm,
  ssmWrites,
}: Pick<AwsClients, 'ssm' | 'ssmWrites'>): SsmRehearsals {
  return {
    read: async (fleet) => {
      if (!canHoldClaims(fleet)) {
        const message = 'This fleet has no name that a rehearsal could be kept under.';
        return fail({ code: 'bad-input', message });
      }
      const read = await attempt(async () => {
        const found = await parametersBelow(ssm, `${fleetPath(fleet)}/rehearsal`);
        const { rehearsals } = readClaims(found).get(fleet) ?? noClaims;
        return found.length === 0 ? noRehearsals(fleet) : rehearsals;
      });
      if (!read.ok) return read;
      return read.value === null ? fail(unreadable(fleet)) : succeed(read.value);
    },
    write: (record) =>
      attempt(async () => {
        const Name = rehearsalsName(record.fleet);
        const Value = parameterText(record);
        await ssmWrites.send(
          new PutParameterCommand({ Name, Value, Type: 'String', Overwrite: true }),
        );
        return null;
      }),
  };
}
