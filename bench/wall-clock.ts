/**
 * One clock for several processes: each has its own `performance` origin, the machine's wall clock is
 * the same for all. The clock ticks in milliseconds, so the offset is read at the very tick.
 */

/** What to add to `performance.timeOrigin + performance.now()` of this process, in ms. */
export function wallOffsetMs(): number {
  const offsets: number[] = [];
  for (let round = 0; round < 5; round += 1) {
    const before = Date.now();
    let now = before;
    while (now === before) now = Date.now();
    offsets.push(now - (performance.timeOrigin + performance.now()));
  }
  // Being interrupted between the two readings only makes an offset smaller.
  return Math.max(...offsets);
}
