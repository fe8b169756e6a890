/** Where the true share of errors lies, by Wilson's score interval: holds for few errors and for none. Pure. */

export interface Range {
  readonly low: number;
  readonly high: number;
}

/** @param requests more than 0. @param z standard deviations. */
export function wilsonRange(errors: number, requests: number, z: number): Range {
  const share = errors / requests;
  const weight = z ** 2 / requests;
  const middle = (share + weight / 2) / (1 + weight);
  const half = (z / (1 + weight)) * Math.sqrt((share * (1 - share)) / requests + weight / (4 * requests)); // prettier-ignore
  return { low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}
