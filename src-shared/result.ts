/** Answers cross process borders as values: a rejected promise would leak only a mangled message. */
import type { Denial } from './denial.ts';

export type FaultCode =
  | 'bad-input'
  | 'not-found'
  | 'refused'
  | 'conflict'
  | 'unreachable'
  | 'unknown-outcome'
  | 'damaged'
  | 'no-space'
  | 'port-taken'
  | 'version-mismatch'
  /** Whoever asks is not, or no longer, known to the yard; a person has to sign in. */
  | 'signed-out'
  /** The yard knows who asks and does not allow it. */
  | 'denied'
  /** Asked too often: nothing was done, and the same will be taken later. */
  | 'throttled'
  | 'internal';

/** What went wrong, where, and what the reader can do about it; plain text, never markup. */
export interface Fault {
  readonly code: FaultCode;
  readonly message: string;
  /** File, field, block... that the message is about. */
  readonly where?: string | undefined;
  /** One imperative sentence. */
  readonly todo?: string | undefined;
  /** With `denied`, where the yard said enough to tell what would allow it. */
  readonly denial?: Denial | undefined;
  /** Of a check in isolation: a person has something to do first, and no time runs out meanwhile. */
  readonly waits?: true | undefined;
}

export type Result<Value> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly fault: Fault };

export function succeed<Value>(value: Value): Result<Value> {
  return { ok: true, value };
}

export function fail(fault: Fault): { readonly ok: false; readonly fault: Fault } {
  return { ok: false, fault };
}

/** Thrown inside a process, turned into a Fault at its border. */
export class FaultError extends Error {
  readonly fault: Fault;
  constructor(fault: Fault) {
    super(fault.todo === undefined ? fault.message : `${fault.message} ${fault.todo}`);
    this.name = 'FaultError';
    this.fault = fault;
  }
}

/** Anything that was thrown, as a Fault; unknown errors keep only their message. */
export function faultOf(error: unknown): Fault {
  if (error instanceof FaultError) return error.fault;
  if (error instanceof Error) return { code: 'internal', message: error.message };
  return { code: 'internal', message: String(error) };
}
