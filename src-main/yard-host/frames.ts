/**
 * One JSON value per line in both directions. JSON never holds a raw line feed, so the border is always
 * known, also after a frame that could not be read.
 */

/** Largest frame a client may send; an order is a few kB. */
export const requestLimitBytes = 1024 * 1024;
/** Largest frame a host may send: an observation of 10 000 blocks is about 4 MB. */
export const answerLimitBytes = 64 * 1024 * 1024;

export interface FrameReader {
  /** @throws RangeError when a frame is longer than the limit: the connection has lost its sense. */
  readonly push: (chunk: Buffer) => void;
}

/** @param onFrame gets the text of each whole line, without its line feed. */
export function createFrameReader(
  limitBytes: number,
  onFrame: (line: string) => void,
): FrameReader {
  let pending: Buffer[] = [];
  let pendingBytes = 0;
  return {
    push: (chunk) => {
      let rest = chunk;
      for (;;) {
        const end = rest.indexOf(0x0a);
        const piece = end === -1 ? rest : rest.subarray(0, end);
        if (pendingBytes + piece.length > limitBytes) {
          pending = [];
          throw new RangeError(`A frame is longer than ${String(limitBytes)} bytes.`);
        }
        pending.push(piece);
        pendingBytes += piece.length;
        if (end === -1) return;
        const line = Buffer.concat(pending, pendingBytes).toString('utf8');
        pending = [];
        pendingBytes = 0;
        if (line !== '') onFrame(line);
        rest = rest.subarray(end + 1);
      }
    },
  };
}

export function frameOf(value: unknown): string {
  return `${JSON.stringify(value)}\n`;
}
