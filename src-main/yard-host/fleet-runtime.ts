/** One fleet as it runs: its entry and its blocks, put together from its record. */
import type { Block, Fleet, Generation, HttpEntry, Split } from '../../src-shared/fleet.ts';
import type { BlockStart } from '../../src-shared/block-start-schema.ts';
import { startsTold } from '../../src-shared/block-starts.ts';
import type { BlockId, GenerationId } from '../../src-shared/ids.ts';
import { outageWaitMs } from '../../src-shared/holding.ts';
import { noTraffic } from '../../src-shared/no-traffic.ts';
import { faultOf } from '../../src-shared/result.ts';
import type { Clock } from '../clock/clock.ts';
import { shownState } from './block-state.ts';
import type { BlockLaunchFacts, BlockStartOrder, RunningBlock } from './blocks/start-block.ts';
import { createEntry, type DrainView, type Entry, type EntryEvent } from './entry/entry.ts';
import type { ImageStore } from './images/image-store.ts';
import { createLiveBlocks, type LiveBlocks } from './live-blocks.ts';
import type { News } from './notices.ts';
import { weightIn } from './records.ts';
import { createStartWatch } from './start-watch.ts';
import { createFleetWork, type FleetWork } from './work/fleet-work.ts';
import type { BlockRecord, FleetRecord, GenerationRecord } from './state-schema.ts';

export interface FleetRuntimeOptions {
  readonly clock: Clock;
  readonly images: ImageStore;
  readonly probeKey: string;
  readonly start: (order: BlockStartOrder) => Promise<RunningBlock>;
  /** The fleet's record as it is now. */
  readonly record: () => FleetRecord;
  readonly onProcess: (block: BlockId, facts: BlockLaunchFacts | null) => void;
  /** It has become healthy, or has answered for the first time since. */
  readonly onStart: (start: BlockStart) => void;
  /** Its pause has ended by itself. */
  readonly onPauseOver: () => void;
  readonly notice: (news: News) => void;
  readonly onChange: () => void;
}

export interface FleetRuntime {
  readonly entry: Entry;
  /** Null where requests come in at the entry. */
  readonly work: FleetWork | null;
  readonly blocks: LiveBlocks;
  /** In force when it returns. */
  readonly setSplit: (split: Split) => void;
  /** Makes a generation known to the entry, with a preview address; its blocks are not launched. */
  readonly prepare: (generation: GenerationRecord) => Promise<void>;
  readonly forget: (generation: GenerationId) => Promise<void>;
  readonly isHealthy: (block: BlockId) => boolean;
  readonly healthyIn: (generation: GenerationId) => number;
  readonly observe: (leaseEndsAtMs: number | null) => Fleet;
}

/** Memory is read seldom: 8 blocks read each second would cost a whole percent of a core. */
const memoryEveryMs = 15_000;
/** A resting server breathes, and its share of common pages with its neighbours: less than this has not moved. */
const memoryTolerance = 0.1;
/** A server that still starts shows a number that says nothing. */
const settledAfterMs = 3000;

