/**
 * A yard behind the port, in virtual time: the truth is kept by the world, and between it and the
 * engine calls take time, get lost, come late, and looks fail, lag or miss something. All by seed.
 */
import { lackOf, localCapabilities } from '../../../src-shared/capabilities.ts';
import type { YardCapabilities } from '../../../src-shared/capabilities-schema.ts';
import { noDataNotesText } from '../../../src-shared/data-note.ts';
import type { Fleet } from '../../../src-shared/fleet.ts';
import { asImageId, asYardId, type FleetId, type GenerationId } from '../../../src-shared/ids.ts';
import type { FolderImage } from '../../../src-shared/image.ts';
import { notesSeen } from '../../../src-shared/note.ts';
import { fail, FaultError, faultOf, succeed, type Result } from '../../../src-shared/result.ts';
import type { GenerationFacts, ProbeAnswer, Yard, YardObservation } from '../port.ts';
import { refuseVerb } from '../refuse-verb.ts';
import type { Random } from './random.ts';
import type { SimFaults } from './sim-faults.ts';
import type { SimEvent, SimVerb } from './sim-log.ts';
import { isServed, nobody, throughEntry, worstOf } from './sim-probe.ts';
import type { SimWorld } from './sim-world.ts';
import type { VirtualClock } from '../../clock/virtual-clock.ts';

export interface SimYardOptions {
  readonly world: SimWorld;
  readonly clock: VirtualClock;
  readonly random: Random;
  readonly faults: SimFaults;
  readonly session: number;
  readonly log: (event: SimEvent) => void;
  /** Whether the token stands in a journal on the disk right now. */
  readonly isRecorded: (token: string) => boolean;
  /** @default those of the local yard */
  readonly capabilities?: YardCapabilities;
}

interface RouteKind {
  readonly overtake: boolean;
  /** As of the event. */
  readonly share: number | null;
}

interface Order {
  readonly fleet: FleetId;
  readonly token: string;
  readonly rollout: string;
}

const notRehearsed = 'Nothing is rehearsed in the simulation: it has no entry of real requests.';

/** As in the yard host: an answer so little late is still told. */
const checkReserveMs = 250;
/** Looks up to so old are served when they lag. */
const historyMs = 2000;

