/**
 * Follows the WebSocket frames (RFC 6455 5.2) in one direction without decoding them, so that a
 * close frame can be put in exactly where one frame ends and the next has not begun.
 */
const closeOpcode = 0x8;

export interface FrameTracker {
  /**
   * Takes bytes in. With `stopAtBoundary` it returns the offset behind which the first frame
   * boundary lies (0 when it stands at one before the first byte), else or without one -1.
   */
  readonly advance: (chunk: Uint8Array, stopAtBoundary: boolean) => number;
  /** True when the next byte begins a frame. */
  readonly atBoundary: () => boolean;
  /** The sender itself has begun a close frame: no second one may follow. */
  readonly closeSeen: () => boolean;
}

export function createFrameTracker(): FrameTracker {
  const header = new Uint8Array(14);
  let headerBytes = 0;
  let payloadLeft = 0;
  let closed = false;
  const standsAtBoundary = (): boolean => headerBytes === 0 && payloadLeft === 0;

  return {
    advance(chunk, stopAtBoundary) {
      let offset = 0;
      if (stopAtBoundary && standsAtBoundary()) return 0;
      while (offset < chunk.length) {
        if (payloadLeft > 0) {
          const step = Math.min(payloadLeft, chunk.length - offset);
          payloadLeft -= step;
          offset += step;
        } else {
          header[headerBytes] = chunk[offset] ?? 0;
          headerBytes += 1;
          offset += 1;
          if (headerBytes < headerLength(header, headerBytes)) continue;
          if (((header[0] ?? 0) & 0x0f) === closeOpcode) closed = true;
          payloadLeft = payloadLength(header);
          headerBytes = 0;
        }
        if (stopAtBoundary && standsAtBoundary()) return offset;
      }
      return -1;
    },
    atBoundary: standsAtBoundary,
    closeSeen: () => closed,
  };
}

/** Bytes of the header, as far as its first bytes tell. */
function headerLength(header: Uint8Array, known: number): number {
  if (known < 2) return 2;
  const second = header[1] ?? 0;
  const short = second & 0x7f;
  return 2 + (short === 127 ? 8 : short === 126 ? 2 : 0) + ((second & 0x80) === 0 ? 0 : 4);
}

function payloadLength(header: Uint8Array): number {
  const short = (header[1] ?? 0) & 0x7f;
  if (short < 126) return short;
  const bytes = short === 126 ? 2 : 8;
  let length = 0;
  // Lengths above 2^53 lose precision; a frame of 9 petabytes has no end we would live to see.
  for (let index = 0; index < bytes; index += 1) length = length * 256 + (header[2 + index] ?? 0);
  return length;
}

/** A server's close frame: status 1001 (going away) and a reason of at most 123 bytes. */
export function goingAwayFrame(reason: string): Buffer {
  const text = Buffer.from(reason, 'utf8').subarray(0, 123);
  const frame = Buffer.alloc(4 + text.length);
  frame[0] = 0x80 | closeOpcode;
  frame[1] = 2 + text.length;
  frame.writeUInt16BE(1001, 2);
  text.copy(frame, 4);
  return frame;
}
