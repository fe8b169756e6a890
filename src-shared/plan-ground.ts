import type { YardCapabilities } from './capabilities-schema.ts';
import type { Fleet } from './fleet.ts';
import type { Image } from './image.ts';
import type { SessionEnd } from './session-end.ts';

/** What a plan is made from beside the wish. */
export interface PlanGround {
  readonly capabilities: YardCapabilities;
  readonly fleet: Fleet;
  readonly images: readonly Image[];
  /** What a switch of this fleet takes in milliseconds, by those that were measured; null when none was. */
  readonly switchMs: number | null;
  /** What of the entry was changed since the wish was made on it, in sentences; where the yard remembers it. */
  readonly changed?: readonly string[];
  /** Where a person signs in: a change that would not be over by then is refused. */
  readonly session?: SessionEnd;
  /** The writes without Blockyard, where the yard has another client. */
  readonly commands?: PlanCommands;
}

/** Lines for a shell; null where there is no such way. */
export interface PlanCommands {
  readonly attach: string | null;
  readonly route: string | null;
}
