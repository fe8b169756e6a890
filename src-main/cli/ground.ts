/** What a run of `blockyard` stands on, put together once by its entry; nothing below reads the process itself. */
import type { OpenCamera } from '../compare/appearance/camera.ts';
import type { Clock } from '../clock/clock.ts';
import type { Owner } from '../../src-shared/handover-schema.ts';
import type { Terminal } from './terminal.ts';

export interface CliGround {
  /** The panel's: its yards are ours. */
  readonly dataFolder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly version: string;
  readonly clock: Clock;
  /** A text that was never used before. */
  readonly newId: () => string;
  /**
   * Each run is a panel of its own: several may be at work on one computer, beside the window, and none
   * takes another one's change for its own.
   */
  readonly owner: Owner;
  /** Starts the host of the local yard, detached. */
  readonly spawnHost: (yardFolder: string) => void;
  /** Null: no pages can be drawn here. */
  readonly openCamera: OpenCamera;
  /** The person does not want to wait any more, or the terminal is gone. */
  readonly interrupted: AbortSignal;
  /** Nobody reads the answer any more: who only looks on may end. */
  readonly unread: AbortSignal;
}

/** With what the command line said for all commands. */
export interface CliRun extends CliGround {
  readonly terminal: Terminal;
  /** Name or id of the yard; null: the local one. */
  readonly yard: string | null;
}
