/**
 * The entry of a fleet: an HTTP/1.1 reverse proxy on one fixed loopback port, which sends requests to
 * the blocks of its generations by the weights of the split in force.
 *
 * - The port is bound once. A split is swapped by one assignment, in the same tick.
 * - Only blocks with enough passed health checks in a row get traffic; a generation of weight 0 is
 *   checked all the same, so that a revert goes to blocks known to be fit.
 * - Limits: HTTP/1.1 and WebSockets, no TLS, no HTTP/2. A block that accepts a request and never
 *   answers keeps it until the client gives up or a drain cuts it.
 */
import * as http from 'node:http';
import type { EntryState, Split } from '../../../src-shared/fleet.ts';
import type { BlockId, GenerationId } from '../../../src-shared/ids.ts';
import { FaultError } from '../../../src-shared/result.ts';
import { requestWaitsAtMostMs, waitingAtMost } from '../../../src-shared/holding.ts';
import type { Traffic } from '../../../src-shared/traffic.ts';
import { startDrain, type Drain, type DrainReport } from './drain.ts';
import { systemClock, type EntryClock } from './entry-clock.ts';
import { createEntryServer } from './entry-server.ts';
import { allRules, type Door, type ForwardRules } from './door.ts';
import { watchHealth, type BlockHealth, type HealthThresholds } from './health-check.ts';
import { createListeningSocket } from './listening-socket.ts';
import { createPreviews, type PreviewEntry } from './previews.ts';
import {
  canAnswer,
  createSplitTable,
  refreshAvailable,
  routeBySplit,
  type BlockRecord,
  type GenerationRecord,
  type Router,
  type SplitTable,
  type UnderWay,
} from './roster.ts';
import { createTrafficMeter, type TrafficMeter } from './traffic-meter.ts';
import { createHolding, type HoldingLimits, type HoldingState } from './holding.ts';

export type EntryEvent =
  | { readonly kind: 'state'; readonly state: EntryState }
  | { readonly kind: 'block-health'; readonly block: BlockId; readonly health: BlockHealth }
  /** For the first time, and not with a 5xx: a client, or whoever asks at its own address. */
  | { readonly kind: 'block-answered'; readonly block: BlockId }
  /** Requests wait from now on, or no longer; see `holding`. */
  | { readonly kind: 'holding' }
  /** A pause has ended by itself. */
  | { readonly kind: 'pause-over' };

export interface EntryOptions {
  /** 0 takes a free one. */
  readonly port: number;
  /** Loopback only, by type: an entry is never reachable from another machine. */
  readonly host?: '127.0.0.1' | '::1';
  /**
   * Requests that carry exactly this in `x-blockyard-probe` are passed on and counted nowhere: a probe
   * of ours must not prove itself. Not guessable, or a client could hide its requests.
   */
  readonly probeKey?: string;
  readonly clock?: EntryClock;
  /** Called synchronously; must not throw. */
  readonly onEvent?: (event: EntryEvent) => void;
  /** Only tests switch a rule off. */
  readonly rules?: ForwardRules;
  /** @default as in `holding.ts` of src-shared, without waiting for an outage to end. */
  readonly waiting?: Partial<HoldingLimits>;
}

export interface GenerationSpec {
  readonly thresholds: HealthThresholds;
  /** Path of the health check, from `/`. */
  readonly healthPath: string;
}

export interface BlockSpec {
  readonly id: BlockId;
  readonly generation: GenerationId;
  readonly port: number;
}

export interface DrainView {
  /** Null where nobody counts them. */
  readonly inFlight: number | null;
  /** Epoch ms. */
  readonly endsAtMs: number;
}

