/** Servers of ours that were taken out of their group to be stopped: the group lists none, and says so by a tag. Pure. */
import type { Block, BlockState } from '../../../../src-shared/fleet.ts';
import { asBlockId } from '../../../../src-shared/ids.ts';
import { plain } from '../../../../src-shared/wording.ts';
import { instanceFactsOf, statefulOf, type BlockContext } from './blocks-of.ts';
import { compare } from './fingerprint.ts';
import { healthOf } from './health-of.ts';
import {
  recordOf,
  rolloutTag,
  type AwsReading,
  type Instance,
  type TargetGroup,
} from './reading.ts';

/** @param found by their marks, of all of these groups together. */
export function unlistedOf(
  groups: readonly TargetGroup[],
  found: readonly Instance[],
): NonNullable<AwsReading['unlisted']> {
  return recordOf(
    groups.map(({ arn, tags }) => [
      arn,
      found
        .filter((one) => one.tags[rolloutTag] === tags[rolloutTag])
        .map(({ id }) => id)
        .sort(compare),
    ]),
  );
}

export function unlistedBlocks({ arn }: TargetGroup, context: BlockContext): readonly Block[] {
  const { reading, generation } = context;
  const servers = (reading.unlisted?.[arn] ?? []).flatMap((id) => reading.instances[id] ?? []);
  return [...servers]
    .sort((a, b) => a.launchedAtMs - b.launchedAtMs || compare(a.id, b.id))
    .map((server, slot): Block => ({
      id: asBlockId(plain(server.id, 120)),
      generation,
      slot,
      zone: plain(server.zone, 40),
      state: stateOf(server),
      sinceMs: server.launchedAtMs,
      launchedAtMs: server.launchedAtMs,
      facts: instanceFactsOf(server),
      ...statefulOf(server),
    }));
}

function stateOf(instance: Instance): BlockState {
  if (instance.state === 'running' || instance.state === 'pending') {
    return { kind: 'unused', reason: 'It runs and is in no target group.' };
  }
  const belief = { kind: 'believed' } as const;
  return healthOf({ target: null, isGroupInUse: true, instance, belief });
}
