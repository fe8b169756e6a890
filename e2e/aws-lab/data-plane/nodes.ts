/** Nodes of one load balancer: each takes over a change at its own moment, so that old and new answer side by side. */
import type { RuleView } from '../control-plane.ts';

export interface Nodes {
  /** The rules that this node follows now. */
  rulesOf(node: number): readonly RuleView[];
  readonly count: number;
  /** A change is on its way; each node takes it over within `delayMs`, in the order of the changes. */
  follow(rules: readonly RuleView[], delayMs: number): void;
  /** When the last node follows the last change. */
  readonly settled: Promise<void>;
  stop(): void;
}

export function openNodes(
  count: number,
  first: readonly RuleView[],
  random: () => number,
  nowMs: () => number,
): Nodes {
  const followed = Array.from({ length: count }, () => first);
  const nextAtMs = Array.from({ length: count }, () => 0);
  const followedNumber = Array.from({ length: count }, () => 0);
  let changes = 0;
  const timers = new Set<NodeJS.Timeout>();
  let waiting: (() => void)[] = [];
  const settleIfDone = (): void => {
    if (timers.size > 0) return;
    for (const resolve of waiting) resolve();
    waiting = [];
  };
  return {
    count,
    rulesOf: (node) => followed[node] ?? first,
    follow(rules, delayMs) {
      changes += 1;
      const number = changes;
      for (let node = 0; node < count; node += 1) {
        if (delayMs <= 0) {
          followed[node] = rules;
          followedNumber[node] = number;
          continue;
        }
        // Never before a change that came earlier, and one node always needs the whole time.
        const share = node === count - 1 ? 1 : random();
        const at = Math.max(nextAtMs[node] ?? 0, nowMs() + share * delayMs);
        nextAtMs[node] = at;
        const timer = setTimeout(() => {
          timers.delete(timer);
          // Timers count whole milliseconds: two that are due at the same moment may fire the wrong way round.
          if (number > (followedNumber[node] ?? 0)) {
            followed[node] = rules;
            followedNumber[node] = number;
          }
          settleIfDone();
        }, at - nowMs());
        timers.add(timer);
      }
    },
    get settled() {
      return new Promise<void>((resolve) => {
        waiting.push(resolve);
        settleIfDone();
      });
    },
    stop() {
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
      settleIfDone();
    },
  };
}