export interface Entry {
  /** Resolves with the first outcome. A taken port is tried again every 2 s; events tell the rest. */
  readonly listen: () => Promise<EntryState>;
  readonly state: () => EntryState;
  /** `http://127.0.0.1:PORT` */
  readonly url: () => string;
  /** Makes a generation known. Known already: does nothing, for a recipe never changes. */
  readonly setGeneration: (id: GenerationId, spec: GenerationSpec) => void;
  /** Forgets a generation, its blocks, its preview and its own counts; the entry's totals stay. */
  readonly removeGeneration: (id: GenerationId) => Promise<void>;
  /** Starts to check the block's health. @throws FaultError `not-found` without its generation. */
  readonly addBlock: (spec: BlockSpec) => void;
  /** Forgets a block; requests that it still has are left to end. Unknown: does nothing. */
  readonly removeBlock: (id: BlockId) => void;
  /** Its process ended: no request goes there any more. */
  readonly markExited: (id: BlockId, reason: string) => void;
  /** In force when it returns. @throws FaultError `bad-input`; then the old one stays in force. */
  readonly setSplit: (split: Split) => void;
  readonly split: () => Split;
  /**
   * For a start: requests wait for the first healthy block with traffic, at most so long, where they would
   * get a 503. Ends with that block, and for good.
   */
  readonly holdUntilServing: (limitMs: number) => void;
  /** Nobody is coming: who waits gets the 503. */
  readonly endHolding: () => void;
  /** Requests wait from now on, for so long; probes do not. Once more: so long from now. */
  readonly pause: (forMs: number) => void;
  /** Lets in who waits. False when it was not paused. */
  readonly resume: () => boolean;
  /** Why requests wait now, or null. */
  readonly holding: () => HoldingState | null;
  /**
   * Takes the block out of service and waits until nothing is under way there, at most `timeoutMs`;
   * then cuts. It stays out until `cancelDrain` or `removeBlock`. While a drain runs, the same one.
   */
  readonly drainBlock: (id: BlockId, timeoutMs: number) => Promise<DrainReport>;
  /** Puts a draining or drained block back into service. True when there was one. */
  readonly cancelDrain: (id: BlockId) => boolean;
  readonly health: (id: BlockId) => BlockHealth | undefined;
  /** Set from the begin of a drain on. */
  readonly draining: (id: BlockId) => DrainView | undefined;
  /** Address that reaches this generation only, whatever the split; the same one every time. */
  readonly preview: (id: GenerationId) => Promise<string>;
  /** A second entry over the same blocks, with a split of its own; this one notices nothing. Its opener closes it. */
  readonly openPreviewEntry: (weights: Split['weights']) => Promise<PreviewEntry>;
  readonly traffic: () => Traffic;
  readonly periods: TrafficMeter['periods'];
  /** Who answered a request of the present split with anything but a 5xx. */
  readonly seenToServe: () => readonly GenerationId[];
  /** Requests under way get `graceMs` (default 1000), then everything is closed. */
  readonly close: (graceMs?: number) => Promise<void>;
}

/** Ends the idle sockets; the ones in use end with their requests. */
function closePool(block: BlockRecord): void {
  block.pool.maxFreeSockets = 0;
  for (const sockets of Object.values(block.pool.freeSockets)) {
    for (const socket of [...(sockets ?? [])]) socket.destroy();
  }
}

const noSplit: Split = { revision: 0, weights: [], changedAtMs: 0 };

