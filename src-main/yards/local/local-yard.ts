/** The embedded yard behind the port: every verb is one call to the yard host. */
import { randomBytes } from 'node:crypto';
import { lackOf, localCapabilities } from '../../../src-shared/capabilities.ts';
import { asYardId } from '../../../src-shared/ids.ts';
import type { YardLink } from '../../../src-shared/panel.ts';
import { fail, succeed, faultOf, type Result } from '../../../src-shared/result.ts';
import { plain } from '../../../src-shared/wording.ts';
import type { Clock } from '../../clock/clock.ts';
import { secretMark } from '../../masking/secret-mark.ts';
import { refuseVerb } from '../refuse-verb.ts';
import type { Piece, Yard } from '../port.ts';
import type { HostConnection } from './client.ts';
import { stopHost } from './host-finder.ts';
import { describeLocalGeneration } from './describe-generation.ts';
import { openHostLink } from './host-link.ts';
import type { Greeting, HostCallName, HostInput, HostOutput } from '../../yard-host/protocol.ts';

export interface LocalYardOptions {
  readonly dataFolder: string;
  readonly clock: Clock;
  /** After each change of how fresh what we know is; the first state is `starting`. */
  readonly onLink: (link: YardLink) => void;
  readonly startingMs?: number;
}

/** Beside the port: what only a yard with a host process of its own has. */
export interface LocalYard extends Yard {
  readonly link: () => YardLink;
  /** Of the host that runs, as far as is known; null when none does. */
  readonly greeting: () => Greeting | null;
  /** Tells the link that `ensureHost` is at work. */
  readonly expectStart: () => void;
  /**
   * Asks the host to end its blocks and itself; the link becomes `stopped` when it is gone. One of
   * another version is asked in the words that all versions know, and waited for.
   */
  readonly stop: () => Promise<Result<null>>;
  readonly close: () => void;
}

/** Time limits, ms. Ending blocks waits for drains; a hung host is noticed by the link in 5 s anyway. */
const limits = {
  read: 5000,
  effect: 10_000,
  route: 5000,
  launch: 60_000,
  import: 300_000,
  /** Three moves of five seconds at most each, and the last answers. */
  rehearsal: 30_000,
  drain: 3_600_000,
} as const;

