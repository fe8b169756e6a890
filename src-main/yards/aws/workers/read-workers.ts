/**
 * Asks AWS for the servers that fetch their work, and for nothing else. Fails as a whole when the servers cannot
 * be read: half a picture would look like a change. What only explains them becomes a gap.
 */
import {
  DescribeInstancesCommand,
  DescribeInstanceStatusCommand,
  DescribeLaunchTemplatesCommand,
  type EC2Client,
} from '@aws-sdk/client-ec2';
import type { AmiImage } from '../../../../src-shared/image.ts';
import { faultOf, FaultError } from '../../../../src-shared/result.ts';
import type { WorkerFleet } from '../../../../src-shared/worker-fleets.ts';
import type { Clock } from '../../../clock/clock.ts';
import { allPages, inBatches, listIn, type AwsReader } from '../discover/aws-reader.ts';
import { batchSizes } from '../discover/call-budget.ts';
import { compare } from '../discover/fingerprint.ts';
import type { AsgReader } from '../discover/read-asg.ts';
import { instanceOf } from '../discover/read-ec2.ts';
import { tagsOf } from '../discover/read-elb-rows.ts';
import {
  fleetTag,
  recordOf,
  scaledByTag,
  scalingGroupTag,
  type Instance,
} from '../discover/reading.ts';
import { createScalingMore } from '../discover/scaling-facts.ts';
import type { ScalingGroup } from '../discover/scaling-group.ts';
import { ownTagsOf } from './group-workers.ts';
import {
  isEnded,
  type OwnTemplate,
  type StatusChecks,
  type WorkerReading,
} from './worker-reading.ts';

export interface WorkerReaderPorts {
  readonly ec2: EC2Client;
  readonly asg: AsgReader;
  readonly images: AwsReader['images'];
  readonly clock: Clock;
  /** When the budget of looks allows another call. */
  readonly turn: () => Promise<void>;
}

export interface WorkerReader {
  /** @throws FaultError */
  readonly read: (declared: readonly WorkerFleet[]) => Promise<WorkerReading>;
  /** By us: the next reading asks for them. */
  readonly templateMade: () => void;
}

/** Names and explanations change seldom. */
const slowMs = 60_000;
/** Where nobody declared a fleet and none was found, milliseconds. */
const calmMs = 30_000;
/** The most ids that one DescribeInstanceStatus takes. */
const statusBatch = 100;

interface Kept<Value> {
  readonly value: Value;
  readonly atMs: number;
}

