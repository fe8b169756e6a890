/** Everything that can be compared of a generation that fetches its work: as of others, without a target group. */
import type { GenerationId } from '../../../../src-shared/ids.ts';
import { fail, succeed, type Result } from '../../../../src-shared/result.ts';
import { plain } from '../../../../src-shared/wording.ts';
import type { MarkSecret } from '../../../masking/mask-secrets.ts';
import type { GenerationFacts } from '../../port.ts';
import type { AwsClients } from '../session/clients.ts';
import type { WorkerGrouping } from '../workers/group-workers.ts';
import { joinParts, nothingDescribed, spread, type DescribedPart } from './described-part.ts';
import { readServers } from './described-servers.ts';
import { instanceFacts } from './instance-facts.ts';
import { readLaunchTemplate } from './launch-template.ts';
import { readAmi } from './read-ami.ts';
import { readUserData } from './user-data.ts';

export type DescribeWorkers = (
  grouping: WorkerGrouping,
  generation: GenerationId,
) => Promise<Result<GenerationFacts>>;

/** @param mark the same for all that is compared with each other: a changed secret is told by it. */
export function createDescribeWorkers(
  { ec2, place }: Pick<AwsClients, 'ec2' | 'place'>,
  mark: MarkSecret,
): DescribeWorkers {
  return async ({ groups }, generation) => {
    const group = groups.find(({ id }) => id === generation);
    if (group === undefined) {
      const message = `The last look at AWS did not show ${plain(generation, 80)}.`;
      return fail({ code: 'not-found', message });
    }
    const servers = await readServers(
      ec2,
      group.instances.map(({ id }) => id),
    );
    const instances = servers.kind === 'read' ? servers.instances : [];
    const images = spread(instances.map(({ ImageId }) => ImageId));
    const [imageId] = (images ?? '').split(' ');
    const ofServers = (read: () => Promise<DescribedPart>): Promise<DescribedPart> =>
      servers.kind === 'read' ? read() : Promise.resolve({ kind: 'unread', because: null });
    const [ami, template, userData] = await Promise.all([
      imageId === undefined || imageId === ''
        ? { image: null, missing: [] }
        : readAmi(ec2, imageId, place.region, mark),
      ofServers(() => readLaunchTemplate(ec2, instances, mark)),
      ofServers(() => readUserData(ec2, instances, mark)),
    ]);
    const joined = joinParts({
      servers:
        servers.kind === 'read'
          ? { ...nothingDescribed, facts: instanceFacts(instances), missing: servers.missing }
          : servers,
      template,
      userData,
    });
    const isMixed = images?.includes(',') === true;
    return succeed({
      label: plain(group.name, 60),
      image: ami.image,
      ...joined,
      missing: [
        ...(isMixed ? [`Its servers run more than one image: ${images}.`] : []),
        ...ami.missing,
        ...joined.missing,
      ],
    });
  };
}
