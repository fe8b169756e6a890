/**
 * Latencies in a fixed array of counters: 16 bins per power of two of a microsecond, so that a
 * percentile is at most about 3 % off, from 1 us to over an hour, without keeping any sample.
 */
const binsPerOctave = 16;
const binCount = 32 * binsPerOctave;

export type LatencyHistogram = Uint32Array;

export function createHistogram(): LatencyHistogram {
  return new Uint32Array(binCount);
}

/** @param latencyMs negative counts as zero. */
export function recordLatency(histogram: LatencyHistogram, latencyMs: number): void {
  const micros = Math.max(1, Math.min(0x7fffffff, Math.round(latencyMs * 1000)));
  const bin = binOf(micros);
  histogram[bin] = (histogram[bin] ?? 0) + 1;
}

export function addHistogram(into: LatencyHistogram, other: LatencyHistogram): void {
  for (let bin = 0; bin < binCount; bin += 1) {
    const count = other[bin] ?? 0;
    if (count > 0) into[bin] = (into[bin] ?? 0) + count;
  }
}

/** Milliseconds below which each of the wanted shares lies (`0.5`, `0.99`), or null without samples. */
export function percentilesMs(
  histogram: LatencyHistogram,
  shares: readonly number[],
): readonly (number | null)[] {
  let total = 0;
  for (const count of histogram) total += count;
  return shares.map((share) => {
    if (total === 0) return null;
    const rank = Math.max(1, Math.ceil(share * total));
    let seen = 0;
    for (let bin = 0; bin < binCount; bin += 1) {
      seen += histogram[bin] ?? 0;
      if (seen >= rank) return middleOfBinMs(bin);
    }
    return null;
  });
}

function binOf(micros: number): number {
  const exponent = 31 - Math.clz32(micros);
  // Below 16 us an octave has fewer than 16 whole values: the shift goes the other way there.
  const mantissa =
    exponent >= 4 ? (micros >>> (exponent - 4)) & 15 : (micros << (4 - exponent)) & 15;
  return exponent * binsPerOctave + mantissa;
}

function middleOfBinMs(bin: number): number {
  const exponent = Math.floor(bin / binsPerOctave);
  const low = 2 ** exponent * (1 + (bin % binsPerOctave) / binsPerOctave);
  const width = 2 ** exponent / binsPerOctave;
  return (low + width / 2) / 1000;
}
