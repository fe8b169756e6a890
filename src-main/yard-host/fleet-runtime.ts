/** One fleet as it runs: its entry and its blocks, put together from its record. */
import type { Block, Fleet, Generation } from '../../src-shared/fleet.ts';
import type { BlockId, GenerationId } from '../../src-shared/ids.ts';
import { outageWaitMs } from '../../src-shared/holding.ts';
import { faultOf } from '../../src-shared/result.ts';
import type { Clock } from '../clock/clock.ts';
import { shownState } from './block-state.ts';
import type { BlockLaunchFacts, BlockStartOrder, RunningBlock } from './blocks/start-block.ts';
import { createEntry, type Entry, type EntryEvent } from './entry/entry.ts';
import type { ImageStore } from './images/image-store.ts';
import { createLiveBlocks, type LiveBlocks } from './live-blocks.ts';
import type { News } from './notices.ts';
import { weightIn } from './records.ts';
import type { BlockRecord, FleetRecord, GenerationRecord } from './state-schema.ts';

export interface FleetRuntimeOptions {
  readonly clock: Clock;
  readonly images: ImageStore;
  readonly probeKey: string;
  readonly start: (order: BlockStartOrder) => Promise<RunningBlock>;
  /** The fleet's record as it is now. */
  readonly record: () => FleetRecord;
  readonly onProcess: (block: BlockId, facts: BlockLaunchFacts | null) => void;
  /** Its pause has ended by itself. */
  readonly onPauseOver: () => void;
  readonly notice: (news: News) => void;
  readonly onChange: () => void;
}

export interface FleetRuntime {
  readonly entry: Entry;
  readonly blocks: LiveBlocks;
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
  const memory = new Map<BlockId, number>();
  let memoryReadAtMs = -Infinity;
  const memoryAsked = new Set<BlockId>();
  const id = record().id;

  const entry = createEntry({
    port: record().port,
    probeKey: options.probeKey,
    clock: { epochMs: clock.now, monotonicMs: clock.monotonicMs },
    waiting: { outageMs: outageWaitMs },
    onEvent: (event) => {
      tell(event);
      options.onChange();
    },
  });
  const blocks = createLiveBlocks({
    clock,
    entry,
    images,
    start: options.start,
    onProcess: options.onProcess,
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

  const shownBlock = (generation: GenerationRecord, block: BlockRecord): Block => {
    const live = blocks.get(block.id);
    const { state, sinceMs } = shownState(
      live,
      entry.health(block.id),
      entry.draining(block.id),
      block.launchedAtMs,
    );
    const facts = live?.kind === 'running' || live?.kind === 'stopping' ? live.block.facts() : null;
    const bytes = facts === null ? undefined : memory.get(block.id);
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
    } = generation;
    const previewUrl = previews.get(generationId);
    return {
      id: generationId,
      number,
      image,
      recipe,
      size,
      launchedAtMs,
      rung,
      hasServed,
      ...(previewUrl === undefined ? {} : { previewUrl }),
      blocks: generation.blocks.map((block) => shownBlock(generation, block)),
    };
  };

  return {
    entry,
    blocks,
    isHealthy,
    healthyIn: (generationId) =>
      record()
        .generations.filter((each) => each.id === generationId)
        .flatMap((each) => each.blocks)
        .filter((block) => isHealthy(block.id)).length,
    prepare: async (generation) => {
      const image = await images.get(generation.image).catch(() => null);
      const { health } = generation.recipe;
      // A damaged image has no health path; its blocks are refused with a sentence of their own.
      entry.setGeneration(generation.id, {
        thresholds: health,
        healthPath: image?.healthPath ?? '/',
      });
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
        entry: {
          url: entry.url(),
          state: entry.state(),
          marker: 'header',
          pinnedForMs: null,
          rules: [`the entry at ${entry.url()}`],
          notes: [],
          ...shownHolding(now.pause?.by ?? 'somebody', entry.holding()),
        },
        floor: now.floor,
        generations: now.generations.map(shownGeneration),
        split: now.split,
        previous: now.previous,
        rollout:
          now.rollout === null
            ? null
            : { ...now.rollout, leaseEndsAtMs: leaseEndsAtMs ?? now.rollout.leaseEndsAtMs },
        traffic: entry.traffic(),
      };
    },
  };
}

function shownHolding(
  by: string,
  held: ReturnType<Entry['holding']>,
): Pick<Fleet['entry'], 'holding'> {
  if (held === null) return {};
  return { holding: held.kind === 'paused' ? { ...held, by } : held };
}
