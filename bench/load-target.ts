/**
 * A server with the API that the load asks for, the same as the sample images offer, for runs that
 * have no yard around it: `node bench/load-target.ts NAME [GENERATION]`. Prints its port as one JSON
 * line. SIGTERM: no new connections, finishes what it has, ends.
 */
import { createHash } from 'node:crypto';
import * as http from 'node:http';
import { WebSocketServer } from 'ws';

const [block = 'target', generation] = process.argv.slice(2);
/** The application's own marker: what an operator's servers say where no entry of ours adds anything. */
const version = process.env['APP_VERSION'];
/** Each so-manieth page is an error; 0: none. */
const failsEvery = Number(process.env['APP_FAILS_EVERY'] ?? 0);
let pages = 0;
const posts = new Map<string, number>();
const ledgerSize = 200_000;

function executed(id: string): void {
  posts.set(id, (posts.get(id) ?? 0) + 1);
  const oldest = posts.size > ledgerSize ? posts.keys().next().value : undefined;
  if (oldest !== undefined) posts.delete(oldest);
}

function bounded(text: string | null, most: number): number {
  return Math.max(0, Math.min(most, Number(text ?? 0) || 0));
}

function sendJson(response: http.ServerResponse, value: unknown): void {
  const body = Buffer.from(JSON.stringify(value));
  response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': body.length });
  response.end(body);
}

function stream(response: http.ServerResponse, ms: number, chunks: number): void {
  response.writeHead(200, { 'Content-Type': 'text/plain' });
  let left = chunks;
  const timer = setInterval(() => {
    response.write(`chunk ${String(left)} of ${block}\n`);
    left -= 1;
    if (left > 0) return;
    clearInterval(timer);
    response.end();
  }, ms / chunks);
  response.on('close', () => clearInterval(timer));
}

const server = http.createServer((request, response) => {
  const url = new URL(request.url ?? '/', 'http://target');
  const id = request.headers['x-request-id'];
  if (typeof id === 'string') response.setHeader('x-request-id', id);
  if (generation !== undefined) response.setHeader('x-blockyard-generation', generation);
  if (version !== undefined) response.setHeader('x-app-version', version);
  const parameter = (name: string, most: number): number =>
    bounded(url.searchParams.get(name), most);
  switch (`${request.method ?? ''} ${url.pathname}`) {
    case 'GET /':
    case 'GET /version':
      pages += 1;
      if (failsEvery > 0 && pages % failsEvery === 0) response.writeHead(500).end();
      else sendJson(response, { block, version });
      break;
    case 'GET /health':
      sendJson(response, { ok: true });
      break;
    case 'GET /api/slow':
      setTimeout(() => sendJson(response, { block }), parameter('ms', 10_000));
      break;
    case 'GET /api/stream':
      stream(response, parameter('ms', 10_000), Math.max(1, parameter('chunks', 1000)));
      break;
    case 'GET /api/ledger':
      sendJson(response, { block, generation, posts: Object.fromEntries(posts) });
      break;
    case 'POST /api/orders':
    case 'POST /api/upload': {
      const hash = createHash('sha256');
      let bytes = 0;
      request.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        hash.update(chunk);
      });
      request.on('end', () => {
        if (typeof id === 'string' && url.pathname === '/api/orders') executed(id);
        sendJson(response, { block, bytes, sha256: hash.digest('hex') });
      });
      break;
    }
    default:
      response.writeHead(404).end();
  }
});
new WebSocketServer({ server }).on('connection', (socket) => {
  socket.on('message', (data, binary) => socket.send(data, { binary }));
});
server.keepAliveTimeout = 5000;
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  console.log(JSON.stringify({ block, port, pid: process.pid }));
});
process.on('SIGTERM', () => {
  server.close();
  server.closeIdleConnections();
});
// Ends with whoever started it: a killed test leaves no orphan.
process.stdin.on('end', () => process.exit(0)).resume();
