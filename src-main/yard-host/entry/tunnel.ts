/**
 * One upgraded connection: bytes both ways. Towards the client the WebSocket frames are followed,
 * so that a drain can say goodbye with a close frame (1001) between two frames; whatever is still
 * open at the drain's end is cut, and counted.
 */
import type { Duplex } from 'node:stream';
import { createFrameTracker, goingAwayFrame } from './frame-tracker.ts';
import type { UnderWay } from './roster.ts';

export interface TunnelEnds {
  readonly client: Duplex;
  readonly block: Duplex;
  /** Bytes of the block that came with its answer to the upgrade. */
  readonly blockHead: Buffer;
  /** Bytes of the client that came with its request. */
  readonly clientHead: Buffer;
}

/**
 * Joins the two ends until either closes.
 * @param onCut told when a drain had to cut it.
 * @param onOver told exactly once, however it ends.
 */
export function openTunnel(ends: TunnelEnds, onCut: () => void, onOver: () => void): UnderWay {
  const { client, block } = ends;
  const tracker = createFrameTracker();
  let over = false;
  let closing: 'no' | 'at-next-boundary' | 'said' = 'no';

  const end = (): void => {
    if (over) return;
    over = true;
    client.destroy();
    block.destroy();
    onOver();
  };
  const sayGoodbye = (): void => {
    closing = 'said';
    client.write(goingAwayFrame('The server is being replaced; please connect again.'));
  };
  const passToClient = (chunk: Buffer): void => {
    // Nothing may follow a close frame; what the block still says has no reader.
    if (closing === 'said') return;
    const writable = closing === 'no' ? passWhole(chunk) : passUpToBoundary(chunk);
    if (!writable && !over) block.pause();
  };
  const passWhole = (chunk: Buffer): boolean => {
    tracker.advance(chunk, false);
    return client.write(chunk);
  };
  const passUpToBoundary = (chunk: Buffer): boolean => {
    const boundary = tracker.advance(chunk, true);
    if (boundary < 0) return client.write(chunk);
    client.write(chunk.subarray(0, boundary));
    if (tracker.closeSeen()) closing = 'said';
    else sayGoodbye();
    return true;
  };

  for (const socket of [client, block]) {
    socket.on('error', end);
    socket.on('close', end);
  }
  block.on('data', passToClient);
  block.on('end', () => client.end());
  client.on('drain', () => block.resume());
  client.pipe(block);
  if (ends.clientHead.length > 0) block.write(ends.clientHead);
  if (ends.blockHead.length > 0) passToClient(ends.blockHead);

  return {
    kind: 'web-socket',
    drainBegins() {
      if (over || closing !== 'no' || tracker.closeSeen()) return;
      if (tracker.atBoundary()) sayGoodbye();
      else closing = 'at-next-boundary';
    },
    cut() {
      if (over) return;
      onCut();
      end();
    },
  };
}
