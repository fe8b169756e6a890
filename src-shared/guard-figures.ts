/** From when on the guards of a release can tell anything: the engine and the preflight go by the same. */

/** Answers in the time that percentiles are taken over, below which these are chance. */
export const tellingAnswers = 100;

/** Fewer errors than this are none. */
export const leastErrors = 3;

/** Slowness has to last so many times the time that percentiles look back over. */
export const slownessLasts = 2;