export function createSimYard(options: SimYardOptions): Yard {
  const { world, clock, random, faults, session, log } = options;
  const capabilities = options.capabilities ?? {
    ...localCapabilities,
    canHold: false,
    notesData: false,
    whyNotRehearsed: notRehearsed,
  };
  const history: { readonly atMs: number; readonly fleets: Fleet[] }[] = [];
  const common = (): { atMs: number; session: number } => ({ atMs: clock.monotonicMs(), session });
  const isStormy = (): boolean => clock.monotonicMs() < faults.untilMs;
  const latency = (): Promise<void> =>
    clock.delay(random.between(1, random.chance(0.05) ? 400 : 20));
  const throttled = fail({ code: 'throttled', message: 'Too many calls.' });
  const unknown = fail({ code: 'unknown-outcome', message: 'The connection broke.' });

  const read = <Value>(work: () => Value): Result<Value> => {
    try {
      return succeed(work());
    } catch (error) {
      return fail(faultOf(error));
    }
  };

  /** A call that changes something, with everything that may happen to it on its way. */
  const change = async <Receipt>(
    verb: SimVerb,
    order: Order,
    target: string,
    effect: () => Receipt,
    { overtake, share }: RouteKind = { overtake: false, share: null },
  ): Promise<Result<Receipt>> => {
    const { token, rollout } = order;
    const isRecorded = options.isRecorded(token);
    log({ ...common(), kind: 'asked', verb, token, rollout, target, share, overtake, isRecorded });
    const did = (): Result<Receipt> => {
      // The first receipt again: an effect happens at most once per token.
      const before = world.performed(token) as Receipt | undefined;
      if (before !== undefined) return succeed(before);
      const result = read(effect);
      if (result.ok) {
        const fleet = world.fleet(order.fleet);
        log({ ...common(), kind: 'did', verb, token, rollout, target, share, fleet });
      }
      return result;
    };
    const answered = (result: Result<Receipt>): Result<Receipt> => {
      const how = result.ok ? 'ok' : result === unknown ? 'unknown' : 'refused';
      const because = result.ok ? null : result.fault.message;
      log({ ...common(), kind: 'answered', token, how, because });
      return result;
    };
    await latency();
    if (world.isThrottled) return answered(throttled);
    if (isStormy() && random.chance(faults.throttled)) return answered(throttled);
    if (isStormy() && random.chance(faults.lostRequest)) return answered(unknown);
    if (isStormy() && random.chance(faults.lateDelivery)) {
      clock.at(clock.monotonicMs() + random.between(200, 3000), did);
      return answered(unknown);
    }
    if (
      (verb === 'route' || verb === 'attach') &&
      !overtake &&
      isStormy() &&
      world.performed(token) === undefined &&
      random.chance(faults.lyingRoute)
    ) {
      const revision = world.nextRevision(order.fleet);
      return answered(succeed({ revision, atMs: clock.now(), overtook: null } as Receipt));
    }
    const result = did();
    await latency();
    return answered(isStormy() && random.chance(faults.lostReply) ? unknown : result);
  };

  const observe = async (): Promise<Result<YardObservation>> => {
    const begunAtMs = clock.monotonicMs();
    const then = world.fleets();
    history.push({ atMs: begunAtMs, fleets: then });
    while ((history[0]?.atMs ?? 0) < clock.monotonicMs() - historyMs) history.shift();
    await latency();
    const looked = (quality: 'true' | 'old' | 'poor', shown: Fleet[]): Result<YardObservation> => {
      log({ ...common(), kind: 'looked', begunAtMs, quality, shown });
      const observedAtMs = clock.now();
      const notes = world.notes.all().slice(-notesSeen);
      return succeed({ observedAtMs, fleets: shown, images: simImages, notices: [], notes });
    };
    if (world.isThrottled) return throttled;
    if (!isStormy()) return looked('true', world.fleets());
    if (random.chance(faults.failedLook)) {
      log({ ...common(), kind: 'looked', begunAtMs, quality: 'failed', shown: [] });
      return fail({ code: 'unreachable', message: 'The yard does not answer.' });
    }
    if (random.chance(faults.throttled)) return throttled;
    if (random.chance(faults.slowLook)) {
      await clock.delay(random.between(500, 4000));
      return looked('old', then);
    }
    if (random.chance(faults.poorLook)) return looked('poor', poorly(world.fleets(), random));
    const old = history[random.between(0, history.length - 1)];
    if (old !== undefined && random.chance(faults.oldLook)) return looked('old', old.fleets);
    return looked('true', world.fleets());
  };

  const probe = async (
    id: FleetId,
    through: 'entry' | GenerationId,
  ): Promise<Result<ProbeAnswer>> => {
    await latency();
    if (isStormy() && random.chance(faults.failedLook)) return unknown;
    return read(() => {
      const fleet = world.fleet(id);
      if (through === 'entry') {
        const answers = throughEntry(world, id, random);
        const nodes = answers.map(({ generation }) => generation);
        if (world.hasNodes(id)) log({ ...common(), kind: 'probed', nodes });
        return worstOf(answers, fleet);
      }
      if (!isServed(fleet, through)) return nobody;
      const { status, latencyMs } = world.answersOf(id, through);
      return { status, generation: through, latencyMs };
    });
  };

  const check: Yard['check'] = async (id, generation, checks) => {
    const answer = await asked(id, generation, checks);
    const status = answer.ok ? answer.value.status : null;
    log({ ...common(), kind: 'checked', generation, status });
    return answer;
  };

  const asked: Yard['check'] = async (id, generation, { text, withinMs }) => {
    await latency();
    const found = read(() => {
      const fleet = world.fleet(id);
      const answers = world.answersOf(id, generation);
      return isServed(fleet, generation)
        ? { ...answers, generation }
        : { ...nobody, text: 'Nobody is there.' };
    });
    if (!found.ok) return found;
    const { status, latencyMs, generation: marker, text: page } = found.value;
    const isLost = isStormy() && random.chance(faults.failedLook);
    if (isLost || latencyMs > withinMs + checkReserveMs) {
      await clock.delay(withinMs + checkReserveMs);
      const message = `${generation} did not answer within ${withinMs} ms.`;
      return fail({ code: 'unreachable', message });
    }
    await clock.delay(latencyMs);
    const hasText = text === null ? null : page.includes(text);
    return succeed({ status, generation: marker, latencyMs, hasText });
  };

  /** Ends of blocks are answered when they are over. */
  const until = async (result: Promise<Result<number>>): Promise<Result<null>> => {
    const answer = await result;
    if (!answer.ok) return answer;
    await clock.delay(answer.value - clock.monotonicMs());
    return succeed(null);
  };

  return {
    id: asYardId('sim'),
    name: 'Simulated yard',
    // Nothing is measured over periods here, whatever was asked for.
    capabilities: { ...capabilities, measuredBy: null },
    observe,
    onChange: () => () => undefined,
    claim: async (order) => {
      await latency();
      const lack = lackOf(capabilities, order.intent.kind);
      if (lack !== null) return fail({ code: 'refused', message: lack });
      if (world.isThrottled) return throttled;
      if (isStormy() && random.chance(faults.lostRequest)) return unknown;
      const result = read(() => {
        const leftMs = world.leaseLeftMs(order.fleet);
        const claimed = world.claim(order);
        const { id: rollout, intent, epoch } = claimed;
        log({ ...common(), kind: 'claimed', rollout, intent, epoch, leftMs });
        return claimed;
      });
      await latency();
      return isStormy() && random.chance(faults.lostReply) ? unknown : result;
    },
    renew: async (...terms) => {
      const [, rollout] = terms;
      await latency();
      if (world.isThrottled) return throttled;
      const isLost = isStormy() && random.chance(faults.lostRequest);
      const result = isLost ? unknown : read(() => world.renew(...terms));
      const how = result.ok ? 'ok' : isLost ? 'unknown' : 'refused';
      log({ ...common(), kind: 'renewed', rollout, how });
      return result;
    },
    control: async (order) => {
      const { rollout, change: said } = order;
      await latency();
      if (world.isThrottled) return throttled;
      if (isStormy() && random.chance(faults.lostRequest)) return unknown;
      const result = read(() => world.control(order));
      if (result.ok) log({ ...common(), kind: 'controlled', rollout, change: said });
      await latency();
      return isStormy() && random.chance(faults.lostReply) ? unknown : result;
    },
    finish: async (fleet, rollout, epoch) => {
      await latency();
      if (world.isThrottled) return throttled;
      if (isStormy() && random.chance(faults.lostRequest)) return unknown;
      const result = read(() => {
        const isHeld = world.fleet(fleet).rollout?.id === rollout;
        const finished = world.finish(fleet, rollout, epoch);
        if (isHeld) log({ ...common(), kind: 'finished', rollout });
        return finished;
      });
      return isStormy() && random.chance(faults.lostReply) ? unknown : result;
    },
    annotate: async (order) => {
      await latency();
      if (world.isThrottled) return throttled;
      if (isStormy() && random.chance(faults.lostRequest)) return unknown;
      const result = read(() => world.notes.add(order));
      await latency();
      return isStormy() && random.chance(faults.lostReply) ? unknown : result;
    },
    adoptGeneration: () => refuseVerb(capabilities, 'adopt'),
    stopGeneration: () => refuseVerb(capabilities, 'stop'),
    startGeneration: () => refuseVerb(capabilities, 'start'),
    pauseEntry: () =>
      Promise.resolve(fail({ code: 'refused', message: 'Nothing waits in the simulation.' })),
    noteData: () => Promise.resolve(fail({ code: 'refused', message: noDataNotesText })),
    rehearse: () => Promise.resolve(fail({ code: 'refused', message: notRehearsed })),
    sample: () =>
      Promise.resolve(fail({ code: 'refused', message: 'There is no sample in the simulation.' })),
    route: (order) => {
      const { overtake, weights } = order;
      const sum = weights.reduce((total, { weight }) => total + weight, 0);
      // Last in the list stands what it is about; the others are only kept in it.
      const to = weights.findLast((entry) => entry.weight > 0);
      const share = to === undefined ? 0 : Math.round((100 * to.weight) / sum);
      const kind = { overtake, share };
      return change('route', order, to?.generation ?? '', () => world.route(order), kind);
    },
    attach: (order) => change('attach', order, order.generation, () => world.attach(order)),
    attachCommands: () => [],
    launchGeneration: (order) =>
      change('launchGeneration', order, String(order.number), () => world.launchGeneration(order)),
    launchBlock: (order) =>
      change('launchBlock', order, order.replaces, () => world.launchBlock(order)),
    addBlock: (order) =>
      change('addBlock', order, `${order.generation} size ${order.size}`, () =>
        world.addBlock(order),
      ),
    terminateBlock: (order) =>
      until(change('terminateBlock', order, order.block, () => world.terminateBlock(order))),
    retireGeneration: (order) =>
      until(
        change('retireGeneration', order, order.generation, () => world.retireGeneration(order)),
      ),
    probe,
    check,
    measures: () =>
      Promise.resolve(fail({ code: 'refused', message: 'A simulation measures no periods.' })),
    routeCommands: () => [],
    differenceSince: () => [],
    leftObjects: () => Promise.resolve(succeed([])),
    sightCommands: () => ({ health: [], inService: [], split: [] }),
    checkPermissions: () =>
      Promise.resolve(
        fail({ code: 'refused', message: 'A simulated yard asks nobody for rights.' }),
      ),
    describeGeneration: (id, generation) => {
      if (world.isThrottled) return Promise.resolve(throttled);
      // Without a draw: what else happens must not depend on whether anybody compares.
      if (isStormy() && Math.floor(clock.monotonicMs()) % 2 === 1) return Promise.resolve(unknown);
      return Promise.resolve(read(() => generationFacts(world.fleet(id), generation)));
    },
    describeImage: () =>
      Promise.resolve(fail({ code: 'not-found', message: 'A simulated image holds nothing.' })),
    imageList: () => Promise.resolve(fail(nothingInside)),
    imageFile: () => Promise.resolve(fail(nothingInside)),
    proveImage: () => Promise.resolve(succeed('a simulated image is always whole')),
    room: () => Promise.resolve(fail({ code: 'refused', message: 'A simulation has room.' })),
    importImage: () =>
      Promise.resolve(fail({ code: 'refused', message: 'A simulated yard imports no images.' })),
    blockLog: () => Promise.resolve(succeed({ lines: [], droppedBytes: 0 })),
  };
}

