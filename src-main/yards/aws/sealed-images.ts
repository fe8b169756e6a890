/** What an AMI consists of lies in snapshots that only EBS reads, block by block: AWS names no files. */
import { fail } from '../../../src-shared/result.ts';
import type { Yard } from '../port.ts';

const sealed = fail({
  code: 'refused',
  message: 'AWS does not give away what an AMI consists of.',
  todo: 'Compare its facts, or give a list of packages (SBOM) of each.',
});

export const sealedImages: Pick<Yard, 'imageList' | 'imageFile'> = {
  imageList: () => Promise.resolve(sealed),
  imageFile: () => Promise.resolve(sealed),
};
