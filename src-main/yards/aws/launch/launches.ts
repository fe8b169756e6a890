/** Launches and retirements of one yard: the same order once at a time, and which rollout launched what. */
import type { BlockId, GenerationId, RolloutId, Token } from '../../../../src-shared/ids.ts';
import { succeed, type Result } from '../../../../src-shared/result.ts';
import type {
  BlockOrder,
  GenerationOrder,
  LaunchBlockOrder,
  LaunchGenerationOrder,
} from '../../port.ts';
import { generationIdOfGroup } from '../discover/fleet-id.ts';
import type { FleetGrouping } from '../discover/group-fleets.ts';
import { readEntry, type RuleReader } from '../route/read-entry.ts';
import { writeBound } from '../route/bound-write.ts';
import type { RoutePorts } from '../route/route-ports.ts';
import { launchGeneration } from './launch-generation.ts';
import type { LaunchPorts } from './launch-ports.ts';
import { isOf } from './own-tags.ts';
import { endServer, launchServer } from './replace-server.ts';
import { retireGeneration } from './retire-generation.ts';

export interface Launches {
  readonly launch: (order: LaunchGenerationOrder) => Promise<Result<GenerationId>>;
  readonly retire: (order: GenerationOrder) => Promise<Result<null>>;
  readonly launchBlock: (order: LaunchBlockOrder) => Promise<Result<BlockId>>;
  readonly endBlock: (order: BlockOrder) => Promise<Result<null>>;
}

type Given = Pick<LaunchPorts, 'clients' | 'clock' | 'last' | 'holds' | 'forgetWayBack'>;

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
  const replacing = onceAtATime<BlockId>();
  const ending = onceAtATime<null>();
  return {
    launch: (order) => launching(order.token, () => launchGeneration(ports, order)),
    retire: (order) => retiring(order.token, () => retireGeneration(ports, order)),
    launchBlock: (order) => replacing(order.token, () => launchServer(ports, order)),
    endBlock: (order) => ending(order.token, () => endServer(ports, order)),
  };
}

/** A repeat while the first still runs gets the first one's answer: it takes longer than the engine waits. */
function onceAtATime<Value>() {
  const running = new Map<Token, Promise<Result<Value>>>();
  return (token: Token, work: () => Promise<Result<Value>>): Promise<Result<Value>> => {
    const before = running.get(token);
    if (before !== undefined) return before;
    const begun = work().finally(() => running.delete(token));
    running.set(token, begun);
    return begun;
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
