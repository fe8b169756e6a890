/**
 * Everything that can be compared of a generation, read now: about seven calls. What one of them cannot
 * read is said and does not keep the others from being compared.
 */
import { generationLabel, type FleetId, type GenerationId } from '../../../../src-shared/ids.ts';
import { fail, succeed, type Result } from '../../../../src-shared/result.ts';
import { plain } from '../../../../src-shared/wording.ts';
import type { MarkSecret } from '../../../masking/mask-secrets.ts';
import type { GenerationFacts } from '../../port.ts';
import { generationIdOfGroup } from '../discover/fleet-id.ts';
import { oldestLaunchMs } from '../discover/generation-of.ts';
import { numberGroups, type NumberedGroup } from '../discover/generation-numbers.ts';
import type { Observed } from '../discover/observe.ts';
import type { AwsClients } from '../session/clients.ts';
import { joinParts, nothingDescribed, spread, type DescribedPart } from './described-part.ts';
import { readServers } from './described-servers.ts';
import { readAttributes, readGroup } from './group-facts.ts';
import { instanceFacts } from './instance-facts.ts';
import { readLaunchTemplate } from './launch-template.ts';
import { readAmi } from './read-ami.ts';
import { scalingPart } from './scaling-part.ts';
import { readUserData } from './user-data.ts';

export type DescribeGeneration = (
  observed: Observed,
  fleet: FleetId,
  generation: GenerationId,
) => Promise<Result<GenerationFacts>>;

/** @param mark the same for all that is compared with each other: a changed secret is told by it. */
export function createDescribeGeneration(
  clients: Pick<AwsClients, 'ec2' | 'elb' | 'place'>,
  mark: MarkSecret,
): DescribeGeneration {
  const { ec2, elb, place } = clients;
  return async (observed, fleet, generation) => {
    const numbered = groupOf(observed, fleet, generation);
    if (numbered === undefined) {
      return fail({
        code: 'not-found',
        message: `The last look at AWS did not show ${plain(generation, 80)}.`,
      });
    }
    const { arn } = numbered.group;
    const ids = (observed.reading.targets[arn] ?? []).map(({ id }) => id);
    const servers = await readServers(ec2, ids);
    const instances = servers.kind === 'read' ? servers.instances : [];
    const images = spread(instances.map(({ ImageId }) => ImageId));
    const [imageId] = (images ?? '').split(' ');
    // Without its servers nothing tells which template and user data are meant; they are unread too.
    const ofServers = (read: () => Promise<DescribedPart>): Promise<DescribedPart> =>
      servers.kind === 'read' ? read() : Promise.resolve({ kind: 'unread', because: null });
    const [ami, group, attributes, template, userData] = await Promise.all([
      imageId === undefined || imageId === ''
        ? { image: null, missing: [] }
        : readAmi(ec2, imageId, place.region, mark),
      readGroup(elb, arn),
      readAttributes(elb, arn, mark),
      ofServers(() => readLaunchTemplate(ec2, instances, mark)),
      ofServers(() => readUserData(ec2, instances, mark)),
    ]);
    const joined = joinParts({
      servers:
        servers.kind === 'read'
          ? { ...nothingDescribed, facts: instanceFacts(instances), missing: servers.missing }
          : servers,
      group,
      attributes,
      template,
      userData,
      scaling: scalingPart(numbered.group, instances, observed.reading),
    });
    return succeed({
      label: numbered.label ?? generationLabel(numbered.number),
      image: ami.image,
      ...joined,
      missing: [
        ...(images?.includes(',') === true
          ? [`Its servers run more than one image: ${images}.`]
          : []),
        ...ami.missing,
        ...joined.missing,
      ],
    });
  };
}

function groupOf(
  { groupings, reading }: Observed,
  fleet: FleetId,
  generation: GenerationId,
): NumberedGroup | undefined {
  const grouping = groupings.find(({ id }) => id === fleet);
  if (grouping === undefined) return undefined;
  return numberGroups([...grouping.attached, ...grouping.idle], (group) =>
    oldestLaunchMs(group, reading),
  ).find(({ group }) => generationIdOfGroup(group.arn) === generation);
}
