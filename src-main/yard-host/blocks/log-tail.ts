/** The last part of what a block said, in bounded memory however much it says. */
import { screenLine } from './screen-text.ts';

export type LogStream = 'out' | 'err';

export interface LogLine {
  readonly stream: LogStream;
  /** Safe for a screen: see screen-text.ts. */
  readonly text: string;
}

export interface LogTail {
  /** Takes what a stream gave; copies it. */
  write(stream: LogStream, chunk: Uint8Array): void;
  /** A line of the supervisor's own, in the place where it happened. */
  note(text: string): void;
  /** Oldest first, whole lines; unfinished ones at the end. At most `most` of them. */
  lines(most?: number): LogLine[];
  /** Bytes that are no longer kept. */
  droppedBytes(): number;
}

export const DEFAULT_TAIL_BYTES = 256 * 1024;
/** A line that goes on for ever is cut into lines of this size. */
const LONGEST_UNFINISHED = 16 * 1024;
/** Small pieces are put together up to here, so that 1-byte lines do not cost 100 bytes each. */
const PIECE_BYTES = 4 * 1024;
const NEWLINE = 0x0a;

interface Piece {
  readonly stream: LogStream;
  /** Whole lines, each ended by a newline. */
  bytes: Buffer;
}

export function openLogTail(limitBytes = DEFAULT_TAIL_BYTES): LogTail {
  const pieces: Piece[] = [];
  const unfinished: Record<LogStream, Buffer> = { out: Buffer.alloc(0), err: Buffer.alloc(0) };
  let kept = 0;
  let dropped = 0;

  function push(stream: LogStream, bytes: Buffer): void {
    kept += bytes.length;
    const last = pieces.at(-1);
    if (last?.stream === stream && last.bytes.length + bytes.length <= PIECE_BYTES) {
      last.bytes = Buffer.concat([last.bytes, bytes]);
    } else {
      pieces.push({ stream, bytes });
    }
    // The count is limited too: two streams that take turns would make a piece of each line.
    const most = Math.max(16, limitBytes / 128);
    while (pieces.length > 1 && (kept > limitBytes || pieces.length > most)) {
      const excess = kept - limitBytes;
      const first = pieces[0];
      if (first === undefined) return;
      if (pieces.length <= most && first.bytes.length > excess) {
        const end = first.bytes.indexOf(NEWLINE, excess - 1) + 1;
        if (end > 0 && end < first.bytes.length) {
          // A copy: a view would keep the whole piece in memory.
          first.bytes = Buffer.from(first.bytes.subarray(end));
          kept -= end;
          dropped += end;
          return;
        }
      }
      pieces.shift();
      kept -= first.bytes.length;
      dropped += first.bytes.length;
    }
  }

  function write(stream: LogStream, chunk: Uint8Array): void {
    let rest = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    if (rest.length > limitBytes) {
      // Whole lines only: what comes before the first line end in the kept part goes too.
      const from = rest.indexOf(NEWLINE, rest.length - limitBytes) + 1 || rest.length - limitBytes;
      dropped += unfinished[stream].length + from;
      unfinished[stream] = Buffer.alloc(0);
      rest = rest.subarray(from);
    }
    const lineEnd = rest.lastIndexOf(NEWLINE) + 1;
    if (lineEnd > 0) {
      push(stream, Buffer.concat([unfinished[stream], rest.subarray(0, lineEnd)]));
      unfinished[stream] = Buffer.from(rest.subarray(lineEnd));
    } else {
      unfinished[stream] = Buffer.concat([unfinished[stream], rest]);
    }
    while (unfinished[stream].length > LONGEST_UNFINISHED) {
      const whole = unfinished[stream];
      const end = characterStart(whole, LONGEST_UNFINISHED);
      push(stream, Buffer.concat([whole.subarray(0, end), Buffer.from('\n')]));
      unfinished[stream] = Buffer.from(whole.subarray(end));
    }
  }

  return {
    write,
    note: (text) => write('err', Buffer.from(`[blockyard] ${text}\n`)),
    lines(most = Infinity) {
      const found: LogLine[] = [];
      for (const { stream, bytes } of pieces) {
        const text = bytes.toString('utf8');
        for (const line of text.slice(0, -1).split('\n')) found.push({ stream, text: line });
      }
      for (const stream of ['out', 'err'] as const) {
        if (unfinished[stream].length > 0) {
          found.push({ stream, text: unfinished[stream].toString('utf8') });
        }
      }
      const shown = found.length > most ? found.slice(found.length - most) : found;
      return shown.map(({ stream, text }) => ({ stream, text: screenLine(text) }));
    },
    droppedBytes: () => dropped,
  };
}

/** Steps back to where a UTF-8 character begins. */
function characterStart(bytes: Buffer, at: number): number {
  let start = at;
  while (start > at - 4 && ((bytes[start] ?? 0) & 0xc0) === 0x80) start -= 1;
  return start;
}
