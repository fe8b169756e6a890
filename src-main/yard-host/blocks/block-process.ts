/**
 * The port between the supervisor and the three ways of starting a server process. An adapter only
 * starts, signals and reports; everything else (environment, ports, output, endings) is above it.
 */
import type { Readable } from 'node:stream';

export type BlockProgram =
  /** Absolute path of a JavaScript file, run by the yard's own runtime. */
  | { readonly kind: 'node'; readonly entry: string }
  /** Absolute path of a program, and its arguments. */
  | { readonly kind: 'command'; readonly file: string; readonly args: readonly string[] };

export interface BlockLaunch {
  readonly program: BlockProgram;
  /** Absolute path of the image's content. */
  readonly cwd: string;
  /** The whole environment: an adapter adds nothing of its own process's. */
  readonly env: Readonly<Record<string, string>>;
  /** For process lists: the block's id. */
  readonly label: string;
}

export interface BlockProcessExit {
  readonly code: number | null;
  /** `SIGKILL`...; null when it ended by itself or when the adapter cannot know. */
  readonly signal: string | null;
}

export interface BlockProcess {
  readonly pid: number;
  /** Not yet read from: the supervisor attaches to them, and nothing said before is lost. */
  readonly stdout: Readable;
  readonly stderr: Readable;
  /** True when `pid` leads a process group, so that its descendants end with it. */
  readonly leadsGroup: boolean;
  /** utilityProcess: SIGKILL reads as code 9, SIGTERM as 15. Then the reason says so. */
  readonly codesHideSignals: boolean;
  /** Resolves once, never rejects. */
  readonly exited: Promise<BlockProcessExit>;
  /** Asks it to finish what it is doing and end: SIGTERM where there are signals. */
  askToEnd(): void;
  /** SIGKILL, descendants included where the adapter can. Safe to call after the end. */
  kill(): void;
}

/**
 * Resolves when the process runs, with its pid. Rejects with a FaultError when it cannot be started.
 * It must die with the process that called this, even by kill -9 and even while it computes.
 */
export type SpawnBlock = (launch: BlockLaunch) => Promise<BlockProcess>;