export function openLocalYard(options: LocalYardOptions): LocalYard {
  const listeners = new Set<() => void>();
  /** With a key of this run that nobody else ever has. */
  const mark = secretMark(randomBytes(32));
  const link = openHostLink({
    dataFolder: options.dataFolder,
    clock: options.clock,
    startingMs: options.startingMs ?? 10_000,
    onLink: options.onLink,
    onChange: () => {
      for (const listener of listeners) listener();
    },
  });

  const callOn = async <Name extends HostCallName>(
    connection: HostConnection | null,
    name: Name,
    input: HostInput<Name>,
    limitMs: number,
  ): Promise<Result<HostOutput<Name>>> =>
    connection === null ? fail(link.fault()) : connection.call(name, input, limitMs);

  const call = <Name extends HostCallName>(
    name: Name,
    input: HostInput<Name>,
    limitMs: number,
  ): Promise<Result<HostOutput<Name>>> => callOn(link.control(), name, input, limitMs);

  return {
    id: asYardId('local'),
    name: 'This computer',
    capabilities: localCapabilities,
    observe: () => call('observe', null, limits.read),
    onChange: (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    claim: async (order) => {
      const lack = lackOf(localCapabilities, order.intent.kind);
      if (lack !== null) return fail({ code: 'refused', message: lack });
      return call('claim', order, limits.effect);
    },
    renew: (fleet, rollout, epoch, leaseMs, told) =>
      call('renew', { fleet, rollout, epoch, leaseMs, ...told }, limits.effect),
    control: (order) => call('control', order, limits.effect),
    finish: (fleet, rollout, epoch) => call('finish', { fleet, rollout, epoch }, limits.effect),
    annotate: (order) => call('annotate', order, limits.effect),
    route: async (order) => {
      const connection = await link.forRoute(1000);
      return callOn(connection, 'route', { ...order, weights: [...order.weights] }, limits.route);
    },
    pauseEntry: (order) => call('pauseEntry', order, limits.effect),
    noteData: (order) => call('noteData', order, limits.effect),
    rehearse: (order) => call('rehearse', order, limits.rehearsal),
    sample: (order) => call('sample', order, limits.import),
    launchGeneration: (order) => call('launchGeneration', order, limits.launch),
    launchBlock: (order) => call('launchBlock', order, limits.launch),
    addBlock: (order) => call('addBlock', order, limits.launch),
    terminateBlock: (order) => call('terminateBlock', order, limits.drain),
    retireGeneration: (order) => call('retireGeneration', order, limits.drain),
    adoptGeneration: () => refuseVerb(localCapabilities, 'adopt'),
    stopGeneration: () => refuseVerb(localCapabilities, 'stop'),
    startGeneration: () => refuseVerb(localCapabilities, 'start'),
    attach: () => {
      const message = 'The entry of this yard checks every generation: there is nothing to attach.';
      return Promise.resolve(fail({ code: 'refused', message }));
    },
    routeCommands: () => [],
    attachCommands: () => [],
    differenceSince: () => [],
    leftObjects: () => Promise.resolve(succeed([])),
    sightCommands: () => ({ health: [], inService: [], split: [] }),
    checkPermissions: () =>
      Promise.resolve(fail({ code: 'refused', message: 'The local yard asks nobody for rights.' })),
    describeGeneration: async (fleet, generation) => {
      const look = await call('observe', null, limits.read);
      return look.ok ? describeLocalGeneration(look.value, fleet, generation, mark) : look;
    },
    describeImage: async (id) => {
      const look = await call('observe', null, limits.read);
      if (!look.ok) return look;
      const image = look.value.images.find((one) => one.id === id);
      const message = `There is no image ${plain(id, 80)} in this yard.`;
      return image === undefined
        ? fail({ code: 'not-found', message })
        : succeed({ image, missing: [] });
    },
    imageList: async (image, from) =>
      pieceIn(await call('imageList', { image, from }, limits.read)),
    imageFile: async (image, path, from) =>
      pieceIn(await call('imageFile', { image, path, from }, limits.read)),
    probe: (fleet, through) => call('probe', { fleet, through }, limits.effect),
    check: (fleet, generation, checks) =>
      call('check', { fleet, generation, ...checks }, checks.withinMs + limits.read),
    measures: async ({ fleet, generations, fromMs, toMs }) => {
      const input = { fleet, generations: [...generations], fromMs, toMs };
      const measured = await call('measures', input, limits.read);
      return measured.ok ? succeed({ ...measured.value, alarms: [], notes: [] }) : measured;
    },
    proveImage: async (image) => {
      const proved = await call('proveImage', { image }, limits.import);
      return proved.ok ? succeed('every file of it was hashed just now') : proved;
    },
    room: () => call('room', null, limits.read),
    importImage: (path) => call('importImage', { path }, limits.import),
    blockLog: (fleet, block) => call('blockLog', { fleet, block }, limits.read),
    link: link.state,
    greeting: link.greeting,
    expectStart: link.expectStart,
    stop: async () => {
      link.expectStop();
      const control = link.control();
      if (control !== null) return control.call('stop', null, limits.effect);
      // Nothing to talk over: one of another version, or one that does not answer us. Its folder tells.
      try {
        return await stopHost(options.dataFolder);
      } catch (error) {
        return fail(faultOf(error));
      }
    },
    close: link.close,
  };
}

function pieceIn(told: Result<HostOutput<'imageList'>>): Result<Piece> {
  if (!told.ok) return told;
  const { base64, totalBytes } = told.value;
  return succeed({ data: Buffer.from(base64, 'base64'), totalBytes });
}