/** All that a simulated generation is made from. */
function generationFacts(fleet: Fleet, id: GenerationId): GenerationFacts {
  const found = fleet.generations.find((generation) => generation.id === id);
  if (found === undefined) {
    throw new FaultError({ code: 'not-found', message: `There is no generation ${id}.` });
  }
  const facts = [{ fact: 'Image', value: found.image, part: 'image' }];
  return { label: id, image: null, facts, texts: [], missing: [], unread: [] };
}

const nothingInside = { code: 'refused', message: 'A simulated image holds nothing.' } as const;

/** Successful answers that miss something: nothing at all, a generation, its blocks, or one block. */
function poorly(fleets: readonly Fleet[], random: Random): Fleet[] {
  const way = random.pick(['nothing', 'generation', 'blocks', 'block'] as const);
  if (way === 'nothing') return [];
  return fleets.map((fleet) => {
    const index = random.between(0, Math.max(0, fleet.generations.length - 1));
    if (way === 'generation') {
      return { ...fleet, generations: fleet.generations.filter((_, at) => at !== index) };
    }
    const generations = fleet.generations.map((generation, at) => {
      if (at !== index) return generation;
      const missing = random.between(0, Math.max(0, generation.blocks.length - 1));
      const blocks =
        way === 'blocks' ? [] : generation.blocks.filter((_, position) => position !== missing);
      return { ...generation, blocks };
    });
    return { ...fleet, generations };
  });
}

export const simImages: readonly FolderImage[] = ['1', '2'].map((version) => ({
  id: asImageId(`sha256:${version.repeat(64)}`),
  name: 'storefront',
  version: `v${version}`,
  start: { kind: 'node', entry: 'server.js' },
  healthPath: '/health',
  portVariable: 'PORT',
  facts: {},
  fileCount: 3,
  bytes: 4096,
  importedAtMs: 0,
}));
