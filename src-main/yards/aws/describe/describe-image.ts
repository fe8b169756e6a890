/** Everything that can be compared of one AMI, read now: also of one that no server of a fleet runs. */
import type { ImageId } from '../../../../src-shared/ids.ts';
import { fail, succeed, type Result } from '../../../../src-shared/result.ts';
import { plain } from '../../../../src-shared/wording.ts';
import type { MarkSecret } from '../../../masking/mask-secrets.ts';
import type { ImageFacts } from '../../port.ts';
import type { AwsClients } from '../session/clients.ts';
import { readAmi } from './read-ami.ts';

export type DescribeImage = (image: ImageId) => Promise<Result<ImageFacts>>;

/** @param mark the same for all that is compared with each other: a changed secret is told by it. */
export function createDescribeImage(
  { ec2, place }: Pick<AwsClients, 'ec2' | 'place'>,
  mark: MarkSecret,
): DescribeImage {
  return async (id) => {
    if (!/^ami-[0-9a-f]{8,17}$/u.test(id)) {
      const message = `${plain(id, 40)} is not the id of an AMI: ami- and 8 or 17 digits from 0 to f.`;
      return fail({ code: 'bad-input', message });
    }
    const { image, missing } = await readAmi(ec2, id, place.region, mark);
    if (image !== null) return succeed({ image, missing });
    const todo = `Look whether it is in ${place.region} and shared with this account.`;
    return fail({ code: 'not-found', message: missing.join(' '), todo });
  };
}
