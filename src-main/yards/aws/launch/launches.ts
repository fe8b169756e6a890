/** Launches and retirements of one yard: the same order once at a time, and which rollout launched what. */
import {
  asBlockId,
  type BlockId,
  type FleetId,
  type GenerationId,
  type RolloutId,
} from '../../../../src-shared/ids.ts';
import { succeed, type Result } from '../../../../src-shared/result.ts';
import type {
  AddBlockOrder,
  AdoptOrder,
  BlockOrder,
  GenerationOrder,
  LaunchBlockOrder,
  LaunchGenerationOrder,
} from '../../port.ts';
import { generationIdOfGroup } from '../discover/fleet-id.ts';
import type { FleetGrouping } from '../discover/group-fleets.ts';
import { addedTag, type AwsReading } from '../discover/reading.ts';
import { readEntry, type RuleReader } from '../route/read-entry.ts';
import { writeBound } from '../route/bound-write.ts';
import type { RoutePorts } from '../route/route-ports.ts';
import { endNoted } from '../scale/end-noted.ts';
import { addServer } from '../scale/add-server.ts';
import { endSized } from '../scale/end-sized.ts';
import type { SizedEnd } from '../scale/sized-end.ts';
import { adoptGeneration } from './adopt-generation.ts';
import { launchGeneration } from './launch-generation.ts';
import type { LaunchPorts } from './launch-ports.ts';
import { onceAtATime } from './once-at-a-time.ts';
import { isOf } from './own-tags.ts';
import { scaledOrders } from '../groups/scaled-orders.ts';
import { endServer, launchServer } from './replace-server.ts';
import { retireGeneration } from './retire-generation.ts';
import { startGeneration, stopGeneration } from './stop-generation.ts';

export interface Launches {
  readonly launch: (order: LaunchGenerationOrder) => Promise<Result<GenerationId>>;
  readonly retire: (order: GenerationOrder) => Promise<Result<null>>;
  readonly adopt: (order: AdoptOrder) => Promise<Result<null>>;
  readonly stop: (order: GenerationOrder) => Promise<Result<null>>;
  readonly start: (order: GenerationOrder) => Promise<Result<null>>;
  readonly launchBlock: (order: LaunchBlockOrder) => Promise<Result<BlockId>>;
  readonly addBlock: (order: AddBlockOrder) => Promise<Result<BlockId>>;
  readonly endBlock: (order: BlockOrder) => Promise<Result<null>>;
  /** `conflict` when the size before is another than one more. */
  readonly endSized: (order: SizedEnd) => Promise<Result<null>>;
  /** Ends what is noted as to be ended and is out of service; what drains still is left to the next. */
  readonly endNoted: (
    behalf: { readonly fleet: FleetId; readonly rollout: RolloutId },
    noted: readonly BlockId[],
  ) => Promise<Result<null>>;
}

type Given = Omit<LaunchPorts, 'read' | 'writeRules'>;

export function createLaunches(given: Given, route: RoutePorts, rules: RuleReader): Launches {
  const read: LaunchPorts['read'] = async (fleet, group) => {
    const last = given.last();
    if (group === undefined || last === null) return route.read(fleet, 'usual');
    // AWS lists it from now on; the last look is older than it.
    const others = last.reading.targetGroups.filter(({ arn }) => arn !== group.arn);
    return readEntry(fleet, { ...last.reading, targetGroups: [...others, group] }, rules);
  };
  const ports: LaunchPorts = {
    ...given,
    read,
    writeRules: async ({ fleet, rollout, group }, plan) => {
      const written = await writeBound(
        { ...route, read: () => read(fleet, group) },
        {
          fleet,
          rollout,
          overtake: false,
          plan,
          // No weight moves by it: it goes on whatever split there is.
          refusal: () => null,
          sending: () => undefined,
        },
      );
      return written.ok ? succeed(null) : written;
    },
  };
  const launching = onceAtATime<GenerationId>();
  const retiring = onceAtATime<null>();
  const [adopting, stopping, starting] = [onceAtATime<null>(), onceAtATime<null>(), onceAtATime<null>()]; // prettier-ignore
  const replacing = onceAtATime<BlockId>();
  const ending = onceAtATime<null>();
  const adding = onceAtATime<BlockId>();
  const scaled = scaledOrders(ports);
  return {
    launch: (order) => launching(order.token, () => launchGeneration(ports, order)),
    retire: (order) =>
      retiring(order.token, () => scaled.retire(order) ?? retireGeneration(ports, order)),
    launchBlock: (order) =>
      replacing(order.token, () => scaled.replace(order) ?? launchServer(ports, order)),
    endBlock: (order) => ending(order.token, () => scaled.end(order) ?? endServer(ports, order)),
    addBlock: (order) => adding(order.token, () => scaled.add(order) ?? addServer(ports, order)),
    endSized: (order) => ending(order.token, () => scaled.end(order) ?? endSized(ports, order)),
    endNoted: (behalf, noted) => endNoted(ports, behalf, noted),
    adopt: (order) => adopting(order.token, () => adoptGeneration(ports, order)),
    stop: (order) => stopping(order.token, () => stopGeneration(ports, order)),
    start: (order) => starting(order.token, () => startGeneration(ports, order)),
  };
}

/** Generations of this fleet that a rollout launched, by the tags of their groups. */
export function launchedBy(
  { attached, idle }: Pick<FleetGrouping, 'attached' | 'idle'>,
  rollout: RolloutId,
): GenerationId[] {
  return [...attached, ...idle]
    .filter(({ tags }) => isOf(rollout, tags))
    .map(({ arn }) => generationIdOfGroup(arn));
}

/** Registered servers that a rollout added to generations of this fleet, by their tags. */
export function addedBy(
  { attached, idle }: Pick<FleetGrouping, 'attached' | 'idle'>,
  { targets, instances }: Pick<AwsReading, 'targets' | 'instances'>,
  rollout: RolloutId,
): BlockId[] {
  return [...attached, ...idle]
    .flatMap(({ arn }) => targets[arn] ?? [])
    .filter(({ id }) => instances[id]?.tags[addedTag] === rollout)
    .map(({ id }) => asBlockId(id));
}