/** Creates an entry; `listen` opens it. */
export function createEntry(options: EntryOptions): Entry {
  const clock = options.clock ?? systemClock;
  const host = options.host ?? '127.0.0.1';
  const tell = options.onEvent ?? (() => undefined);
  const generations = new Map<GenerationId, GenerationRecord>();
  const blocks = new Map<BlockId, BlockRecord>();
  const drains = new Map<BlockId, Drain>();
  const freshSockets = new http.Agent({ keepAlive: false });
  let table: SplitTable = createSplitTable(noSplit, 0, generations);

  const meter = createTrafficMeter(clock);
  const holding = createHolding(
    clock,
    { places: waitingAtMost, requestMs: requestWaitsAtMostMs, outageMs: 0, ...options.waiting },
    {
      onChange: () => {
        tell({ kind: 'holding' });
      },
      onPauseOver: () => {
        tell({ kind: 'pause-over' });
      },
    },
  );
  const letIn = (): void => {
    if (canAnswer(table)) holding.served();
  };

  const doorFor = (route: Router, counted: boolean): Door => ({
    route,
    meter: counted ? meter : undefined,
    probeKey: options.probeKey,
    clock,
    freshSockets,
    rules: options.rules ?? allRules,
    splitNumber: () => table.number,
    holding: counted ? holding : undefined,
  });
  const server = createEntryServer(doorFor((tried) => routeBySplit(table, tried), true));
  const socket = createListeningSocket(server, host, options.port, (state) => {
    tell({ kind: 'state', state });
  });
  const urlAt = (port: number): string =>
    `http://${host === '::1' ? '[::1]' : host}:${String(port)}`;
  const serve = (route: Router): http.Server => createEntryServer(doorFor(route, false));
  const previews = createPreviews({ host, urlAt, serve, generations });

  function relane(): void {
    table = createSplitTable(table.split, table.number, generations);
  }

  function needGeneration(id: GenerationId): GenerationRecord {
    const found = generations.get(id);
    if (found !== undefined) return found;
    throw new FaultError({
      code: 'not-found',
      message: `The entry does not know the generation ${id}.`,
      where: id,
    });
  }

  function createBlock(spec: BlockSpec, generation: GenerationRecord): BlockRecord {
    const block: BlockRecord = {
      id: spec.id,
      generation,
      port: spec.port,
      // Idle sockets go before the 5 s after which Node servers close them from their side.
      pool: new http.Agent({ keepAlive: true, maxFreeSockets: 256, timeout: 4000 }),
      underWay: new Set(),
      busy: 0,
      draining: false,
      wasHealthy: false,
      onIdle: undefined,
      onFirstAnswer: () => {
        tell({ kind: 'block-answered', block: spec.id });
      },
      health: watchHealth({
        port: spec.port,
        path: generation.healthPath,
        thresholds: generation.thresholds,
        clock,
        onChange(health) {
          refreshAvailable(generation);
          letIn();
          tell({ kind: 'block-health', block: spec.id, health });
        },
      }),
    };
    return block;
  }

  function removeBlock(id: BlockId): void {
    const block = blocks.get(id);
    if (block === undefined) return;
    blocks.delete(id);
    block.generation.blocks.delete(id);
    block.health.stop();
    refreshAvailable(block.generation);
    drains.get(id)?.callOff();
    drains.delete(id);
    closePool(block);
  }

  return {
    listen: () => socket.listen(),
    state: () => socket.state(),
    url: () => urlAt(socket.port()),
    setGeneration(id, spec) {
      if (generations.has(id)) return;
      generations.set(id, {
        id,
        healthPath: spec.healthPath,
        thresholds: spec.thresholds,
        meter: meter.generation(id),
        blocks: new Map(),
        available: [],
        lastResort: [],
        cursor: 0,
      });
      relane();
    },
    async removeGeneration(id) {
      const generation = generations.get(id);
      if (generation === undefined) return;
      for (const block of [...generation.blocks.keys()]) removeBlock(block);
      generations.delete(id);
      meter.forget(id);
      relane();
      await previews.closeOf(id);
    },
    addBlock(spec) {
      const generation = needGeneration(spec.generation);
      removeBlock(spec.id);
      const block = createBlock(spec, generation);
      blocks.set(spec.id, block);
      generation.blocks.set(spec.id, block);
    },
    removeBlock,
    markExited(id, reason) {
      const block = blocks.get(id);
      block?.health.markExited(reason);
      if (block !== undefined) closePool(block);
    },
    setSplit(split) {
      table = createSplitTable(split, table.number + 1, generations);
      meter.splitChanged();
      holding.splitChanged();
      letIn();
    },
    split: () => table.split,
    holdUntilServing: holding.awaitServing,
    endHolding: holding.giveUp,
    pause: holding.pause,
    resume: holding.resume,
    holding: holding.state,
    async drainBlock(id, timeoutMs) {
      const block = blocks.get(id);
      if (block === undefined) {
        throw new FaultError({
          code: 'not-found',
          message: `The entry does not know the block ${id}.`,
          where: id,
        });
      }
      const running = drains.get(id);
      if (running !== undefined) return running.report;
      block.draining = true;
      refreshAvailable(block.generation);
      const drain = startDrain(block, timeoutMs, clock);
      drains.set(id, drain);
      return drain.report;
    },
    cancelDrain(id) {
      const block = blocks.get(id);
      if (block?.draining !== true) return false;
      drains.get(id)?.callOff();
      drains.delete(id);
      block.draining = false;
      refreshAvailable(block.generation);
      return true;
    },
    health: (id) => blocks.get(id)?.health.view(),
    draining(id) {
      const drain = drains.get(id);
      const inFlight = blocks.get(id)?.underWay.size ?? 0;
      return drain && { inFlight, endsAtMs: drain.endsAtMs };
    },
    preview: async (id) => previews.of(needGeneration(id)),
    openPreviewEntry: previews.openEntry,
    traffic: () => ({ ...meter.snapshot(), held: holding.counts() }),
    seenToServe: meter.seenToServe,
    periods: meter.periods,
    async close(graceMs = 1000) {
      holding.close();
      const underWay = (): UnderWay[] => [...blocks.values()].flatMap((one) => [...one.underWay]);
      for (const one of underWay()) one.drainBegins();
      // Node's server waits for upgraded sockets for ever: they are ours to end.
      const cutting = setTimeout(() => {
        for (const one of underWay()) one.cut();
      }, graceMs);
      await Promise.all([socket.close(graceMs), previews.closeAll(graceMs)]);
      clearTimeout(cutting);
      for (const id of [...blocks.keys()]) removeBlock(id);
      freshSockets.destroy();
    },
  };
}
