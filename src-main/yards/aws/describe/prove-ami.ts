/** Whether instances can be started from an AMI now, by AWS's own word: one read. */
import { DescribeImagesCommand } from '@aws-sdk/client-ec2';
import type { ImageId } from '../../../../src-shared/ids.ts';
import { fail, faultOf, succeed, type Fault, type Result } from '../../../../src-shared/result.ts';
import { plain } from '../../../../src-shared/wording.ts';
import type { AwsClients } from '../session/clients.ts';

export type ProveImage = (image: ImageId) => Promise<Result<string>>;

export const notTold: Fault = { code: 'refused', message: 'AWS is not asked for that here.' };

export function createProveAmi({ ec2, place }: Pick<AwsClients, 'ec2' | 'place'>): ProveImage {
  return async (id) => {
    const name = plain(id, 40);
    try {
      // By a filter: asked by its id, one that is gone would be an error like any other.
      const { Images: images = [] } = await ec2.send(
        new DescribeImagesCommand({
          Filters: [{ Name: 'image-id', Values: [id] }],
          IncludeDeprecated: true,
          IncludeDisabled: true,
        }),
      );
      const [image] = images;
      if (image === undefined) {
        const message = `AWS does not show image ${name} in ${place.region}: it is deregistered, in another region, or not shared with this account.`;
        return fail({ code: 'not-found', message });
      }
      const state = image.State ?? 'unknown';
      if (state === 'available') return succeed('AWS lists it as available');
      return fail({
        code: 'damaged',
        message: `AWS lists image ${name} as ${plain(state, 40)}: no instance starts from it.`,
      });
    } catch (error) {
      return fail(faultOf(error));
    }
  };
}
