/** EBS's own list of blocks, for the port. AWS documents that indexes come in their order. */
import {
  ListChangedBlocksCommand,
  ListSnapshotBlocksCommand,
  type EBSClient,
} from '@aws-sdk/client-ebs';
import { fail, faultOf, succeed } from '../../../../src-shared/result.ts';
import type { BlockPage, DiskReader } from '../../disk-reader.ts';
import type { Pacer } from '../discover/pacer.ts';
import { AwsError } from '../session/aws-fault.ts';

/**
 * AWS gives 10 000, with two tokens for each: some megabytes of JSON, parsed in one go in the process that also
 * carries reverts. A tenth of that is over in a few milliseconds.
 */
const pageBlocks = 1000;

export function createDiskReader(ebs: EBSClient, turn: Pacer['turn']): DiskReader {
  return {
    changed: async (a, b, page) => {
      await turn('ebs');
      try {
        const out = await ebs.send(
          new ListChangedBlocksCommand({
            ...{ FirstSnapshotId: a, SecondSnapshotId: b, MaxResults: pageBlocks },
            ...(page === null ? {} : { NextToken: page }),
          }),
        );
        return succeed(pageOf(out.ChangedBlocks, out));
      } catch (error) {
        const isUnrelated = error instanceof AwsError && error.reason === 'UNRELATED_SNAPSHOTS';
        const fault = faultOf(error);
        return isUnrelated ? succeed({ kind: 'unrelated', said: fault.message }) : fail(fault);
      }
    },
    written: async (snapshot, page) => {
      await turn('ebs');
      try {
        const out = await ebs.send(
          new ListSnapshotBlocksCommand({
            ...{ SnapshotId: snapshot, MaxResults: pageBlocks },
            ...(page === null ? {} : { NextToken: page }),
          }),
        );
        return succeed(pageOf(out.Blocks, out));
      } catch (error) {
        return fail(faultOf(error));
      }
    },
  };
}

interface Told {
  readonly VolumeSize?: number | undefined;
  readonly BlockSize?: number | undefined;
  readonly NextToken?: string | undefined;
}

function pageOf(
  rows: readonly { readonly BlockIndex?: number | undefined }[] = [],
  { VolumeSize = 0, BlockSize = 0, NextToken }: Told,
): BlockPage {
  return {
    kind: 'page',
    blocks: rows.flatMap(({ BlockIndex }) => BlockIndex ?? []),
    blockBytes: BlockSize,
    sizeGiB: VolumeSize,
    next: NextToken === undefined || NextToken === '' ? null : NextToken,
  };
}
