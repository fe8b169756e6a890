/** What an AMI consists of lies in snapshots that only EBS reads, block by block: AWS names no files. */
import { fail } from '../../../src-shared/result.ts';
import type { Yard } from '../port.ts';
import { createDiskReader } from './describe/disk-blocks.ts';
import type { Pacer } from './discover/pacer.ts';
import type { AwsClients } from './session/clients.ts';

const sealed = fail({
  code: 'refused',
  message: 'AWS does not give away what an AMI consists of.',
  todo: 'Compare its facts, or give a list of packages (SBOM) of each.',
});

export function sealedImages(
  { ebs }: Pick<AwsClients, 'ebs'>,
  { turn }: Pick<Pacer, 'turn'>,
): Pick<Yard, 'imageList' | 'imageFile' | 'disks'> {
  return {
    imageList: () => Promise.resolve(sealed),
    imageFile: () => Promise.resolve(sealed),
    disks: createDiskReader(ebs, turn),
  };
}
