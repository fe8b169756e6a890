/** Who takes work, in SSM parameters: created and never overwritten. What became of a write is read, not assumed. */
import { DeleteParameterCommand, PutParameterCommand } from '@aws-sdk/client-ssm';
import type { FleetId } from '../../../../src-shared/ids.ts';
import { fail, succeed, type Result } from '../../../../src-shared/result.ts';
import { attempt, type AwsClients } from '../session/clients.ts';
import { canHoldClaims, fleetPath, noClaims, readClaims, workName } from './claim-records.ts';
import { parametersBelow } from './parameters-below.ts';
import {
  changedWork,
  newestWord,
  nextWord,
  type WorkRecord,
  type WorkWord,
} from './work-records.ts';

export interface WorkWrite {
  /** @param expected as of `nextWord`. */
  readonly expected: number | 'any';
  /** Its newest word as it was last seen: what a revert is written on without a read; undefined: read first. */
  readonly seen?: readonly WorkWord[];
  /** Sizes are what changes: the same taker by the same rollout is not the same word. */
  readonly isWhole?: true;
}

export interface SsmWork {
  /** Newest first. */
  readonly read: (fleet: FleetId) => Promise<Result<readonly WorkWord[]>>;
  /** Answers the word that stands now. */
  readonly write: (record: WorkRecord, how: WorkWrite) => Promise<Result<WorkWord>>;
}

/** Each of those who write at once costs a revert one. */
const attempts = 6;
/** The newest and the one before stay: what was changed last can be read. */
const kept = 2;

export function createSsmWork({ ssm, ssmWrites }: Pick<AwsClients, 'ssm' | 'ssmWrites'>): SsmWork {
  const read: SsmWork['read'] = (fleet) => {
    if (!canHoldClaims(fleet)) {
      const message = 'This fleet has no name that a record could be kept under.';
      return Promise.resolve(fail({ code: 'bad-input', message }));
    }
    return attempt(async () => {
      const found = await parametersBelow(ssm, `${fleetPath(fleet)}/taker`);
      return (readClaims(found).get(fleet) ?? noClaims).work;
    });
  };

  const create = (record: WorkRecord, revision: number): Promise<Result<null>> =>
    attempt(async () => {
      await ssmWrites.send(
        new PutParameterCommand({
          Name: workName(record.fleet, revision),
          Value: JSON.stringify(record),
          Type: 'String',
          Overwrite: false,
        }),
      );
      return null;
    });

  /** Nobody waits for it: what is left over counts for nothing. */
  const clear = async (fleet: FleetId, old: readonly WorkWord[]): Promise<void> => {
    for (const { revision } of old) {
      await attempt(() =>
        ssmWrites.send(new DeleteParameterCommand({ Name: workName(fleet, revision) })),
      );
    }
  };

  /** @returns null when others were quicker: all of it is asked anew. */
  const tryWrite = async (
    record: WorkRecord,
    { expected, isWhole }: WorkWrite,
    now: readonly WorkWord[],
  ): Promise<Result<WorkWord> | null> => {
    const { fleet, to, rollout, sizes } = record;
    const next = nextWord(now, { to, rollout, expected, ...(isWhole ? { sizes } : {}) });
    if (next.kind === 'no') return fail(next.fault);
    if (next.kind === 'done') return succeed({ revision: next.revision, record });
    const made = await create(record, next.revision);
    if (!made.ok && made.fault.code !== 'conflict') return made;
    const after = await read(fleet);
    if (!after.ok) {
      return made.ok ? succeed({ revision: next.revision, record }) : after;
    }
    const newest = newestWord(after.value);
    // One that was removed as old can be made anew, below what counts.
    const isOurs =
      newest?.revision === next.revision &&
      newest.record?.rollout === rollout &&
      newest.record.to === to;
    if (isOurs) {
      void clear(fleet, after.value.slice(kept));
      return succeed({ revision: next.revision, record });
    }
    // Ours is the newest that was made, and reads are older than it for a moment.
    if (made.ok && (newest?.revision ?? 0) < next.revision) {
      return succeed({ revision: next.revision, record });
    }
    return expected === 'any' ? null : fail(changedWork);
  };

  return {
    read,
    async write(record, how) {
      let now = how.seen;
      for (let turn = 0; turn < attempts; turn += 1) {
        if (now === undefined) {
          const before = await read(record.fleet);
          if (!before.ok) return before;
          now = before.value;
        }
        const answer = await tryWrite(record, how, now);
        if (answer !== null) return answer;
        now = undefined;
      }
      return fail({ code: 'conflict', message: 'Others change this fleet at the same time.' });
    },
  };
}