export function createWorkerReader(ports: WorkerReaderPorts): WorkerReader {
  const { ec2, asg, clock, turn } = ports;
  let templates: Kept<readonly OwnTemplate[]> = { value: [], atMs: -Infinity };
  let emptyAtMs = -Infinity;
  let account: string | null = null;
  const images = new Map<string, Kept<AmiImage | null>>();
  const more = createScalingMore(asg, async (ask) => {
    await turn();
    return ask();
  });

  const instances = async (Name: string, values: readonly string[]): Promise<Instance[]> => {
    const batches = await Promise.all(
      inBatches(values, batchSizes.filter).map((Values) =>
        allPages(async (NextToken) => {
          await turn();
          const Filters = [{ Name, Values: [...Values] }];
          const command = new DescribeInstancesCommand({ Filters, MaxResults: 1000, NextToken });
          const out = await ec2.send(command);
          const rows = listIn(out.Reservations, 'DescribeInstances');
          account = rows.find(({ OwnerId }) => OwnerId !== undefined)?.OwnerId ?? account;
          const items = rows.flatMap(({ Instances }) => (Instances ?? []).flatMap(instanceOf));
          return { items, next: out.NextToken };
        }),
      ),
    );
    return batches.flat();
  };

  const readTemplates = async (isDue: boolean): Promise<readonly OwnTemplate[]> => {
    if (!isDue && clock.monotonicMs() - templates.atMs < slowMs) return templates.value;
    const value = await allPages(async (NextToken) => {
      await turn();
      const Filters = [{ Name: 'tag-key', Values: [fleetTag] }];
      const command = new DescribeLaunchTemplatesCommand({ Filters, MaxResults: 200, NextToken });
      const out = await ec2.send(command);
      const rows = listIn(out.LaunchTemplates, 'DescribeLaunchTemplates');
      const items = rows.map((row): OwnTemplate => ({
        id: row.LaunchTemplateId ?? '',
        name: row.LaunchTemplateName ?? '',
        createdAtMs: row.CreateTime?.getTime() ?? 0,
        tags: tagsOf(row.Tags),
      }));
      return { items, next: out.NextToken };
    });
    templates = { value, atMs: clock.monotonicMs() };
    return value;
  };

  const readChecks = async (
    ids: readonly string[],
  ): Promise<Readonly<Record<string, StatusChecks>>> => {
    const batches = await Promise.all(
      inBatches(ids, statusBatch).map(async (InstanceIds) => {
        await turn();
        try {
          const command = new DescribeInstanceStatusCommand({ InstanceIds: [...InstanceIds] });
          const out = await ec2.send(command);
          return listIn(out.InstanceStatuses, 'DescribeInstanceStatus');
        } catch (error) {
          // One that EC2 does not know yet fails the call for all: nothing is told of them this time.
          if (error instanceof FaultError && error.fault.code === 'not-found') return [];
          throw error;
        }
      }),
    );
    return recordOf(
      batches.flat().map((row) => [
        row.InstanceId ?? '',
        {
          instance: row.InstanceStatus?.Status ?? 'insufficient-data',
          system: row.SystemStatus?.Status ?? 'insufficient-data',
        },
      ]),
    );
  };

  const readImages = async (ids: readonly string[]): Promise<void> => {
    const nowMs = clock.monotonicMs();
    const due = ids.filter((id) => nowMs - (images.get(id)?.atMs ?? -Infinity) >= 5 * slowMs);
    if (due.length === 0) return;
    await turn();
    const found = new Map((await ports.images(due)).map((image) => [image.id as string, image]));
    for (const id of due) images.set(id, { value: found.get(id) ?? null, atMs: nowMs });
  };

  const read: WorkerReader['read'] = async (declared) => {
    const begunAtMs = clock.monotonicMs();
    const gaps: string[] = [];
    const finished = (more: Partial<WorkerReading>): WorkerReading => ({
      ...{ atMs: clock.now(), monotonicMs: clock.monotonicMs(), begunAtMs, gaps },
      ...{ instances: [], scaling: [], templates: [], checks: null, images: [], missingImages: [] },
      account,
      ...more,
    });
    if (declared.length === 0 && begunAtMs - emptyAtMs < calmMs) return finished({});
    /** What explains and does not decide. */
    const orGap = async <Value>(title: string, lack: string, ask: () => Promise<Value>) => {
      try {
        return await ask();
      } catch (error) {
        const fault = faultOf(error);
        if (fault.code === 'signed-out' || fault.code === 'throttled') throw error;
        gaps.push(
          `${title} could not be read. ${fault.message} ${lack} ${fault.todo ?? ''}`.trim(),
        );
        return null;
      }
    };
    const prefixes = declared.flatMap(({ servers }) =>
      servers.kind === 'groups' ? [servers.prefix] : [],
    );
    const allGroups = async (): Promise<readonly ScalingGroup[]> => {
      if (prefixes.length === 0) return [];
      await turn();
      const all = await asg.scalingGroups(null);
      return all.filter(({ name }) => prefixes.some((prefix) => name.startsWith(prefix)));
    };
    const [tagged, named, prefixed] = await Promise.all([
      instances('tag-key', [fleetTag]),
      Promise.all(
        declared.map(({ servers }) =>
          servers.kind === 'servers'
            ? instances(`tag:${servers.key}`, [servers.value])
            : Promise.resolve([]),
        ),
      ),
      allGroups(),
    ]);
    const ofGroups = await instances(
      `tag:${scalingGroupTag}`,
      prefixed.map(({ name }) => name),
    );
    const ours = tagged.filter(({ tags }) => ownTagsOf(tags) !== null);
    const all = new Map([...ours, ...named.flat(), ...ofGroups].map((one) => [one.id, one]));
    if (all.size === 0 && declared.length === 0) {
      emptyAtMs = clock.monotonicMs();
      return finished({});
    }
    emptyAtMs = -Infinity;
    const found = [...all.values()].sort((a, b) => compare(a.id, b.id));
    const known = new Set(prefixed.map(({ name }) => name));
    // By their launch also those that have no server yet.
    const launched = templates.value.flatMap(({ tags }) => tags[scaledByTag] ?? []);
    const belongs = found.flatMap(({ tags }) => tags[scalingGroupTag] ?? []);
    const others = [...new Set([...belongs, ...launched])]
      .filter((name) => !known.has(name))
      .sort(compare);
    const running = found.filter(({ state }) => state === 'running').map(({ id }) => id);
    const imageIds = [...new Set(found.filter((one) => !isEnded(one)).map((one) => one.imageId))];
    const held = new Set(templates.value.map(({ id }) => id));
    const isNew = found.some(({ tags }) => {
      const id = tags['aws:ec2launchtemplate:id'];
      return ownTagsOf(tags) !== null && id !== undefined && !held.has(id);
    });
    const [own, joined, checks] = await Promise.all([
      orGap('Launch templates', 'Which generations Blockyard launched may not be told.', () =>
        readTemplates(isNew),
      ),
      orGap('Auto scaling groups', 'Servers that belong to one may not be told.', async () => {
        if (others.length === 0) return [];
        await turn();
        return asg.scalingGroups(others);
      }),
      orGap(
        'EC2\u2019s status checks',
        'The health of servers without a load balancer cannot be told.',
        () => readChecks(running),
      ),
      orGap('Images', 'Generations may be told by the id of their AMI only.', () =>
        readImages(imageIds.filter((id) => id !== '').sort(compare)),
      ),
    ]);
    const groups = [...prefixed, ...(joined ?? [])];
    const { details, troubles, gaps: unread } = await more(groups, clock.now());
    gaps.push(...unread);
    return finished({
      instances: found,
      scaling: groups.map((group) => ({
        group,
        details: details.get(group.name) ?? null,
        trouble: troubles.get(group.name) ?? null,
      })),
      templates: own ?? templates.value,
      checks,
      images: imageIds.flatMap((id) => images.get(id)?.value ?? []),
      missingImages: imageIds.filter((id) => images.get(id)?.value === null),
    });
  };

  return {
    read,
    templateMade: () => {
      templates = { ...templates, atMs: -Infinity };
    },
  };
}
