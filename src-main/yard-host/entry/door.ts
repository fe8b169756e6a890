/** What a listener of the entry works with: the way to the blocks, the counters, the queue. */
import type * as http from 'node:http';
import type { EntryClock } from './entry-clock.ts';
import type { Holding } from './holding.ts';
import type { RequestHead } from './request-head.ts';
import type { Router } from './roster.ts';
import type { TrafficMeter } from './traffic-meter.ts';

/** Switched off only by tests, to show that the rules are what prevents the losses. */
export interface ForwardRules {
  readonly freshSocketForUnsafe: boolean;
  readonly repeatOnClosedSocket: boolean;
}

export const allRules: ForwardRules = { freshSocketForUnsafe: true, repeatOnClosedSocket: true };

/** What a listener knows: the entry has one, each preview another. */
export interface Door {
  readonly route: Router;
  /** Undefined for a preview: looking at a candidate is not traffic. */
  readonly meter: TrafficMeter | undefined;
  /** What our own probes name themselves by. Undefined: everything is traffic. */
  readonly probeKey: string | undefined;
  readonly clock: EntryClock;
  /** Opens a socket for each request. */
  readonly freshSockets: http.Agent;
  readonly rules: ForwardRules;
  /** Number of the split in force. */
  readonly splitNumber: () => number;
  /** Undefined for a preview: who looks wants to see that nobody is there. */
  readonly holding: Holding | undefined;
}

/** Where this request counts, or undefined: a probe of ours proves who serves, and is not traffic. */
export function meterOf(door: Door, head: RequestHead): TrafficMeter | undefined {
  return head.probe !== undefined && head.probe === door.probeKey ? undefined : door.meter;
}
