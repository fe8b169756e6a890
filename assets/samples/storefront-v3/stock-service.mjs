/**
 * The mistake of this version: each question takes a connection from a pool, and one in four is never
 * given back. Health checks do not ask, so the block looks well until real customers have used it up.
 * Counted, not random: the same traffic fails in the same way each time.
 */
const POOL_SIZE = 40;
const LEAK_EVERY = 4;
const WAIT_MS = 900;
const LONGEST_WAIT_MS = 2500;

export function openStockService() {
  let asked = 0;
  let leaked = 0;
  let logged = 0;

  function log(line) {
    logged += 1;
    // The first ones in full, then every 25th: as an error tracker would thin them out.
    if (logged <= 20 || logged % 25 === 0) console.error(line);
  }

  return {
    /** Null when the stock service answered, else the error. */
    async ask() {
      asked += 1;
      if (asked % LEAK_EVERY === 0 && leaked < POOL_SIZE * 3) leaked += 1;
      // Below half of the pool nobody notices anything.
      const pressure = Math.max(0, leaked - POOL_SIZE / 2) / POOL_SIZE;
      if (pressure === 0) return null;
      // The golden ratio spreads the victims evenly over the requests.
      const turn = (asked * 0.618_034) % 1;
      const failing = Math.min(0.6, pressure * 0.5);
      const slow = Math.min(0.3, pressure * 0.5);
      if (turn < failing) {
        log(
          `[error] stock: no connection within 30 ms (pool ${POOL_SIZE}, in use ${Math.min(POOL_SIZE, leaked)}, waiting ${Math.ceil(pressure * 12)})`,
        );
        return 'stock service: connection pool exhausted';
      }
      if (turn < failing + slow) {
        const ms = Math.min(LONGEST_WAIT_MS, Math.round(WAIT_MS * (0.5 + pressure)));
        log(
          `[warn] stock: waited ${ms} ms for a connection (in use ${Math.min(POOL_SIZE, leaked)} of ${POOL_SIZE})`,
        );
        await new Promise((resolve) => setTimeout(resolve, ms));
      }
      return null;
    },
  };
}
