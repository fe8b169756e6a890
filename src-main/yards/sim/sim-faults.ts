/** What can go wrong between an engine and its yard. Probabilities per call; none after `untilMs`. */
export interface SimFaults {
  readonly untilMs: number;
  /** Done, but the answer never comes back. */
  readonly lostReply: number;
  /** Not done, and nobody says so. */
  readonly lostRequest: number;
  /** The answer is "unknown", and it is done seconds later. */
  readonly lateDelivery: number;
  /** A look that fails. */
  readonly failedLook: number;
  /** A look that shows nothing, or misses a generation or a block. */
  readonly poorLook: number;
  /** A look that was true up to two seconds ago. */
  readonly oldLook: number;
  /** A look that takes up to four seconds and shows what was true when it began. */
  readonly slowLook: number;
  /** Too many calls: not done, and the yard says so. */
  readonly throttled: number;
  /** A traffic write that is answered and not done. */
  readonly lyingRoute: number;
}

export const noFaults: SimFaults = {
  untilMs: 0,
  lostReply: 0,
  lostRequest: 0,
  lateDelivery: 0,
  failedLook: 0,
  poorLook: 0,
  oldLook: 0,
  slowLook: 0,
  throttled: 0,
  lyingRoute: 0,
};

export const manyFaults: SimFaults = {
  untilMs: 20_000,
  lostReply: 0.12,
  lostRequest: 0.08,
  lateDelivery: 0.06,
  failedLook: 0.08,
  poorLook: 0.1,
  oldLook: 0.15,
  slowLook: 0.03,
  throttled: 0.03,
  lyingRoute: 0.05,
};
