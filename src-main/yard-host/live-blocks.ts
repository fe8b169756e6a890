/**
 * The processes of one fleet's blocks: launching them, seeing them end, ending them. What has ended
 * stays visible until it is replaced; nothing is started again by itself.
 */
import type { BlockId } from '../../src-shared/ids.ts';
import { faultOf } from '../../src-shared/result.ts';
import type { Clock } from '../clock/clock.ts';
import type {
  BlockExit,
  BlockLaunchFacts,
  BlockStartOrder,
  RunningBlock,
} from './blocks/start-block.ts';
import type { DrainReport } from './entry/drain.ts';
import type { Entry } from './entry/entry.ts';
import type { ImageStore } from './images/image-store.ts';
import type { BlockRecord, GenerationRecord } from './state-schema.ts';

export type LiveBlock =
  | { readonly kind: 'launching'; readonly sinceMs: number }
  | { readonly kind: 'refused'; readonly sinceMs: number; readonly reason: string }
  | { readonly kind: 'running'; readonly sinceMs: number; readonly block: RunningBlock }
  | { readonly kind: 'stopping'; readonly sinceMs: number; readonly block: RunningBlock }
  | {
      readonly kind: 'exited';
      readonly sinceMs: number;
      readonly block: RunningBlock;
      readonly exit: BlockExit;
    };

/** What is told of a block as it comes and goes. */
export type BlockPlace = Pick<Entry, 'addBlock' | 'removeBlock' | 'markExited' | 'drainBlock'>;

export interface LiveBlocksOptions {
  readonly clock: Clock;
  /** Where its blocks are known while they run. */
  readonly entry: BlockPlace;
  readonly images: ImageStore;
  readonly start: (order: BlockStartOrder) => Promise<RunningBlock>;
  readonly onLaunching: (block: BlockId) => void;
  /** The process to reap after a crash. */
  readonly onProcess: (block: BlockId, facts: BlockLaunchFacts | null) => void;
  /** Ended, and nobody had asked for it. */
  readonly onLoss: (block: BlockId, reason: string) => void;
  readonly onRefused: (block: BlockId, reason: string) => void;
  readonly onCut: (block: BlockId, report: DrainReport) => void;
  readonly onChange: () => void;
}

export interface LiveBlocks {
  readonly get: (id: BlockId) => LiveBlock | undefined;
  readonly running: () => readonly RunningBlock[];
  /** Resolves when its process runs or was refused; never rejects. */
  readonly launch: (generation: GenerationRecord, record: BlockRecord) => Promise<void>;
  /** Out of service, drained, ended, forgotten. A second call waits for the same end. */
  readonly end: (id: BlockId, drainTimeoutMs: number) => Promise<void>;
  /** All at once and without draining: the entry is closed already. */
  readonly endAll: (graceMs: number) => Promise<void>;
}

/** From SIGTERM to SIGKILL: drained servers have nothing left to do. */
const endGraceMs = 5000;

export function createLiveBlocks(options: LiveBlocksOptions): LiveBlocks {
  const { clock, entry, images } = options;
  const live = new Map<BlockId, LiveBlock>();
  const launching = new Map<BlockId, Promise<void>>();
  const ending = new Map<BlockId, Promise<void>>();
  /** Ended for ever, also those whose launch was still waiting for its turn. */
  const ended = new Set<BlockId>();
  let isClosing = false;

  const become = (id: BlockId, next: LiveBlock): void => {
    live.set(id, next);
    options.onChange();
  };

  const watch = (id: BlockId, block: RunningBlock): void => {
    void block.exited.then((exit) => {
      entry.markExited(id, exit.reason);
      if (!isClosing) options.onProcess(id, null);
      const wasAsked = live.get(id)?.kind === 'stopping' || isClosing;
      become(id, { kind: 'exited', sinceMs: exit.atMs, block, exit });
      if (!wasAsked) options.onLoss(id, exit.reason);
    });
  };

  const start = async (generation: GenerationRecord, record: BlockRecord): Promise<void> => {
    const { id } = record;
    if (isClosing || ended.has(id)) return;
    become(id, { kind: 'launching', sinceMs: clock.now() });
    options.onLaunching(id);
    const serveOn = (facts: BlockLaunchFacts): void => {
      options.onProcess(id, facts);
      entry.addBlock({ id, generation: generation.id, port: facts.port });
    };
    try {
      const image = await images.verify(generation.image);
      const block = await options.start({
        block: id,
        generation: generation.id,
        image,
        folder: images.folderOf(generation.image),
        recipeEnv: generation.recipe.env,
        onRelaunch: serveOn,
        // Its last words follow up to 0.3 s later; until then it would be offered requests.
        onProcessEnd: () => {
          entry.markExited(id, 'Its process has ended.');
        },
      });
      serveOn(block.facts());
      become(id, { kind: 'running', sinceMs: clock.now(), block });
      watch(id, block);
    } catch (error) {
      const { message } = faultOf(error);
      become(id, { kind: 'refused', sinceMs: clock.now(), reason: message });
      options.onRefused(id, message);
    }
  };

  const finish = async (id: BlockId, drainTimeoutMs: number): Promise<void> => {
    ended.add(id);
    await launching.get(id);
    const now = live.get(id);
    if (now?.kind === 'running') {
      const report = await entry.drainBlock(id, drainTimeoutMs);
      if (report.cutRequests + report.cutWebSockets > 0) options.onCut(id, report);
      if (live.get(id)?.kind === 'running') {
        become(id, { kind: 'stopping', sinceMs: clock.now(), block: now.block });
      }
      await now.block.terminate(endGraceMs);
    }
    entry.removeBlock(id);
    live.delete(id);
    options.onChange();
  };

  const once = (
    running: Map<BlockId, Promise<void>>,
    id: BlockId,
    work: () => Promise<void>,
  ): Promise<void> => {
    const before = running.get(id);
    if (before !== undefined) return before;
    const end = work().finally(() => running.delete(id));
    running.set(id, end);
    return end;
  };

  return {
    get: (id) => live.get(id),
    running: () =>
      [...live.values()].flatMap((each) =>
        each.kind === 'running' || each.kind === 'stopping' ? [each.block] : [],
      ),
    launch: (generation, record) => once(launching, record.id, () => start(generation, record)),
    end: (id, drainTimeoutMs) => once(ending, id, () => finish(id, drainTimeoutMs)),
    endAll: async (graceMs) => {
      isClosing = true;
      await Promise.all(launching.values());
      await Promise.all(
        [...live.values()].map(async (each) => {
          if (each.kind === 'running' || each.kind === 'stopping')
            await each.block.terminate(graceMs);
        }),
      );
    },
  };
}
