/** The server's half of RFC 6455, as far as an echo needs it: text, ping, pong and close. */
import { createHash } from 'node:crypto';

const MAGIC = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
const LARGEST_MESSAGE = 64 * 1024;
const TEXT = 1;
const CLOSE = 8;
const PING = 9;
const PONG = 10;

function frame(opcode, payload) {
  const head =
    payload.length < 126
      ? Buffer.from([0x80 | opcode, payload.length])
      : Buffer.from([0x80 | opcode, 126, payload.length >> 8, payload.length & 0xff]);
  return Buffer.concat([head, payload]);
}

function closeFrame(code) {
  return frame(CLOSE, Buffer.from([code >> 8, code & 0xff]));
}

/** Takes one frame off the front of `bytes`; null when it is not complete, a number when it is refused. */
function takeFrame(bytes) {
  if (bytes.length < 2) return null;
  if ((bytes[1] & 0x80) === 0) return 1002;
  let length = bytes[1] & 0x7f;
  let at = 2;
  if (length === 127) return 1009;
  if (length === 126) {
    if (bytes.length < 4) return null;
    length = bytes.readUInt16BE(2);
    at = 4;
  }
  if (bytes.length < at + 4 + length) return null;
  const mask = bytes.subarray(at, at + 4);
  const payload = Buffer.from(bytes.subarray(at + 4, at + 4 + length));
  for (let index = 0; index < length; index += 1) payload[index] ^= mask[index & 3];
  return {
    final: (bytes[0] & 0x80) !== 0,
    opcode: bytes[0] & 0x0f,
    payload,
    size: at + 4 + length,
  };
}

/** Answers an upgrade request. Returns a function that says goodbye with close code 1001. */
export function echo(request, socket, head, headers) {
  const key = request.headers['sec-websocket-key'];
  if (typeof key !== 'string' || request.headers.upgrade?.toLowerCase() !== 'websocket') {
    socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
    return () => undefined;
  }
  const accept = createHash('sha1')
    .update(key + MAGIC)
    .digest('base64');
  const more = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n${more.join('')}\r\n`,
  );
  let waiting = head;
  let message = Buffer.alloc(0);
  let saidClose = false;
  const close = (code) => {
    if (saidClose) return;
    saidClose = true;
    socket.end(closeFrame(code));
    setTimeout(() => socket.destroy(), 2000).unref();
  };
  const read = (chunk) => {
    waiting = Buffer.concat([waiting, chunk]);
    for (let next = takeFrame(waiting); next !== null; next = takeFrame(waiting)) {
      if (saidClose) return;
      if (typeof next === 'number') return close(next);
      waiting = waiting.subarray(next.size);
      if (next.opcode === CLOSE)
        return close(next.payload.length >= 2 ? next.payload.readUInt16BE(0) : 1000);
      if (next.opcode === PING) socket.write(frame(PONG, next.payload));
      if (next.opcode > TEXT) continue;
      message = Buffer.concat([message, next.payload]);
      if (message.length > LARGEST_MESSAGE) return close(1009);
      if (!next.final) continue;
      if (message.length > 0xffff) return close(1009);
      socket.write(frame(TEXT, message));
      message = Buffer.alloc(0);
    }
  };
  socket.on('data', read);
  socket.on('error', () => socket.destroy());
  socket.on('end', () => socket.end());
  if (head.length > 0) read(Buffer.alloc(0));
  return () => close(1001);
}
