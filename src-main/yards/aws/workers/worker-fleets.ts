/** The fleets of one account whose servers fetch their work: looked at, told, launched and ended. */
import type { Fleet } from '../../../../src-shared/fleet.ts';
import type { BlockId, FleetId, GenerationId } from '../../../../src-shared/ids.ts';
import type { Image } from '../../../../src-shared/image.ts';
import { fail, succeed, faultOf, type Fault, type Result } from '../../../../src-shared/result.ts';
import type { WorkerFleet } from '../../../../src-shared/worker-fleets.ts';
import type { Clock } from '../../../clock/clock.ts';
import type { Yard } from '../../port.ts';
import type { FleetClaims } from '../claims/claim-records.ts';
import type { SsmClaims } from '../claims/ssm-claims.ts';
import { createSsmWork } from '../claims/ssm-work.ts';
import type { Pacer } from '../discover/pacer.ts';
import { createAsgReader } from '../discover/read-asg.ts';
import { createEc2Reader } from '../discover/read-ec2.ts';
import { onceAtATime } from '../launch/once-at-a-time.ts';
import type { AwsClients } from '../session/clients.ts';
import { discoverWorkers, noWorkers } from './discover-workers.ts';
import { endWorker, retireWorkers, type WorkerEndPorts } from './end-workers.ts';
import { createKeepHeld } from '../groups/keep-held.ts';
import { holdThenRoute } from '../groups/hold-then-route.ts';
import { groupWorkers, type WorkerGrouping } from './group-workers.ts';
import { launchWorker, launchWorkers, type WorkerLaunchPorts } from './launch-workers.ts';
import { createWorkerReader } from './read-workers.ts';
import { addWorker } from './size-workers.ts';
import { unreadNotice, unreadWorkers } from './unread-workers.ts';
import { createWorkWatch } from './work-watch.ts';
import { attachWork, routeWork, type WorkerRoutePorts } from './worker-route.ts';
import type { WorkerReading } from './worker-reading.ts';
import { heldWorkers } from './worker-sides.ts';

export interface WorkerFleetsPorts {
  readonly clients: AwsClients;
  readonly clock: Clock;
  readonly pacer: Pacer;
  readonly claims: Pick<SsmClaims, 'holds' | 'rolloutIn'>;
  /** As the last look read them. */
  readonly claimsOf: (fleet: FleetId) => FleetClaims;
  readonly overtake: WorkerRoutePorts['overtake'];
  /** How long auto scaling groups are held at their size, in milliseconds. */
  readonly holdMs: number;
  /** Something of its own for each revert that has taken the fleet. */
  readonly lastRevert: (fleet: FleetId) => unknown;
  /** As the operator declared them. Read anew each time. */
  readonly declared: () => readonly WorkerFleet[];
  /** Why nothing may be written now; null when it may. */
  readonly writesRefused: (isRevert: boolean) => Fault | null;
  /** Servers that a target group lists, by the last look. */
  readonly registered: () => ReadonlySet<string>;
  readonly note: (text: string, fleet: FleetId | null) => void;
  readonly changed: () => void;
}

export interface WorkerFleets {
  /** Asks AWS; answered by `fleets` once the claims of the same look are known. */
  readonly read: () => Promise<Result<WorkerReading>>;
  /** Asks each server's hook, waits a moment for the answers, and says what is seen. */
  readonly learn: (reading: WorkerReading) => Promise<readonly Fleet[]>;
  /** AWS did not tell of the servers: as they were last seen, with what is recorded and their hooks say now. */
  readonly unread: (fault: Fault) => Promise<readonly Fleet[]>;
  readonly images: () => readonly Image[];
  readonly owns: (fleet: FleetId) => boolean;
  readonly groupingOf: (fleet: FleetId) => WorkerGrouping | undefined;
  readonly route: Yard['route'];
  readonly attach: Yard['attach'];
  readonly launch: Yard['launchGeneration'];
  readonly launchBlock: Yard['launchBlock'];
  readonly addBlock: Yard['addBlock'];
  readonly endBlock: Yard['terminateBlock'];
  readonly retire: Yard['retireGeneration'];
  readonly close: () => void;
}

