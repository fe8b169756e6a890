/**
 * What a record's bytes still say. Only an unfinished last line may be cut off: it was being written
 * when the machine stopped, so nobody has acted on it. Anything else that does not add up is damage,
 * and a damaged record is never written to again and never silently taken for an empty one.
 */
import type { RolloutId } from '../../src-shared/ids.ts';
import type { WrittenEntry } from './entries.ts';
import { chainStart, decodeLine } from './line.ts';

export interface Recovery {
  readonly entries: readonly WrittenEntry[];
  /** `prev` for the next line. */
  readonly hash: string;
  /** Bytes that hold the entries above. */
  readonly goodBytes: number;
  readonly state:
    | { readonly kind: 'whole' }
    /** `goodBytes` is where to cut; the rest is to be kept beside. */
    | { readonly kind: 'torn-tail' }
    | { readonly kind: 'damaged'; readonly line: number; readonly because: string }
    | { readonly kind: 'newer'; readonly version: number };
}

const lineFeed = 0x0a;

export function recover(rollout: RolloutId, bytes: Uint8Array): Recovery {
  const entries: WrittenEntry[] = [];
  let hash = chainStart(rollout);
  let start = 0;
  while (start < bytes.length) {
    const end = bytes.indexOf(lineFeed, start);
    if (end === -1) return { entries, hash, goodBytes: start, state: { kind: 'torn-tail' } };
    const line = decodeLine(bytes.subarray(start, end), entries.length + 1, hash);
    if (line.kind === 'newer') return { entries, hash, goodBytes: start, state: line };
    if (line.kind === 'damaged') {
      const state = { kind: 'damaged', line: entries.length + 1, because: line.because } as const;
      return { entries, hash, goodBytes: start, state };
    }
    entries.push(line.written);
    hash = line.hash;
    start = end + 1;
  }
  return { entries, hash, goodBytes: start, state: { kind: 'whole' } };
}
