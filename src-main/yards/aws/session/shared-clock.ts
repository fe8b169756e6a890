/**
 * What the SDK learned of AWS's clock, for all clients of one place. Each client learns it for itself, by a call
 * that is refused and repeated; a mutation is never repeated, so on a computer whose clock is wrong the first
 * one of each client would be refused for good.
 */

interface Signing {
  /** Milliseconds that are added to our clock when a call is signed; the SDK reads and writes it. */
  systemClockOffset: number;
}

export function shareClock(configs: readonly Signing[]): void {
  let offsetMs = 0;
  for (const config of configs) {
    Object.defineProperty(config, 'systemClockOffset', {
      configurable: true,
      enumerable: true,
      get: () => offsetMs,
      set: (learnedMs: number) => {
        offsetMs = learnedMs;
      },
    });
  }
}
