/** An entry that has counted nothing yet. */
import type { Traffic } from './traffic.ts';

export const noTraffic: Traffic = {
  isCounted: true,
  windowMs: 0,
  requestsPerSecond: 0,
  sinceMs: 0,
  requests: 0,
  lost: 0,
  lostPerSecond: 0,
  webSocketsCut: 0,
  generations: [],
};
