/** How large an image may be, so that a mistaken path (a home folder, a zip bomb) ends early. */
import { FaultError } from '../../../src-shared/result.ts';

export interface ImageLimits {
  /** Files, links and folders together. */
  readonly entries: number;
  readonly bytes: number;
}

export const defaultImageLimits: ImageLimits = { entries: 200_000, bytes: 4 * 1024 ** 3 };

const GIB = 1024 ** 3;
const MIB = 1024 ** 2;

/** Names above one another in a path. Each level costs a turn of the disk for all that is below it. */
export const deepestPath = 100;

/** `4 GiB`, `1.5 MiB`, `300 bytes`. */
export function showBytes(bytes: number): string {
  if (bytes >= GIB) return `${Number((bytes / GIB).toFixed(1))} GiB`;
  if (bytes >= MIB) return `${Number((bytes / MIB).toFixed(1))} MiB`;
  return `${bytes} bytes`;
}

/** Throws a `bad-input` FaultError when there is more than an image may hold. */
export function refuseTooLarge(entries: number, bytes: number, limits: ImageLimits): void {
  const todo = 'Check that this is the right path, and leave out what the server does not need.';
  if (entries > limits.entries) {
    throw new FaultError({
      code: 'bad-input',
      message: `The image has more than ${limits.entries} files, which is the limit.`,
      todo,
    });
  }
  if (bytes > limits.bytes) {
    throw new FaultError({
      code: 'bad-input',
      message: `The image is larger than ${showBytes(limits.bytes)}, which is the limit.`,
      todo,
    });
  }
}
