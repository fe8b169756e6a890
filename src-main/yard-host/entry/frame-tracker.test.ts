import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createFrameTracker, goingAwayFrame } from './frame-tracker.ts';

interface Frame {
  readonly opcode: number;
  readonly length: number;
  readonly masked: boolean;
}

function encode({ opcode, length, masked }: Frame): Buffer {
  const mask = masked ? 0x80 : 0;
  const head =
    length < 126
      ? Buffer.from([0x80 | opcode, mask | length])
      : length < 65_536
        ? Buffer.from([0x80 | opcode, mask | 126, length >> 8, length & 0xff])
        : Buffer.from([
            0x80 | opcode,
            mask | 127,
            0,
            0,
            0,
            0,
            0,
            length >> 16,
            length >> 8,
            length,
          ]);
  // Payload bytes that look like frame headers must not confuse anybody.
  return Buffer.concat([head, Buffer.alloc(masked ? 4 : 0, 0x88), Buffer.alloc(length, 0x88)]);
}

const frameArbitrary = fc.record({
  opcode: fc.constantFrom(0, 1, 2, 9, 10),
  length: fc.oneof(
    fc.integer({ min: 0, max: 200 }),
    fc.constantFrom(125, 126, 127, 65_535, 65_536, 70_000),
  ),
  masked: fc.boolean(),
});

function cut(bytes: Buffer, sizes: readonly number[]): Buffer[] {
  const chunks: Buffer[] = [];
  let offset = 0;
  for (let turn = 0; offset < bytes.length; turn += 1) {
    const size = sizes[turn % sizes.length] ?? 1;
    chunks.push(bytes.subarray(offset, offset + size));
    offset += size;
  }
  return chunks;
}

describe('createFrameTracker', () => {
  test('stands at a boundary exactly behind whole frames, however the bytes arrive', () => {
    fc.assert(
      fc.property(
        fc.array(frameArbitrary, { minLength: 1, maxLength: 5 }),
        fc.array(fc.integer({ min: 1, max: 5000 }), { minLength: 1, maxLength: 8 }),
        (frames, sizes) => {
          const encoded = frames.map(encode);
          const ends = new Set([0]);
          let total = 0;
          for (const one of encoded) ends.add((total += one.length));
          const tracker = createFrameTracker();
          let offset = 0;
          for (const chunk of cut(Buffer.concat(encoded), sizes)) {
            tracker.advance(chunk, false);
            offset += chunk.length;
            expect(tracker.atBoundary()).toBe(ends.has(offset));
          }
          expect(tracker.closeSeen()).toBe(false);
        },
      ),
    );
  });

  test('finds the first boundary in a chunk that begins inside a frame', () => {
    fc.assert(
      fc.property(frameArbitrary, fc.nat(), frameArbitrary, (first, at, second) => {
        const head = encode(first);
        const split = 1 + (at % (head.length - 1));
        const tracker = createFrameTracker();
        tracker.advance(head.subarray(0, split), false);
        const rest = Buffer.concat([head.subarray(split), encode(second)]);
        expect(tracker.advance(rest, true)).toBe(head.length - split);
      }),
    );
  });

  test('answers 0 at a boundary and -1 while the frame goes on', () => {
    const tracker = createFrameTracker();
    const frame = encode({ opcode: 1, length: 10, masked: false });
    expect(tracker.advance(frame, true)).toBe(0);
    tracker.advance(frame.subarray(0, 4), false);
    expect(tracker.advance(frame.subarray(4, 8), true)).toBe(-1);
  });

  test('sees the close frame of the sender, ours included', () => {
    const tracker = createFrameTracker();
    tracker.advance(goingAwayFrame('gone'), false);
    expect(tracker.closeSeen()).toBe(true);
    expect(tracker.atBoundary()).toBe(true);
  });
});

test('goingAwayFrame keeps its payload within the 125 bytes of a control frame', () => {
  const frame = goingAwayFrame('x'.repeat(10_000));
  expect(frame[1]).toBe(125);
  expect(frame.length).toBe(127);
  expect(frame.readUInt16BE(2)).toBe(1001);
});