export function createWorkerFleets(ports: WorkerFleetsPorts): WorkerFleets {
  const { clients, clock, claims } = ports;
  const { region, profile } = clients.place;
  const records = createSsmWork(clients);
  const readAws = createWorkerReader({
    ec2: clients.ec2,
    asg: createAsgReader(clients.autoScaling, clients.ec2),
    images: createEc2Reader(clients.ec2, region).images,
    clock,
    turn: () => ports.pacer.turn('ec2'),
  });
  const watch = createWorkWatch({
    ...{ clock, records },
    place: { region, profile, env: process.env },
    isSilent: () => ports.writesRefused(false) !== null,
    onChange: ports.changed,
    note: (fleet, text) => {
      ports.note(text, fleet);
    },
  });
  let state = noWorkers;
  let groupings: readonly WorkerGrouping[] = [];
  let last: WorkerReading | null = null;
  let running: Promise<Result<WorkerReading>> | null = null;
  const told = new Set<string>();
  /** What was said of servers that could not be read; null while they can. */
  let lack: string | null = null;

  const known = (id: FleetId): Fleet | undefined => state.fleets.find((fleet) => fleet.id === id);
  const groupingOf = (id: FleetId) => groupings.find((grouping) => grouping.id === id);
  const routePorts: WorkerRoutePorts = {
    ...{ clock, records, watch, known, holds: claims.holds, overtake: ports.overtake },
  };
  const { holdMs, note, registered } = ports;
  const keepHeld = createKeepHeld({
    ...{ clients, clock, holdMs, note },
    ...heldWorkers({ groupingOf, known }),
  });
  const orderPorts: WorkerLaunchPorts & WorkerEndPorts = {
    ...{ clients, clock, holdMs, records, watch, groupingOf, known, note, registered },
    holds: claims.holds,
    templateMade: readAws.templateMade,
    numberOf: (fleet, generation) =>
      known(fleet)?.generations.find(({ id }) => id === generation)?.number ?? 0,
  };

  const read = async (): Promise<Result<WorkerReading>> => {
    try {
      return succeed(await readAws.read(ports.declared()));
    } catch (error) {
      return fail(faultOf(error));
    }
  };

  /** The same reading again counts no server as seen once more; what is recorded and what hooks say is new. */
  const tell = async (reading: WorkerReading): Promise<void> => {
    groupings = groupWorkers(reading, ports.declared(), ports.registered());
    for (const grouping of groupings) watch.sync(grouping, ports.claimsOf(grouping.id).work);
    watch.keepOnly(new Set(groupings.map(({ id }) => id)));
    await watch.ask();
    const registered = ports.registered();
    state = discoverWorkers(state, reading, groupings, ({ id }) => ({
      word: watch.word(id),
      rollout: claims.rolloutIn(ports.claimsOf(id)),
      view: (block) => watch.view(id, block),
      wasSeenTaking: (generation) => watch.wasSeenTaking(id, generation),
      isDraining: (block) => watch.isDraining(id, block),
      registered,
    }));
  };

  const launching = onceAtATime<GenerationId>();
  const replacing = onceAtATime<BlockId>();
  const ending = onceAtATime<null>();

  return {
    read: () => {
      running ??= read().finally(() => {
        running = null;
      });
      return running;
    },
    learn: async (reading) => {
      if (last !== null && reading.monotonicMs < last.monotonicMs) return state.fleets;
      last = reading;
      for (const gap of reading.gaps) if (!told.has(gap)) ports.note(gap, null);
      told.clear();
      for (const gap of reading.gaps) told.add(gap);
      lack = null;
      await tell(reading);
      // Beside the look. Whoever may write nothing renews no hold either.
      if (ports.writesRefused(false) === null) void keepHeld.afterLook(state.fleets);
      return state.fleets;
    },
    unread: async (fault) => {
      const text = unreadNotice(fault, last !== null);
      if (text !== lack) ports.note(text, null);
      lack = text;
      if (last === null) return [];
      await tell(last);
      return unreadWorkers(state.fleets, clock.monotonicMs() - last.monotonicMs);
    },
    images: () => last?.images ?? [],
    owns: (fleet) => known(fleet) !== undefined || groupingOf(fleet) !== undefined,
    groupingOf,
    route: (order) =>
      holdThenRoute(
        {
          beforeWrite: keepHeld.beforeWrite,
          lastRevert: ports.lastRevert,
          route: (held) => routeWork(routePorts, held),
        },
        order,
      ),
    attach: (order) => attachWork(routePorts, order),
    launch: (order) => launching(order.token, () => launchWorkers(orderPorts, order)),
    launchBlock: (order) => replacing(order.token, () => launchWorker(orderPorts, order)),
    addBlock: (order) => replacing(order.token, () => addWorker(orderPorts, order)),
    endBlock: (order) => ending(order.token, () => endWorker(orderPorts, order)),
    retire: (order) => ending(order.token, () => retireWorkers(orderPorts, order)),
    close: watch.close,
  };
}
