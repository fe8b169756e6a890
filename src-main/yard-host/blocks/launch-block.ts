/** One launch of a block's process, and the end of everything that it had started. */
import { setTimeout as pause } from 'node:timers/promises';
import type { BlockId, GenerationId } from '../../../src-shared/ids.ts';
import type { FolderImage } from '../../../src-shared/image.ts';
import type { Clock } from '../../clock/clock.ts';
import { sharedRuns } from '../shared-runs.ts';
import { blockEnvironment } from './block-environment.ts';
import type { BlockProcess, BlockProcessExit, SpawnBlock } from './block-process.ts';
import type { PortPool } from './free-port.ts';
import type { LogTail } from './log-tail.ts';
import { killMarked } from './marked-processes.ts';
import { identifyProcess } from './process-identity.ts';
import { readOutput } from './read-output.ts';
import type { RecordedProcess } from './reap.ts';
import { resolveProgram } from './resolve-program.ts';

export interface LaunchOrder {
  readonly block: BlockId;
  readonly generation: GenerationId;
  /** Already verified by the caller. */
  readonly image: FolderImage;
  /** The image's content: `ImageStore.folderOf`. */
  readonly folder: string;
  readonly recipeEnv: Readonly<Record<string, string>>;
}

/** Write `pid`, `startTime` and `mark` down: `reap` needs them after a crash. */
export interface BlockLaunchFacts extends RecordedProcess {
  readonly port: number;
  /** `127.0.0.1:PORT`. */
  readonly address: string;
  readonly launchedAtMs: number;
}

export interface LaunchSettings {
  readonly spawnNode: SpawnBlock;
  readonly spawnCommand: SpawnBlock;
  readonly ports: Pick<PortPool, 'take' | 'give'>;
  readonly clock: Pick<Clock, 'now' | 'monotonicMs'>;
  /** Different for each launch on this machine, for ever; names its owner (`markOf`). */
  readonly newMark: () => string;
  /** The host's environment: PATH is taken from it, nothing else. */
  readonly hostEnv: Readonly<Record<string, string | undefined>>;
}

export interface Launched {
  readonly process: BlockProcess;
  readonly facts: BlockLaunchFacts;
  readonly output: Promise<unknown>;
  readonly launchedAtMonotonicMs: number;
}

export interface Launcher {
  /** Rejects with a FaultError; the port has then been given back. */
  launch(order: LaunchOrder, tail: LogTail): Promise<Launched>;
  /** Resolves when the process has ended, its descendants were killed and its output was read. */
  endOf(launched: Launched): Promise<BlockProcessExit>;
}

/**
 * Output that is still in the pipe at the end; a stray descendant could hold it open for ever. With 250 ms the last words
 * of a server were lost once on a host that was busy for longer.
 */
const LAST_OUTPUT_MS = 1500;

export function createLauncher(settings: LaunchSettings): Launcher {
  const { ports, clock } = settings;
  // One look through all processes takes 10-30 ms: blocks that end together share it.
  const endedMarks = new Set<string>();
  const sweepStrays = sharedRuns<'strays', number>(() => {
    const marks = [...endedMarks];
    endedMarks.clear();
    return killMarked(marks).catch(() => 0);
  });

  async function launch(order: LaunchOrder, tail: LogTail): Promise<Launched> {
    const port = await ports.take();
    try {
      const mark = settings.newMark();
      const env = blockEnvironment(
        {
          portVariable: order.image.portVariable,
          port,
          block: order.block,
          generation: order.generation,
          mark,
          recipeEnv: order.recipeEnv,
        },
        settings.hostEnv,
        process.platform,
      );
      const program = await resolveProgram(order.image.start, order.folder, env);
      const spawn = program.kind === 'node' ? settings.spawnNode : settings.spawnCommand;
      const started = await spawn({ program, cwd: order.folder, env, label: order.block });
      const output = Promise.all([
        readOutput(started.stdout, 'out', tail),
        readOutput(started.stderr, 'err', tail),
      ]);
      const identity = await identifyProcess(started.pid);
      return {
        process: started,
        output,
        launchedAtMonotonicMs: clock.monotonicMs(),
        facts: {
          pid: started.pid,
          startTime: identity?.startTime ?? 'gone-at-once',
          mark,
          port,
          address: `127.0.0.1:${port}`,
          launchedAtMs: clock.now(),
        },
      };
    } catch (error) {
      ports.give(port);
      throw error;
    }
  }

  async function endOf({ process: ended, facts, output }: Launched): Promise<BlockProcessExit> {
    const how = await ended.exited;
    if (ended.leadsGroup) ended.kill();
    endedMarks.add(facts.mark);
    // Timers come before what has arrived: after a long turn of the loop, one more round lets the pipe be read.
    const waited = pause(LAST_OUTPUT_MS).then(() => pause(1));
    await Promise.all([sweepStrays('strays'), Promise.race([output, waited])]);
    ended.stdout.destroy();
    ended.stderr.destroy();
    ports.give(facts.port);
    return how;
  }

  return { launch, endOf };
}
