/**
 * Keeps the AMI of a generation of ours from being deregistered, as without it no server of it can be started
 * again. It is never switched off here: nobody can tell whether somebody else has switched it on, too.
 */
import {
  DescribeImagesCommand,
  EnableImageDeregistrationProtectionCommand,
} from '@aws-sdk/client-ec2';
import type { FleetId } from '../../../../src-shared/ids.ts';
import { plain } from '../../../../src-shared/wording.ts';
import { isProtected } from '../discover/image-keeping.ts';
import { attempt } from '../session/clients.ts';
import type { LaunchPorts } from './launch-ports.ts';

/** Never a reason for a launch or an adoption to fail: what hinders it is noted. */
export async function protectImage(
  { clients, keepsImages, note, accountOf }: LaunchPorts,
  fleet: FleetId,
  image: string,
): Promise<void> {
  if (!keepsImages()) return;
  const read = await attempt(async () => {
    // By filter: an image that is gone is no error here.
    const Filters = [{ Name: 'image-id', Values: [image] }];
    return clients.ec2.send(new DescribeImagesCommand({ Filters, IncludeDeprecated: true }));
  });
  const found = read.ok ? read.value.Images?.[0] : undefined;
  // An image of others is theirs to keep: its note stands at the way back.
  if (found === undefined || found.OwnerId === undefined || found.OwnerId !== accountOf()) return;
  if (isProtected(found.DeregistrationProtection ?? null)) return;
  const sent = await attempt(() =>
    clients.ec2Writes.send(
      new EnableImageDeregistrationProtectionCommand({ ImageId: image, WithCooldown: false }),
    ),
  );
  if (sent.ok) return;
  note(
    `${plain(image, 40)} is not kept from being deregistered: ${plain(sent.fault.message, 240)}`,
    fleet,
  );
}
