/** EC2 behind load balancers of one account and region, behind the port. */
import { randomBytes } from 'node:crypto';
import { lackOf } from '../../../src-shared/capabilities.ts';
import type { Verb } from '../../../src-shared/capabilities-schema.ts';
import type { FleetId, RolloutId, YardId } from '../../../src-shared/ids.ts';
import type { DeclaredMarker } from '../../../src-shared/marker.ts';
import type { TestEntries, TestEntry } from '../../../src-shared/test-entry.ts';
import type { WorkerFleet } from '../../../src-shared/worker-fleets.ts';
import { fail, succeed, type Fault, type Result } from '../../../src-shared/result.ts';
import { plain } from '../../../src-shared/wording.ts';
import type { Clock } from '../../clock/clock.ts';
import type { RouteOrder, YardObservation } from '../port.ts';
import { awsCapabilities } from './aws-capabilities.ts';
import { loadNow } from './account-load.ts';
import { createAwsLooks } from './aws-looks.ts';
import { releaseBeside } from './claims/release-beside.ts';
import { createSsmClaims } from './claims/ssm-claims.ts';
import { createSsmRehearsals } from './claims/ssm-rehearsals.ts';
import { withDataNotes } from './claims/with-data-notes.ts';
import type { DescribeGeneration } from './describe/describe-generation.ts';
import type { DescribeImage } from './describe/describe-image.ts';
import type { DescribeWorkers } from './describe/describe-workers.ts';
import { notTold, type ProveImage } from './describe/prove-ami.ts';
import { accountOfArn } from './discover/image-keeping.ts';
import { createAwsObserver } from './discover/observe.ts';
import { createAsgReader } from './discover/read-asg.ts';
import { createEc2Reader } from './discover/read-ec2.ts';
import { createElbReader } from './discover/read-elb.ts';
import { usualHoldMs } from './discover/scaling-group.ts';
import { createEndedServers } from './ended-servers.ts';
import { createFoundImages } from './found-images.ts';
import { heldEntry } from './groups/held-entry.ts';
import { holdThenRoute } from './groups/hold-then-route.ts';
import { createKeepHeld } from './groups/keep-held.ts';
import { leftObjects } from './launch/left-objects.ts';
import { createLaunches } from './launch/launches.ts';
import { lateAnswers } from './measure/late-answers.ts';
import { cloudWatchTimes, readMeasures, type MetricTimes } from './measure/read-measures.ts';
import { notInAnAccount } from './not-in-an-account.ts';
import { onceAtATime } from './launch/once-at-a-time.ts';
import { createTakenNumbers } from './launch/taken-numbers.ts';
import { checkAlone } from './prove/check-alone.ts';
import { createClearUp } from './prove/clear-up.ts';
import { createProofs } from './prove/proofs.ts';
import { checkPermissions } from './preflight/check-permissions.ts';
import { permissionGroundOf } from './preflight/permission-ground.ts';
import { createRehearsalRules } from './rehearse/rehearsal-rules.ts';
import { withRehearsals } from './rehearse/with-rehearsals.ts';
import { differenceSince } from './route/difference-since.ts';
import { probeFleet } from './route/probe-fleet.ts';
import { resolveByDns, type Resolve } from './route/probe.ts';
import { readEntry } from './route/read-entry.ts';
import { createTrafficWrites } from './route/route.ts';
import type { RoutePorts } from './route/route-ports.ts';
import { attachCommandsFor, commandsFor } from './route/route-commands.ts';
import { sightCommandsFor } from './route/sight-commands.ts';
import { writesThrough } from './route/send-write.ts';
import type { AccountBudget } from './session/account-budget.ts';
import type { CallLedger } from './session/call-ledger.ts';
import type { AwsClients } from './session/clients.ts';
import { sealedImages } from './sealed-images.ts';
import { readIdentity } from './session/identity.ts';
import { wayBackOf } from './way-back.ts';
import { createWriteGate } from './write-gate.ts';
import { createYardNotices } from './yard-notices.ts';
import { createYardMemory } from './yard-memory.ts';
import { addWorkers } from './workers/add-workers.ts';
import type { AwsYard } from './yard-of-account.ts';

