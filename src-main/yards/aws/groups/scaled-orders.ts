/**
 * Orders about generations that an auto scaling group fills: by ours they are carried out, by one of others no size is
 * changed. Each is null where no group fills it: then its servers are started and ended one by one.
 */
import type { BlockId, FleetId } from '../../../../src-shared/ids.ts';
import { fail, type Fault, type Result } from '../../../../src-shared/result.ts';
import { plain } from '../../../../src-shared/wording.ts';
import type { AddBlockOrder, BlockOrder, GenerationOrder, LaunchBlockOrder } from '../../port.ts';
import type { FleetGrouping } from '../discover/group-fleets.ts';
import { startedBy } from '../discover/fresh-members.ts';
import { scalingGroupTag, type AwsReading, type TargetGroup } from '../discover/reading.ts';
import { scalingOf } from '../discover/scaling-of.ts';
import type { LaunchPorts } from '../launch/launch-ports.ts';
import { isGeneration, ownGroup, type OwnGroup } from '../launch/own-group.ts';
import { addMember, endMember, replaceMember } from './change-size.ts';
import { groundOf, scaledBy } from './own-scaling.ts';
import { retireScaled } from './retire-scaled.ts';
import type { ScaledGround } from './scaled-ground.ts';

export interface ScaledOrders {
  readonly retire: (order: GenerationOrder) => Promise<Result<null>> | null;
  readonly replace: (order: LaunchBlockOrder) => Promise<Result<BlockId>> | null;
  readonly add: (order: AddBlockOrder) => Promise<Result<BlockId>> | null;
  readonly end: (order: BlockOrder) => Promise<Result<null>> | null;
}

export function scaledOrders(ports: LaunchPorts): ScaledOrders {
  const fillerOf = (fleet: FleetId, isMeant: (group: TargetGroup) => boolean): Filler => {
    const own = ownGroup(ports, fleet, isMeant);
    const scaling = own.ok ? scaledBy(own.value) : null;
    if (own.ok && scaling !== null) return { kind: 'ours', own: own.value, scaling };
    const look = ports.last();
    const grouping = look?.groupings.find(({ id }) => id === fleet);
    const group = [...(grouping?.attached ?? []), ...(grouping?.idle ?? [])].find(isMeant);
    const name = look === null || group === undefined ? null : startedByGroup(group, look.reading);
    return name === null ? { kind: 'nobody' } : { kind: 'others', name };
  };
  const about = <Value>(
    behalf: Pick<GenerationOrder, 'fleet' | 'rollout'>,
    isMeant: (group: TargetGroup) => boolean,
    act: (ground: ScaledGround, own: OwnGroup) => Promise<Result<Value>>,
    /** Whether it changes how many servers there are to be. */
    sizes: 'sizes' | null = null,
  ): Promise<Result<Value>> | null => {
    const filler = fillerOf(behalf.fleet, isMeant);
    if (filler.kind === 'ours') {
      return act(groundOf(ports, behalf, filler.own, filler.scaling), filler.own);
    }
    return sizes === null || filler.kind === 'nobody'
      ? null
      : Promise.resolve(fail(sizedByOthers(filler.name)));
  };
  return {
    retire: (order) =>
      about(order, isGeneration(order.generation), (ground, own) =>
        retireScaled(ports, order, own, ground),
      ),
    replace: (order) =>
      about(order, isGeneration(order.generation), (ground) => replaceMember(ground, order)),
    add: (order) =>
      about(order, isGeneration(order.generation), (ground) => addMember(ground, order), 'sizes'),
    end: (order) => {
      const reading = ports.last()?.reading;
      const lists = (group: TargetGroup): boolean =>
        reading !== undefined && listsBlock(group, reading, order.block);
      const sizes = order.size === undefined ? null : 'sizes';
      return about(order, lists, (ground) => endMember(ground, order), sizes);
    },
  };
}

/** Who starts the servers of a generation, by the last look. */
type Filler =
  | { readonly kind: 'ours'; readonly own: OwnGroup; readonly scaling: string }
  | { readonly kind: 'others'; readonly name: string }
  | { readonly kind: 'nobody' };

function startedByGroup(group: TargetGroup, reading: AwsReading): string | null {
  const tagged = (reading.targets[group.arn] ?? []).map(
    ({ id }) => reading.instances[id]?.tags[scalingGroupTag],
  );
  return tagged.find((name) => name !== undefined) ?? null;
}

function sizedByOthers(name: string): Fault {
  return {
    code: 'refused',
    message: `Its servers belong to the auto scaling group ${plain(name, 80)}, which decides how many there are.`,
    todo: 'Scale that group in AWS.',
  };
}

/** As a target or in its auto scaling group: a fresh one is in the group before it is a target. */
function listsBlock(group: TargetGroup, reading: AwsReading, block: BlockId): boolean {
  return (
    (reading.targets[group.arn] ?? []).some(({ id }) => id === block) ||
    scalingOf(group, reading).some(({ group: one }) => one.instances.some(({ id }) => id === block))
  );
}

/** Servers that auto scaling groups of this fleet started for a rollout, also those that are no targets yet. */
export function startedFor(
  { attached, idle }: Pick<FleetGrouping, 'attached' | 'idle'>,
  reading: AwsReading,
  rollout: string,
): readonly string[] {
  return [...attached, ...idle]
    .flatMap((group) => scalingOf(group, reading))
    .flatMap(({ group }) => startedBy(group, rollout, (id) => reading.instances[id]));
}
