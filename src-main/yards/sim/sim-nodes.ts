/** Nodes of an entry that follow a new split one by one, as those of a load balancer do. */
import type { Split } from '../../../src-shared/fleet.ts';

type Weights = Split['weights'];

export class SimNodes {
  /** How many there are, and how many of them a probe knows of. */
  readonly count: number;
  readonly asked: number;
  readonly #delayMs: () => number;
  /** Of each node, oldest first. */
  readonly #splits: { readonly weights: Weights; readonly fromMs: number }[][];

  /** @param delayMs after a write, drawn for each node. */
  constructor(count: number, asked: number, delayMs: () => number) {
    this.count = count;
    this.asked = asked;
    this.#delayMs = delayMs;
    this.#splits = Array.from({ length: count }, () => []);
  }

  write(weights: Weights, nowMs: number): void {
    for (const splits of this.#splits) {
      // What it starts with it has had for ever.
      const fromMs = splits.length === 0 ? nowMs : nowMs + this.#delayMs();
      splits.push({ weights, fromMs });
    }
  }

  /** What each node goes by: the newest that has reached it, never an older one again. */
  at(nowMs: number): Weights[] {
    return this.#splits.map(
      (splits) => splits.findLast(({ fromMs }) => fromMs <= nowMs)?.weights ?? [],
    );
  }
}
