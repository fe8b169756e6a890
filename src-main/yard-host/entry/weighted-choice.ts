/**
 * Who gets the next request. Generations take turns by smooth weighted round robin (the way nginx
 * spreads weights: no run of one generation is longer than its weight asks for), which needs no
 * randomness: over any `sum of weights` turns each generation gets exactly its weight.
 */
export interface Lane {
  /** 0..999. 0 means never, whatever happens to the others. */
  readonly weight: number;
  /** Credit of the smooth round robin; only `chooseLane` writes it. */
  credit: number;
}

/**
 * The lane whose turn it is among those with weight that `usable` accepts, or undefined.
 * A lane that is not usable keeps its credit and loses its turn to the others.
 */
export function chooseLane<Item extends Lane>(
  lanes: readonly Item[],
  usable: (lane: Item) => boolean,
): Item | undefined {
  let total = 0;
  let chosen: Item | undefined;
  for (const lane of lanes) {
    if (lane.weight <= 0 || !usable(lane)) continue;
    total += lane.weight;
    lane.credit += lane.weight;
    if (chosen === undefined || lane.credit > chosen.credit) chosen = lane;
  }
  if (chosen !== undefined) chosen.credit -= total;
  return chosen;
}

export interface Busy {
  /** Requests and upgraded sockets under way. */
  readonly busy: number;
}

/**
 * Index of the least busy item, starting to look at `from` so that equals take turns; -1 when all
 * are excluded or there is none.
 */
export function leastBusyIndex<Item extends Busy>(
  items: readonly Item[],
  from: number,
  excluded: ReadonlySet<Item> | undefined,
): number {
  let best = -1;
  let bestBusy = Infinity;
  for (let step = 0; step < items.length; step += 1) {
    const index = (from + step) % items.length;
    const item = items[index];
    if (item === undefined || item.busy >= bestBusy || excluded?.has(item) === true) continue;
    best = index;
    bestBusy = item.busy;
  }
  return best;
}
