/** The supervisor of one block: from an order to a process, and to the sentence about its end. */
import type { BlockId } from '../../../src-shared/ids.ts';
import { faultOf } from '../../../src-shared/result.ts';
import type { BlockProcessExit } from './block-process.ts';
import { exitReason } from './exit-reason.ts';
import { lastWordsOf, saysPortTaken } from './last-words.ts';
import { createLauncher } from './launch-block.ts';
import type { BlockLaunchFacts, Launched, LaunchOrder, LaunchSettings } from './launch-block.ts';
import { openLogTail } from './log-tail.ts';
import type { LogLine } from './log-tail.ts';
import { memoryOfTree } from './process-memory.ts';

export type { BlockLaunchFacts } from './launch-block.ts';

export interface BlockStartOrder extends LaunchOrder {
  /** Called when the port was taken and the block was launched again on another one. */
  readonly onRelaunch?: (facts: BlockLaunchFacts) => void;
  /**
   * Called the moment its process has ended, so that it gets no more requests; `exited` follows up to
   * 0.3 s later, when its descendants are gone and its last words were read. `onRelaunch` may follow.
   */
  readonly onProcessEnd?: () => void;
}

export interface BlockExit extends BlockProcessExit {
  /** One or two sentences, safe for a screen. */
  readonly reason: string;
  /** We had asked it to end. */
  readonly asked: boolean;
  readonly atMs: number;
}

export interface RunningBlock {
  readonly id: BlockId;
  /** Of the present launch. */
  facts(): BlockLaunchFacts;
  /** Null while it runs. */
  exit(): BlockExit | null;
  /** Resolves once, never rejects; what it had started has then been ended too. */
  readonly exited: Promise<BlockExit>;
  /** The last `most` lines, safe for a screen. Also after its end. */
  log(most?: number): { readonly lines: readonly LogLine[]; readonly droppedBytes: number };
  /** Bytes of the block and what it started; null when unknown. Read at most every 3 seconds. */
  memory(): Promise<number | null>;
  /** Asks it to end, and kills it after `graceMs`. Again with less patience: shortens the wait. */
  terminate(graceMs: number): Promise<BlockExit>;
}

export interface BlockStarterSettings extends LaunchSettings {
  /** How much of a block's output is kept; 256 KiB when left out. */
  readonly tailBytes?: number;
}

/** How often another port is tried. Three strangers in a row on random ports: something else is wrong. */
const LAUNCHES = 3;
/** A server that ran longer than this had its port. */
const PORT_TAKEN_WITHIN_MS = 10_000;
const MEMORY_EVERY_MS = 3000;

/** The returned function rejects with a FaultError when the block cannot be launched at all. */
export function createBlockStarter(
  settings: BlockStarterSettings,
): (order: BlockStartOrder) => Promise<RunningBlock> {
  const { clock } = settings;
  const launcher = createLauncher(settings);
  return async (order) => {
    const tail = openLogTail(settings.tailBytes);
    let exit: BlockExit | null = null;
    let asked = false;
    let forced = false;
    let kill: { timer: NodeJS.Timeout; atMs: number } | null = null;
    let memory: { atMs: number; bytes: Promise<number | null> } | null = null;

    function finish(how: BlockProcessExit, launched: Launched): BlockExit {
      if (kill !== null) clearTimeout(kill.timer);
      const atMs = clock.now();
      const reason = exitReason({
        exit: how,
        asked,
        forced,
        codesHideSignals: launched.process.codesHideSignals,
        livedMs: clock.monotonicMs() - launched.launchedAtMonotonicMs,
        lastWords: lastWordsOf(tail.lines(200)),
      });
      exit = { ...how, reason, asked, atMs };
      return exit;
    }

    let current = await launcher.launch(order, tail);

    async function supervise(): Promise<BlockExit> {
      for (let launches = 1; ; launches += 1) {
        void current.process.exited.then(() => order.onProcessEnd?.());
        const how = await launcher.endOf(current);
        const livedMs = clock.monotonicMs() - current.launchedAtMonotonicMs;
        const again =
          !asked &&
          launches < LAUNCHES &&
          how.code !== 0 &&
          livedMs < PORT_TAKEN_WITHIN_MS &&
          saysPortTaken(tail.lines(200));
        if (!again) return finish(how, current);
        tail.note(`port ${current.facts.port} was taken by somebody else; trying another one`);
        try {
          current = await launcher.launch(order, tail);
        } catch (error) {
          tail.note(faultOf(error).message);
          return finish(how, current);
        }
        if (asked) current.process.askToEnd();
        order.onRelaunch?.(current.facts);
      }
    }

    const exited = supervise();

    return {
      id: order.block,
      facts: () => current.facts,
      exit: () => exit,
      exited,
      log: (most) => ({ lines: tail.lines(most), droppedBytes: tail.droppedBytes() }),
      memory() {
        if (exit !== null) return Promise.resolve(null);
        if (memory === null || clock.monotonicMs() - memory.atMs >= MEMORY_EVERY_MS) {
          memory = {
            atMs: clock.monotonicMs(),
            bytes: memoryOfTree(current.facts.pid).catch(() => null),
          };
        }
        return memory.bytes;
      },
      terminate(graceMs) {
        if (exit !== null) return exited;
        if (!asked) {
          asked = true;
          current.process.askToEnd();
        }
        const atMs = clock.monotonicMs() + graceMs;
        if (kill !== null && kill.atMs <= atMs) return exited;
        if (kill !== null) clearTimeout(kill.timer);
        const timer = setTimeout(() => {
          if (exit !== null) return;
          forced = true;
          current.process.kill();
        }, graceMs);
        kill = { timer, atMs };
        return exited;
      },
    };
  };
}
