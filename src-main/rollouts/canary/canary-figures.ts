/** From when on the second opinion tells anything. */

/** Standard deviations: what is less far from the baseline may be chance, about once in 700 looks. */
export const deviations = 3;

/** Requests of each side below which nothing is judged, however bad it looks. */
export const leastRequests = 50;

/** Enough for `passes` where the guards allow much... */
export const leastNeeded = 200;
/** ... and where they allow nothing: no number of requests could prove that. */
export const mostNeeded = 10_000;

/** Of a period with fewer requests the p95 is one slow answer. */
export const leastInPeriod = 20;
/** One bad period is not a slow generation. */
export const leastPeriods = 3;
/** Requests in such periods. */
export const leastTimed = 100;

/** A difference in p95 below this is noise of the network, whatever it is in multiples; milliseconds. */
export const leastSlowerMs = 100;
