/** One AMI with its line of parents. */
import {
  DescribeImagesCommand,
  GetImageAncestryCommand,
  type EC2Client,
} from '@aws-sdk/client-ec2';
import type { AmiImage } from '../../../../src-shared/image.ts';
import { faultOf } from '../../../../src-shared/result.ts';
import type { MarkSecret } from '../../../masking/mask-secrets.ts';
import { amiImageOf } from '../discover/read-images.ts';

export interface ReadAmi {
  readonly image: AmiImage | null;
  readonly missing: readonly string[];
}

export async function readAmi(
  ec2: EC2Client,
  id: string,
  region: string,
  mark: MarkSecret,
): Promise<ReadAmi> {
  const [described, line] = await Promise.all([describe(ec2, id, region, mark), ancestry(ec2, id)]);
  if (described.image === null) return described;
  const { image } = described;
  return {
    image: {
      ...image,
      ami: { ...image.ami, ancestry: line.parents ?? image.ami.ancestry },
    },
    missing: line.missing,
  };
}

async function describe(
  ec2: EC2Client,
  id: string,
  region: string,
  mark: MarkSecret,
): Promise<ReadAmi> {
  try {
    const out = await ec2.send(
      new DescribeImagesCommand({
        Filters: [{ Name: 'image-id', Values: [id] }],
        IncludeDeprecated: true,
      }),
    );
    const [image = null] = (out.Images ?? []).flatMap((row) => amiImageOf(row, region, mark));
    const gone = `AWS does not show image ${id} here: it is deregistered, in another region, or not shared with this account.`;
    return { image, missing: image === null ? [gone] : [] };
  } catch (error) {
    return { image: null, missing: [`Image ${id} was not read. ${faultOf(error).message}`] };
  }
}

interface Ancestry {
  /** Null: keep what the image itself says of its source. */
  readonly parents: string[] | null;
  readonly missing: readonly string[];
}

async function ancestry(ec2: EC2Client, id: string): Promise<Ancestry> {
  try {
    const out = await ec2.send(new GetImageAncestryCommand({ ImageId: id }));
    const parents = (out.ImageAncestryEntries ?? [])
      .flatMap(({ ImageId }) => ImageId ?? [])
      .filter((each) => each !== id);
    return { parents: parents.length === 0 ? null : parents, missing: [] };
  } catch (error) {
    const { message } = faultOf(error);
    return {
      parents: null,
      missing: [`The images that ${id} was made from were not read. ${message}`],
    };
  }
}
