/** Requests as fast as they are answered, on a few connections: for throughput only, never for latency. */
import * as net from 'node:net';

export interface Throughput {
  readonly requests: number;
  readonly perSecond: number;
}

/**
 * Requests answered to `GET path` over `connections` in `ms`. Plain sockets and a byte count
 * instead of an HTTP client: the client must not be what is measured. Every answer must be as long
 * as the first one.
 */
export async function measureThroughput(
  url: string,
  path: string,
  connections: number,
  ms: number,
): Promise<Throughput> {
  const { hostname, port } = new URL(url);
  const request = `GET ${path} HTTP/1.1\r\nHost: ${hostname}\r\n\r\n`;
  const length = await answerLength(hostname, Number(port), request);
  const sockets = await Promise.all(
    Array.from({ length: connections }, () => connect(hostname, Number(port))),
  );
  let answered = 0;
  for (const socket of sockets) {
    let received = 0;
    socket.on('data', (chunk) => {
      received += chunk.length;
      if (received < length) return;
      received = 0;
      answered += 1;
      socket.write(request);
    });
    socket.write(request);
  }
  const startedAtMs = performance.now();
  await pause(ms);
  const perSecond = (answered * 1000) / (performance.now() - startedAtMs);
  for (const socket of sockets) socket.destroy();
  return { requests: answered, perSecond };
}

/** Bytes of one whole answer, head and body. */
async function answerLength(host: string, port: number, request: string): Promise<number> {
  const socket = await connect(host, port);
  let received = '';
  socket.setEncoding('latin1');
  socket.write(request);
  const length = await new Promise<number>((resolve, reject) => {
    socket.on('error', reject);
    socket.on('data', (text: string) => {
      received += text;
      const headEnd = received.indexOf('\r\n\r\n');
      const declared = /^content-length: (\d+)/imu.exec(received)?.[1];
      if (!received.startsWith('HTTP/1.1 200') || headEnd < 0 || declared === undefined) {
        reject(new Error(`Not a plain answer to measure with: ${received.slice(0, 100)}`));
        return;
      }
      const whole = headEnd + 4 + Number(declared);
      if (received.length >= whole) resolve(whole);
    });
  });
  socket.destroy();
  return length;
}

function connect(host: string, port: number): Promise<net.Socket> {
  return new Promise((resolve, reject) => {
    const socket = net.connect({ host, port, noDelay: true }, () => resolve(socket));
    socket.on('error', reject);
  });
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
