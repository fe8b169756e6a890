/** EC2 behind load balancers of one account and region, behind the port. */
import type { Entry, Intent, Rollout } from '../../../src-shared/fleet.ts';
import { lackOf } from '../../../src-shared/capabilities.ts';
import type { Verb } from '../../../src-shared/capabilities-schema.ts';
import { asGenerationId, type FleetId, type YardId } from '../../../src-shared/ids.ts';
import type { DeclaredMarker } from '../../../src-shared/marker.ts';
import type { YardLink } from '../../../src-shared/panel.ts';
import { fail, succeed, type Fault, type Result } from '../../../src-shared/result.ts';
import { plain } from '../../../src-shared/wording.ts';
import type { Clock } from '../../clock/clock.ts';
import type { Yard, YardObservation } from '../port.ts';
import type { FleetClaims, HeldRecord, PreviousRecord } from './claims/claim-records.ts';
import { awsCapabilities } from './aws-capabilities.ts';
import { createSsmClaims } from './claims/ssm-claims.ts';
import { addressesOf } from './discover/entry-of.ts';
import type { DescribeGeneration } from './describe/describe-generation.ts';
import type { DescribeImage } from './describe/describe-image.ts';
import { notTold, type ProveImage } from './describe/prove-ami.ts';
import { observationPace } from './discover/call-budget.ts';
import type { FleetGrouping } from './discover/group-fleets.ts';
import { createAwsObserver } from './discover/observe.ts';
import { createPacer } from './discover/pacer.ts';
import { createEc2Reader } from './discover/read-ec2.ts';
import { createElbReader } from './discover/read-elb.ts';
import { createFoundImages } from './found-images.ts';
import { createLaunches, launchedBy } from './launch/launches.ts';
import { checkPermissions } from './preflight/check-permissions.ts';
import { permissionGroundOf } from './preflight/permission-ground.ts';
import { differenceSince } from './route/difference-since.ts';
import { hasTraffic, servingIn } from './route/entry-view.ts';
import { probeEntry, resolveByDns, type Resolve } from './route/probe.ts';
import { readEntry } from './route/read-entry.ts';
import { createTrafficWrites } from './route/route.ts';
import type { RoutePorts } from './route/route-ports.ts';
import { attachCommandsFor, commandsFor } from './route/route-commands.ts';
import { sightCommandsFor } from './route/sight-commands.ts';
import { writesThrough } from './route/send-write.ts';
import type { CallLedger } from './session/call-ledger.ts';
import type { AwsClients } from './session/clients.ts';
import { readIdentity, type AwsIdentity } from './session/identity.ts';
import { linkAfter } from './link-after.ts';
import { createYardNotices } from './yard-notices.ts';
import { createYardMemory, previousIn } from './yard-memory.ts';

export interface AwsYardOptions {
  readonly id: YardId;
  readonly name: string;
  readonly clients: AwsClients;
  readonly clock: Clock;
  /** Of these clients: it tells when AWS throttles us. */
  readonly ledger: CallLedger;
  /** Until when a person has to sign in again, epoch milliseconds; null when nobody has to. */
  readonly signInByMs: () => number | null;
  /** As the operator declared it; null when responses of this fleet say nothing. Read anew each time. */
  readonly markerOf: (fleet: FleetId) => DeclaredMarker | null;
  /** Why this may not be written now: safety level, another account; null when it may. */
  readonly writesRefused: (isRevert: boolean) => Fault | null;
  readonly describe?: {
    readonly generation: DescribeGeneration;
    readonly image: DescribeImage;
    readonly prove: ProveImage;
  };
  /** Where the entry's name leads. @default the system's resolver */
  readonly resolve?: Resolve;
}

/** Beside the port: what only an account has. */
export interface AwsYard extends Yard {
  /** As the last look left it. */
  readonly link: () => YardLink;
  /** Who AWS says we are, asked now. */
  readonly account: () => Promise<Result<AwsIdentity>>;
  /** Whose the load balancers of the last look are; null before one, and where there are none. */
  readonly owner: () => string | null;
  readonly close: () => void;
}

type Refused = { readonly ok: false; readonly fault: Fault };

