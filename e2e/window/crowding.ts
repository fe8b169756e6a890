/**
 * How much longer than its own work a process waits here and now. Limits in seconds are meant for a
 * machine that does nothing else; on a crowded one they are stretched by this factor and no more.
 */

/** 1 on an idle machine; 4 when a process gets a quarter of a core. */
export function crowding(workMs = 100): number {
  const startedAtMs = performance.now();
  const before = process.cpuUsage();
  let usedMs = 0;
  while (usedMs < workMs) {
    const { user, system } = process.cpuUsage(before);
    usedMs = (user + system) / 1000;
  }
  return Math.max(1, (performance.now() - startedAtMs) / usedMs);
}
