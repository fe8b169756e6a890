/** How a yard tells of disks behind images: which blocks of two snapshots differ, page by page. It reads no block. */
import type { Result } from '../../src-shared/result.ts';

/** In the order of the disk, over all pages; also an empty page can have a next one. */
export interface BlockPage {
  readonly kind: 'page';
  readonly blocks: readonly number[];
  readonly blockBytes: number;
  readonly sizeGiB: number;
  /** Where the next page begins, as the yard calls it; null: this was the last. */
  readonly next: string | null;
}

/** The yard does not compare these two: they do not come from one disk. */
export interface Unrelated {
  readonly kind: 'unrelated';
  /** What it said. */
  readonly said: string;
}

export interface DiskReader {
  /** Waits for its turn in the account's budget. @param page null: the first. */
  readonly changed: (
    a: string,
    b: string,
    page: string | null,
  ) => Promise<Result<BlockPage | Unrelated>>;
  /** Blocks that were ever written. */
  readonly written: (snapshot: string, page: string | null) => Promise<Result<BlockPage>>;
}