function refused(message: string): Promise<Refused> {
  return Promise.resolve(fail({ code: 'refused', message }));
}

const noAddress: Fault = {
  code: 'refused',
  message: 'Generations have no address of their own here.',
};
/** Idle connections are closed by AWS after a minute; a press must find one open. */
const warmEveryMs = 15_000;
const releasePausesMs = [0, 300, 1000, 3000, 10_000];
/** A look begun beside a write shows what was before it, and takes the write's room on the way. */
const afterWriteMs = 250;

export function openAwsYard(options: AwsYardOptions): AwsYard {
  const { clients, clock, ledger, markerOf, writesRefused } = options;
  const resolve = options.resolve ?? resolveByDns;
  const claims = createSsmClaims(clients, clock);
  const elb = createElbReader(clients.elb);
  const reserved = createElbReader(clients.elbRevert);
  const pacer = createPacer(clock, observationPace);
  ledger.watch(({ service, outcome }) => {
    if (outcome === 'throttled') pacer.throttled(service);
  });
  const notices = createYardNotices(clock, pacer.rate);
  const observer = createAwsObserver(
    { ...elb, ...createEc2Reader(clients.ec2, clients.place.region) },
    { region: clients.place.region, clock, pacer },
  );
  const memory = createYardMemory();
  const foundImages = createFoundImages();
  const listeners = new Set<() => void>();
  let claimsRead: ReadonlyMap<string, FleetClaims> = new Map();
  let claimsFault: Fault | null = null;
  let lookedAtMs: number | null = null;
  let link: YardLink = { kind: 'starting' };
  let warmedAtMs = -Infinity;

  const changed = (): void => {
    for (const listener of listeners) listener();
  };
  const lacks = (verb: Verb): Promise<Refused> => {
    return refused(lackOf(awsCapabilities, verb) ?? 'This yard cannot do that.');
  };
  /** The last check before the wire, also for the way back: another account's rules are not ours. */
  const unlessRefused = <Value>(
    act: () => Promise<Result<Value>>,
    isRevert = false,
  ): Promise<Result<Value>> => {
    const fault = writesRefused(isRevert);
    return fault === null ? act() : Promise.resolve(fail(fault));
  };

  const told = async <Value>(act: () => Promise<Result<Value>>): Promise<Result<Value>> => {
    const answer = await unlessRefused(act);
    changed();
    return answer;
  };

  const takeClaims = (read: Awaited<ReturnType<typeof claims.readAll>>): void => {
    if (read.ok) {
      claimsRead = read.value;
      claimsFault = null;
      return;
    }
    // What was read last stands, unless we may not read at all.
    if (read.fault.code === 'denied') claimsRead = new Map();
    if (claimsFault?.message !== read.fault.message) {
      notices.note(
        `Who works on the fleets cannot be read: ${read.fault.message}`,
        'warning',
        null,
      );
    }
    claimsFault = read.fault;
  };

  const writing = new Set<Promise<unknown>>();
  const written = async (): Promise<void> => {
    if (writing.size === 0) return;
    const done = new AbortController();
    await Promise.race([Promise.allSettled(writing), clock.delay(afterWriteMs, done.signal)]);
    done.abort();
  };

  const beside = async <Value>(write: Promise<Result<Value>>): Promise<Result<Value>> => {
    writing.add(write);
    try {
      return await write;
    } finally {
      writing.delete(write);
      changed();
    }
  };

  const observe = async (): Promise<Result<YardObservation>> => {
    await written();
    notices.credentialsEnd(options.signInByMs());
    // Claims have a bucket of their own, but what they say is of no use without a look.
    const reading = observer.isBackingOff() ? null : claims.readAll();
    const looked = await observer.observe();
    if (!looked.ok) {
      const { fault } = looked;
      const why = fault.code === 'throttled' ? notices.whyThrottled(ledger.recent()) : null;
      link = linkAfter(fault, link, clock.now());
      return fail({ ...fault, message: why ?? fault.message });
    }
    takeClaims(await (reading ?? claims.readAll()));
    const monotonicMs = clock.monotonicMs();
    notices.gaps(looked.value.reading.gaps);
    notices.lookedUnder(ledger.recent(), lookedAtMs === null ? null : monotonicMs - lookedAtMs);
    lookedAtMs = monotonicMs;
    link = { kind: 'live' };
    const { begunAtMs } = looked.value;
    const { atMs, images } = looked.value.reading;
    const fleets = memory.learn(looked.value, claimsRead, (grouping, view, own) => ({
      previous: previousIn(view, own),
      rollout: withLaunched(claims.rolloutIn(own), grouping),
      marker: markerKind(markerOf(grouping.id)),
      meantSizes: new Map(
        Object.entries(own.previous?.sizes ?? {}).map(([id, size]) => [asGenerationId(id), size]),
      ),
    }));
    if (clock.monotonicMs() - warmedAtMs > warmEveryMs) {
      warmedAtMs = clock.monotonicMs();
      void clients.warmRevert();
    }
    return succeed({
      ...{ observedAtMs: atMs, begunAtMs, fleets, notices: notices.all() },
      images: foundImages.beside(images),
    });
  };

  const read = (reader: typeof elb) => async (fleet: FleetId) => {
    const last = memory.last();
    if (last === null) {
      const message = 'AWS has not been looked at yet.';
      return fail({ code: 'unreachable', message } as const);
    }
    return readEntry(fleet, last.reading, reader);
  };
  const [readUsual, readReserved] = [read(elb), read(reserved)];

  /** After the write and beside it: a store of claims that does not answer holds no revert up. */
  const release = async (
    fleet: FleetId,
    by: Parameters<typeof claims.release>[1],
  ): Promise<void> => {
    for (const pauseMs of releasePausesMs) {
      await clock.delay(pauseMs);
      const released = await claims.release(fleet, by);
      if (released.ok) {
        changed();
        return;
      }
      if (released.fault.code === 'denied') break;
    }
    notices.note(
      'The change that a revert ended could not be taken off the record.',
      'warning',
      fleet,
    );
  };

  const routePorts: RoutePorts = {
    clock,
    known: memory.known,
    atRevision: memory.atRevision,
    read: (fleet, lane) => (lane === 'usual' ? readUsual(fleet) : readReserved(fleet)),
    send: {
      usual: writesThrough(clients.elbWrites),
      reserved: writesThrough(clients.elbRevert),
    },
    learn: (entry) => memory.learnEntry(entry, clock.monotonicMs()),
    holds: claims.holds,
    overtake: (fleet, by) => {
      const running = claims.rolloutIn(memory.claimsOf(fleet));
      void release(fleet, by);
      return running === null || running.id === by ? null : running.id;
    },
  };
  const traffic = createTrafficWrites(routePorts);
  const { holds, forgetWayBack } = claims;
  const launches = createLaunches(
    { clients, clock, last: memory.last, holds, forgetWayBack },
    routePorts,
    elb,
  );

  const wayBack = (held: HeldRecord): PreviousRecord | null => {
    const { fleet, intent } = held;
    const known = memory.known(fleet);
    if (intent.kind !== 'cut-over' || known === undefined) return null;
    // Half made, it has to be taken back as well.
    if (intent.from === intent.to || !hasTraffic(known.entry, intent.to)) return null;
    const sizes = Object.fromEntries(
      known.fleet.generations
        .filter(({ id }) => id === intent.to || id === intent.from)
        .map(({ id, size }) => [id, size]),
    );
    return { schema: 1, fleet, current: intent.to, previous: intent.from, sizes };
  };

  const probe = async (fleet: FleetId): ReturnType<Yard['probe']> => {
    const last = memory.last();
    const grouping = last?.groupings.find(({ id }) => id === fleet);
    const known = memory.known(fleet);
    if (last === null || grouping === undefined || known === undefined) {
      return fail({ code: 'not-found', message: 'The last look at AWS did not show this fleet.' });
    }
    const { images } = last.reading;
    return probeEntry(
      {
        ways: addressesOf(grouping, last.reading),
        marker: markerOf(fleet),
        generations: known.fleet.generations,
        versionOf: (id) => images.find((image) => image.id === id)?.version,
        expected: servingIn(known.entry),
      },
      resolve,
    );
  };

  return {
    id: options.id,
    name: options.name,
    capabilities: awsCapabilities,
    observe,
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    claim: (order) => {
      const verb = verbOf(order.intent);
      return lackOf(awsCapabilities, verb) === null
        ? unlessRefused(() => claims.claim(order))
        : lacks(verb);
    },
    renew: (...terms) => unlessRefused(() => claims.renew(...terms)),
    control: async (order) => {
      const answer = await unlessRefused(() => claims.control(order));
      if (answer.ok) changed();
      return answer;
    },
    finish: (fleet, rollout, epoch) =>
      unlessRefused(() => claims.finish(fleet, rollout, epoch, wayBack)),
    route: (order) =>
      unlessRefused(() => beside(traffic.route(order)), order.expectedRevision === 'any'),
    attach: (order) => unlessRefused(() => beside(traffic.attach(order))),
    pauseEntry: () => refused('A load balancer lets no request wait: it cannot be paused.'),
    launchGeneration: (order) => told(() => launches.launch(order)),
    launchBlock: (order) => told(() => launches.launchBlock(order)),
    addBlock: () => lacks('scale'),
    terminateBlock: (order) =>
      order.size === undefined ? told(() => launches.endBlock(order)) : lacks('scale'),
    retireGeneration: (order) => told(() => launches.retire(order)),
    routeCommands: ({ fleet, weights }) =>
      commandsFor(memory.known(fleet)?.entry, weights, clients.place),
    attachCommands: ({ fleet, generation }) =>
      attachCommandsFor(memory.known(fleet)?.entry, generation, clients.place),
    describeGeneration: (fleet, generation) => {
      const last = memory.last();
      if (last === null || options.describe === undefined) {
        const message = `Nothing is known of ${plain(generation, 80)} yet.`;
        return Promise.resolve(fail({ code: 'not-found', message }));
      }
      return options.describe.generation(last, fleet, generation);
    },
    describeImage: async (id) => {
      const message = `Nothing is known of ${plain(id, 80)}.`;
      if (options.describe === undefined) return fail({ code: 'not-found', message });
      const answer = await options.describe.image(id);
      if (answer.ok) {
        foundImages.found(answer.value.image);
        changed();
      }
      return answer;
    },
    differenceSince: (fleet, revision) =>
      differenceSince(memory.atRevision(fleet, revision), memory.known(fleet)),
    sightCommands: (fleet, to) => sightCommandsFor(memory.known(fleet)?.entry, to, clients.place),
    checkPermissions: async (fleet) =>
      succeed(await checkPermissions(clients, permissionGroundOf(memory.last(), fleet))),
    probe: (fleet, through) =>
      through === 'entry' ? probe(fleet) : Promise.resolve(fail(noAddress)),
    check: () => Promise.resolve(fail(noAddress)),
    proveImage: (image) => options.describe?.prove(image) ?? Promise.resolve(fail(notTold)),
    room: () => Promise.resolve(fail(notTold)),
    importImage: () => refused('Images are made in AWS, not brought in.'),
    blockLog: () => refused('Blockyard reads no logs of EC2 servers.'),
    link: () => link,
    account: () => readIdentity(clients.sts),
    owner: () => accountOfArn(memory.last()?.reading.targetGroups[0]?.arn),
    close: () => {
      listeners.clear();
      clients.close();
    },
  };
}

/** `arn:aws:elasticloadbalancing:REGION:ACCOUNT:...`: AWS lists nobody's but the caller's own. */
function accountOfArn(arn: string | undefined): string | null {
  const account = arn?.split(':')[4] ?? '';
  return /^\d{12}$/u.test(account) ? account : null;
}

function withLaunched(rollout: Rollout | null, grouping: FleetGrouping): Rollout | null {
  return rollout === null ? null : { ...rollout, launched: launchedBy(grouping, rollout.id) };
}

function markerKind(marker: DeclaredMarker | null): Entry['marker'] {
  return marker === null ? 'none' : 'declared';
}

function verbOf({ kind }: Intent): Verb {
  return kind;
}
