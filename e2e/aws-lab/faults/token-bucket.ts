/** AWS's own bucket, as a condition of a fault: so many calls at once, then so many a second, whoever asks. */
export interface TokenBucket {
  readonly burst: number;
  readonly perSecond: number;
}

/** @returns whether a call of this moment finds it empty; each call that does not takes one token. */
export function emptyBucket(nowMs: () => number, { burst, perSecond }: TokenBucket): () => boolean {
  let tokens = burst;
  let filledAtMs = nowMs();
  return () => {
    const atMs = nowMs();
    tokens = Math.min(burst, tokens + ((atMs - filledAtMs) / 1000) * perSecond);
    filledAtMs = atMs;
    if (tokens < 1) return true;
    tokens -= 1;
    return false;
  };
}