export interface AwsYardOptions {
  readonly id: YardId;
  readonly name: string;
  readonly clients: AwsClients;
  readonly clock: Clock;
  /** Of these clients: it tells when AWS throttles us. */
  readonly ledger: CallLedger;
  /** Of the account and region, shared with whoever else looks there in this process. */
  readonly budget: AccountBudget;
  /** Until when a person has to sign in again, epoch milliseconds; null when nobody has to. */
  readonly signInByMs: () => number | null;
  /** As the operator declared it; null when responses of this fleet say nothing. Read anew each time. */
  readonly markerOf: (fleet: FleetId) => DeclaredMarker | null;
  /** The operator's own test listeners and rules. Read anew each time. @default none */
  readonly declaredTests?: () => TestEntries;
  /** Since when they have to lead to a candidate before it is asked, in milliseconds. @default ten seconds */
  readonly testSettleMs?: number;
  /** Fleets whose servers fetch their work, as the operator declared them. Read anew each time. */
  readonly workerFleets?: () => readonly WorkerFleet[];
  /** Why this may not be written now: safety level, another account; null when it may. */
  readonly writesRefused: (isRevert: boolean) => Fault | null;
  /** Whether images are kept from being deregistered. Read anew each time. @default always */
  readonly keepsImages?: () => boolean;
  readonly describe?: {
    readonly generation: DescribeGeneration;
    readonly image: DescribeImage;
    readonly workers?: DescribeWorkers;
    readonly prove: ProveImage;
  };
  /** How long auto scaling groups are held at their size beside a new generation. @default 24 hours */
  readonly holdMs?: number;
  /** Where the entry's name leads. @default the system's resolver */
  readonly resolve?: Resolve;
  /** @default as CloudWatch keeps what load balancers report. */
  readonly metricTimes?: MetricTimes;
  /** 32 hex digits that nobody can guess. @default from the system */
  readonly newSecret?: () => string;
  /** The first look has read more than before: `load` says how far it is. */
  readonly progressed?: () => void;
}

type Refused = { readonly ok: false; readonly fault: Fault };

function refused(message: string): Promise<Refused> {
  return Promise.resolve(fail({ code: 'refused', message }));
}

/** Below the engine's own patience. */
const probedWithinMs = 4000;