export function createFleetRuntime(options: FleetRuntimeOptions): FleetRuntime {
  const { clock, images, record, notice } = options;
  const previews = new Map<GenerationId, string>();
  /** Of generations whose image says that its servers keep data, why. */
  const stateful = new Map<GenerationId, string>();
  const memory = new Map<BlockId, number>();
  let memoryReadAtMs = -Infinity;
  const memoryAsked = new Set<BlockId>();
  const id = record().id;
  const starts = createStartWatch(clock, options.onStart);

  const entry = createEntry({
    // Without one it is never opened: it checks the health of blocks.
    port: record().port ?? 0,
    probeKey: options.probeKey,
    clock: { epochMs: clock.now, monotonicMs: clock.monotonicMs },
    waiting: { outageMs: outageWaitMs },
    onEvent: (event) => {
      tell(event);
      options.onChange();
    },
  });
  const work =
    record().port === undefined
      ? createFleetWork({ clock, entry, images, record, notice, onChange: options.onChange })
      : null;
  const blocks = createLiveBlocks({
    clock,
    entry: work?.place ?? entry,
    images,
    start: options.start,
    onLaunching: starts.launching,
    onProcess: (block, facts) => {
      if (facts === null) starts.ended(block);
      else starts.running(block);
      options.onProcess(block, facts);
    },
    onLoss: (block, reason) => {
      const generation = record().generations.find((each) =>
        each.blocks.some((b) => b.id === block),
      );
      const serves = generation !== undefined && weightIn(record(), generation.id) > 0;
      const text = `The block ${block} ended. ${reason}`;
      notice({ fleet: id, severity: serves ? 'trouble' : 'warning', text });
    },
    onRefused: (block, reason) => {
      notice({
        fleet: id,
        severity: 'trouble',
        text: `The block ${block} was not launched. ${reason}`,
      });
    },
    onCut: (block, { cutRequests, cutWebSockets }) => {
      const text = `At the end of the drain of ${block}, ${String(cutRequests)} requests and ${String(cutWebSockets)} WebSockets were cut.`;
      notice({ fleet: id, severity: 'warning', text });
    },
    onChange: options.onChange,
  });

  let wasTaken = false;
  const tell = (event: EntryEvent): void => {
    if (event.kind === 'pause-over') options.onPauseOver();
    if (event.kind === 'block-answered') starts.answered(event.block);
    if (event.kind === 'block-health' && event.health.state.kind === 'healthy') {
      starts.healthy(event.block);
    }
    if (event.kind !== 'state') return;
    const { state } = event;
    if (state.kind === 'port-taken') {
      wasTaken = true;
      notice({ fleet: id, severity: 'trouble', text: `The entry is not open. ${state.detail}` });
    } else if (state.kind === 'listening' && wasTaken) {
      wasTaken = false;
      notice({ fleet: id, severity: 'info', text: `The entry is open again at ${entry.url()}.` });
    }
  };

  const isHealthy = (block: BlockId): boolean =>
    blocks.get(block)?.kind === 'running' &&
    entry.draining(block) === undefined &&
    entry.health(block)?.state.kind === 'healthy';

  const readMemory = (): void => {
    const isDue = clock.monotonicMs() - memoryReadAtMs >= memoryEveryMs;
    // What has settled since the last turn does not wait for the next: one figure among blanks looks like a fault.
    const asked = blocks
      .running()
      .filter(
        (block) =>
          clock.now() - block.facts().launchedAtMs >= settledAfterMs &&
          (isDue || !memoryAsked.has(block.id)),
      );
    if (asked.length === 0) return;
    if (isDue) memoryReadAtMs = clock.monotonicMs();
    for (const { id: block } of asked) memoryAsked.add(block);
    void Promise.all(
      asked.map(async (block) => {
        const bytes = await block.memory();
        const before = memory.get(block.id) ?? 0;
        if (bytes === null) memory.delete(block.id);
        else if (Math.abs(bytes - before) > before * memoryTolerance) memory.set(block.id, bytes);
      }),
    );
  };

  const drainingOf = (block: BlockId): DrainView | undefined => {
    const drain = entry.draining(block);
    if (drain === undefined || work === null) return drain;
    const seen = work.view(block);
    return { ...drain, inFlight: seen?.kind === 'seen' ? seen.busy : null };
  };

  const shownBlock = (generation: GenerationRecord, block: BlockRecord): Block => {
    const live = blocks.get(block.id);
    const { state, sinceMs } = shownState(
      live,
      entry.health(block.id),
      drainingOf(block.id),
      block.launchedAtMs,
    );
    const facts = live?.kind === 'running' || live?.kind === 'stopping' ? live.block.facts() : null;
    const bytes = facts === null ? undefined : memory.get(block.id);
    const seen = facts === null ? undefined : work?.view(block.id);
    const keeps = stateful.get(generation.id);
    return {
      id: block.id,
      generation: generation.id,
      slot: block.slot,
      zone: 'local',
      state,
      sinceMs,
      launchedAtMs: facts?.launchedAtMs ?? block.launchedAtMs,
      ...(facts === null ? {} : { address: facts.address, pid: facts.pid }),
      ...(bytes === undefined ? {} : { memoryBytes: bytes }),
      ...(block.replaces === null ? {} : { replaces: block.replaces }),
      ...(seen === undefined ? {} : { work: seen }),
      ...(keeps === undefined ? {} : { stateful: keeps }),
    };
  };

  const shownGeneration = (generation: GenerationRecord): Generation => {
    const {
      id: generationId,
      number,
      image,
      recipe,
      size,
      launchedAtMs,
      rung,
      hasServed,
      data,
    } = generation;
    const previewUrl = previews.get(generationId);
    const told = startsTold(generation.starts ?? [], 'yard');
    return {
      id: generationId,
      number,
      image,
      recipe,
      size,
      launchedAtMs,
      rung,
      hasServed,
      ...(data && { data }),
      ...(told && { starts: told }),
      ...(previewUrl === undefined ? {} : { previewUrl }),
      blocks: generation.blocks.map((block) => shownBlock(generation, block)),
    };
  };

  return {
    entry,
    work,
    blocks,
    setSplit: (split) => {
      entry.setSplit(split);
      work?.splitChanged();
    },
    isHealthy,
    healthyIn: (generationId) =>
      record()
        .generations.filter((each) => each.id === generationId)
        .flatMap((each) => each.blocks)
        .filter((block) => isHealthy(block.id)).length,
    prepare: async (generation) => {
      const image = await images.get(generation.image).catch(() => null);
      if (image?.stateful !== undefined) stateful.set(generation.id, image.stateful);
      const { health } = generation.recipe;
      // A damaged image has no health path; its blocks are refused with a sentence of their own.
      entry.setGeneration(generation.id, {
        thresholds: health,
        healthPath: image?.healthPath ?? '/',
      });
      // Whoever fetches work answers nobody.
      if (work !== null) return;
      try {
        previews.set(generation.id, await entry.preview(generation.id));
      } catch (error) {
        const text = `${generation.id} has no preview address. ${faultOf(error).message}`;
        notice({ fleet: id, severity: 'warning', text });
      }
    },
    forget: async (generationId) => {
      previews.delete(generationId);
      await entry.removeGeneration(generationId);
    },
    observe: (leaseEndsAtMs) => {
      readMemory();
      const now = record();
      return {
        id: now.id,
        name: now.name,
        entry: work === null ? shownEntry(entry, now.pause?.by ?? 'somebody') : noEntry,
        floor: now.floor,
        generations: now.generations.map(shownGeneration),
        split: now.split,
        previous: now.previous,
        ...(now.rehearsals === undefined ? {} : { rehearsals: now.rehearsals }),
        rollout:
          now.rollout === null
            ? null
            : { ...now.rollout, leaseEndsAtMs: leaseEndsAtMs ?? now.rollout.leaseEndsAtMs },
        ...(work === null
          ? { traffic: entry.traffic() }
          : { traffic: { ...noTraffic, isCounted: false }, ...shownSample(work) }),
      };
    },
  };
}

const noEntry: Fleet['entry'] = {
  kind: 'none',
  marker: 'work',
  pinnedForMs: null,
  rules: ['which generation takes work'],
  notes: [],
};

function shownEntry(entry: Entry, pausedBy: string): HttpEntry {
  return {
    kind: 'http',
    url: entry.url(),
    state: entry.state(),
    marker: 'header',
    pinnedForMs: null,
    rules: [`the entry at ${entry.url()}`],
    notes: [],
    ...shownHolding(pausedBy, entry.holding()),
  };
}

function shownSample(work: FleetWork): Pick<Fleet, 'sampleWork'> {
  const sampleWork = work.counts();
  return sampleWork === null ? {} : { sampleWork };
}

function shownHolding(by: string, held: ReturnType<Entry['holding']>): Pick<HttpEntry, 'holding'> {
  if (held === null) return {};
  return { holding: held.kind === 'paused' ? { ...held, by } : held };
}
