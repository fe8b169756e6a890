/** The faults that are set at this moment, and how often each has struck. */
import type { AwsCall } from '../aws-call.ts';
import { type Effect, type Fault, matches } from './fault.ts';
import { type Frozen, type ReadMemory } from './stale-reads.ts';

export interface SetFault {
  /** How often it has struck. */
  readonly struck: number;
  remove(): void;
}

export interface FaultSet {
  /** The first set fault that matches strikes; the others do not count that call. */
  add(fault: Fault): SetFault;
  clear(): void;
}

export type Strike = Exclude<Effect, { kind: 'stale' }> | { kind: 'stale'; frozen: Frozen };

export interface StrikingFaultSet extends FaultSet {
  strike(call: AwsCall): Strike | undefined;
}

interface Entry {
  readonly fault: Fault;
  readonly frozen: Frozen | undefined;
  seen: number;
  struck: number;
}

export function openFaultSet(random: () => number, memory: ReadMemory): StrikingFaultSet {
  let entries: readonly Entry[] = [];
  return {
    add(fault) {
      const frozen = fault.effect.kind === 'stale' ? memory.freeze() : undefined;
      const entry: Entry = { fault, frozen, seen: 0, struck: 0 };
      entries = [...entries, entry];
      return {
        get struck() {
          return entry.struck;
        },
        remove() {
          entries = entries.filter((other) => other !== entry);
        },
      };
    },
    clear() {
      entries = [];
    },
    strike(call) {
      for (const entry of entries) {
        const { effect, on = {}, after = 0, times = Infinity, chance = 1 } = entry.fault;
        if (entry.struck >= times || !matches(call, on)) continue;
        entry.seen += 1;
        if (entry.seen <= after || (chance < 1 && random() >= chance)) continue;
        entry.struck += 1;
        if (effect.kind !== 'stale') return effect;
        if (entry.frozen !== undefined) return { kind: 'stale', frozen: entry.frozen };
      }
      return undefined;
    },
  };
}