export function openAwsYard(options: AwsYardOptions): AwsYard {
  const { clients, clock, ledger, markerOf, writesRefused } = options;
  const resolve = options.resolve ?? resolveByDns;
  const claims = createSsmClaims(clients, clock);
  const elb = createElbReader(clients.elb);
  const reserved = createElbReader(clients.elbRevert);
  const { budget } = options;
  const pacer = budget.reads;
  ledger.watch(({ service, outcome, isMutation }) => {
    if (outcome !== 'throttled') return;
    pacer.throttled(service);
    if (isMutation) budget.writes.throttled(service);
  });
  const notices = createYardNotices(clock, pacer.rate);
  const observer = createAwsObserver(
    {
      ...elb,
      ...createEc2Reader(clients.ec2, clients.place.region),
      ...createAsgReader(clients.autoScaling, clients.ec2),
    },
    {
      ...{ region: clients.place.region, clock, pacer, declaredTests: options.declaredTests },
      progressed: () => (memory.last() === null ? options.progressed?.() : undefined),
    },
  );
  const memory = createYardMemory();
  const endedServers = createEndedServers(memory);
  const foundImages = createFoundImages();
  const takenNumbers = createTakenNumbers(clients.ec2, clock, pacer.turn);
  const gate = createWriteGate(clock, writesRefused);
  const { unlessRefused, told, beside, changed } = gate;

  const lacks = (verb: Verb): Promise<Refused> => {
    return refused(lackOf(awsCapabilities, verb) ?? 'This yard cannot do that.');
  };
  const testOf = (fleet: FleetId): TestEntry | null =>
    options.declaredTests?.().find((one) => one.fleet === fleet)?.test ?? null;
  const looks = createAwsLooks({
    ...{ clock, ledger, observer, claims, memory, notices, foundImages, markerOf, takenNumbers },
    endedServers,
    testOf,
    signInByMs: options.signInByMs,
    warmRevert: () => clients.warmRevert(),
  });
  const observe = async (): Promise<Result<YardObservation>> => {
    await gate.written();
    const seen = await looks.observe();
    // Beside the look. Whoever may write nothing renews no hold either.
    if (seen.ok && writesRefused(false) === null) void keepHeld.afterLook(seen.value.fleets);
    return seen;
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

  const noteOf = (text: string, fleet: FleetId): void => notices.note(text, 'warning', fleet);
  const release = releaseBeside({ clock, claims, changed, note: noteOf });
  /** Of fleets that a revert has taken: what it ended is taken off the record beside it. */
  const letGo = new Map<FleetId, Promise<void>>();
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
      letGo.set(fleet, release(fleet, by));
      return running === null || running.id === by ? null : running.id;
    },
  };
  const traffic = createTrafficWrites(routePorts);
  const lastRevert = (fleet: FleetId): unknown => letGo.get(fleet);
  const routed = (order: RouteOrder): ReturnType<typeof traffic.route> =>
    holdThenRoute({ ...keepHeld, ...traffic, lastRevert }, order);
  // Servers wait for that: whom a revert has ended must not find itself on the record still.
  const holds: typeof claims.holds = async (fleet, rollout) => {
    await letGo.get(fleet);
    return claims.holds(fleet, rollout);
  };
  const { forgetWayBack, meantSize, setMeantSize, noteEnding, forgetEnding } = claims;
  const wayBackSize: typeof meantSize = (fleet, generation) =>
    memory.known(fleet)?.fleet.previous === generation
      ? meantSize(fleet, generation)
      : Promise.resolve(succeed(null));
  const recorded = {
    ...{ forgetWayBack, meantSize, wayBackSize, setMeantSize, noteEnding, forgetEnding },
  };
  const owner = (): string | null => accountOfArn(memory.last()?.reading.targetGroups[0]?.arn);
  const { cloudWatch } = clients;
  const times = options.metricTimes ?? cloudWatchTimes;
  const measurePorts = { cloudWatch, last: memory.last, pacer, times };
  const holdPorts = {
    ...{ clients, clock, last: memory.last, holdMs: options.holdMs ?? usualHoldMs },
    note: noteOf,
  };
  const keepHeld = createKeepHeld({ ...holdPorts, ...heldEntry(memory) });
  const launches = createLaunches(
    {
      ...{ ...holdPorts, holds, ...recorded },
      numberTaken: takenNumbers.taken,
      tagsChanged: observer.tagsChanged,
      keepsImages: options.keepsImages ?? (() => true),
      accountOf: owner,
      answeredLately: (group, sinceMs) => lateAnswers({ ...measurePorts, clock }, group, sinceMs),
    },
    routePorts,
    elb,
  );

  const probePorts = { last: memory.last, known: memory.known, markerOf, resolve };
  const newSecret = options.newSecret ?? (() => randomBytes(16).toString('hex'));
  const proofs = createProofs({
    ...{ clients, clock, reader: elb, last: memory.last, holds, resolve, testOf, note: noteOf },
    send: routePorts.send.usual,
    ...{ newSecret },
    settleMs: options.testSettleMs,
  });
  const checkPorts = { ...probePorts, ...proofs };
  const clearUp = createClearUp({ ...proofs, clock, claims, memory, launches, note: noteOf });
  /** What a proof left behind goes first; that of the rollout itself goes on. */
  const acting = async <Value>(
    { fleet, rollout }: { readonly fleet: FleetId; readonly rollout: RolloutId },
    act: () => Promise<Result<Value>>,
  ): Promise<Result<Value>> =>
    told(async () => {
      await clearUp.tests(fleet, rollout);
      return act();
    });
  /** A proof is over when traffic moves; nothing waits for it. */
  const moving = async <Value>(
    fleet: FleetId,
    write: Promise<Result<Value>>,
  ): Promise<Result<Value>> => {
    const answer = await beside(write);
    void clearUp.tests(fleet);
    return answer;
  };

  /** Written where no look is told of it. */
  const seenSoon = async <Value>(written: Promise<Result<Value>>): Promise<Result<Value>> => {
    const answer = await written;
    if (answer.ok) changed();
    return answer;
  };

  const finishing = onceAtATime<null>();
  const yard: AwsYard = {
    id: options.id,
    name: options.name,
    capabilities: awsCapabilities,
    signInByMs: options.signInByMs,
    observe,
    onChange: gate.onChange,
    claim: (order) => {
      const verb: Verb = order.intent.kind;
      return lackOf(awsCapabilities, verb) === null
        ? unlessRefused(() => claims.claim(order))
        : lacks(verb);
    },
    renew: (...terms) => unlessRefused(() => claims.renew(...terms)),
    control: (order) => seenSoon(unlessRefused(() => claims.control(order))),
    annotate: (order) => seenSoon(unlessRefused(() => claims.annotate(order))),
    finish: (fleet, rollout, epoch) =>
      unlessRefused(() =>
        // Asked again while it is under way, it is the same end.
        finishing(`${fleet} ${rollout} ${String(epoch)}`, async () => {
          await clearUp.atEnd(fleet, rollout, epoch);
          return claims.finish(fleet, rollout, epoch, (held) => wayBackOf(memory, held));
        }),
      ),
    route: (order) =>
      unlessRefused(() => moving(order.fleet, routed(order)), order.expectedRevision === 'any'),
    attach: (order) => unlessRefused(() => beside(traffic.attach(order))),
    launchGeneration: (order) => {
      notices.startsLate(order.fleet, order.size, budget.servers.waitMs('ec2', order.size));
      return acting(order, () => launches.launch(order));
    },
    launchBlock: (order) => acting(order, () => launches.launchBlock(order)),
    addBlock: (order) => acting(order, () => launches.addBlock(order)),
    terminateBlock: (order) => {
      const { size } = order;
      return acting(order, () =>
        size === undefined ? launches.endBlock(order) : launches.endSized({ ...order, size }),
      );
    },
    retireGeneration: (order) => acting(order, () => endedServers.by(order, launches.retire)),
    adoptGeneration: (order) => acting(order, () => launches.adopt(order)),
    stopGeneration: (order) => acting(order, () => launches.stop(order)),
    startGeneration: (order) => acting(order, () => launches.start(order)),
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
    ...sealedImages(clients, pacer),
    ...notInAnAccount,
    differenceSince: (fleet, revision) =>
      differenceSince(memory.atRevision(fleet, revision), memory.known(fleet)),
    leftObjects: (fleet) => leftObjects(clients, memory.last(), fleet),
    sightCommands: (fleet, to) => sightCommandsFor(memory.known(fleet)?.entry, to, clients.place),
    checkPermissions: async (fleet) =>
      succeed(await checkPermissions(clients, permissionGroundOf(memory.last(), fleet))),
    probe: (fleet, through) => {
      if (through === 'entry') return probeFleet(probePorts, fleet);
      const page = { path: markerOf(fleet)?.path ?? '/', text: null, withinMs: probedWithinMs };
      return checkAlone(checkPorts, fleet, through, page, null);
    },
    check: (fleet, generation, checks, rollout) => {
      const ask = () => checkAlone(checkPorts, fleet, generation, checks, rollout ?? null);
      return rollout === undefined ? ask() : unlessRefused(ask);
    },
    measures: (order) => readMeasures(measurePorts, order),
    proveImage: (image) => options.describe?.prove(image) ?? Promise.resolve(fail(notTold)),
    room: () => Promise.resolve(fail(notTold)),
    link: looks.link,
    account: () => readIdentity(clients.sts),
    owner,
    load: () => loadNow({ clock, ledger, budget, observer, looks, memory }),
    close: () => {
      gate.close();
      clients.close();
    },
  };
  const whole = addWorkers(yard, {
    ...{ clients, clock, pacer, memory, notices, writesRefused, changed, told, lastRevert },
    holdMs: holdPorts.holdMs,
    claims: { ...claims, holds },
    ...{ overtake: routePorts.overtake, declared: options.workerFleets ?? (() => []) },
    ...{ isBackingOff: observer.isBackingOff, describe: options.describe?.workers },
    written: (act, isRevert) => unlessRefused(() => beside(act()), isRevert),
  });
  const rehearsing = withRehearsals(whole, {
    ...{ clock, memory, resolve, markerOf, newSecret, writesRefused, told },
    records: createSsmRehearsals(clients),
    rules: createRehearsalRules({ clients, reader: elb, last: memory.last }),
    ...{ awsNowMs: claims.awsNowMs, note: notices.note },
  });
  return withDataNotes(rehearsing, { clients, clock, claimsOf: memory.claimsOf, told });
}
