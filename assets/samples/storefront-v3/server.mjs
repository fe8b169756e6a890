/** The storefront: a page, a small API, and an orderly end. */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createApi } from './api.mjs';
import { openLedger } from './ledger.mjs';
import { pageOf } from './page.mjs';
import { openStockService } from './stock-service.mjs';
import { echo } from './websocket.mjs';

const read = (name) => JSON.parse(readFileSync(new URL(name, import.meta.url), 'utf8'));
const catalog = read('./catalog.json');
const about = {
  version: read('./blockyard.json').version,
  block: process.env.BLOCKYARD_BLOCK ?? 'none',
  generation: process.env.BLOCKYARD_GENERATION ?? 'none',
};
const ledger = openLedger();
const stock = openStockService();
const page = pageOf(catalog, about);
const goodbyes = new Set();
let isEnding = false;
let served = 0;

const routes = {
  'GET /': ({ response }) => {
    response.writeHead(200, {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy':
        "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    });
    response.end(page);
  },
  'GET /health': ({ answer }) =>
    answer(isEnding ? 503 : 200, { status: isEnding ? 'ending' : 'ok', version: about.version }),
  ...createApi({ catalog, ledger, about }),
};

function headersFor(request) {
  const id = request.headers['x-request-id'];
  return {
    'x-version': about.version,
    'x-block': about.block,
    ...(typeof id === 'string' && id.length <= 200 ? { 'x-request-id': id } : {}),
  };
}

/** Prices and orders ask the stock service; health does not, which is how this got through. */
function needsStock(path) {
  return path === '/' || ['/api/items', '/api/price', '/api/orders'].includes(path);
}

async function handle(request, response) {
  served += 1;
  for (const [name, value] of Object.entries(headersFor(request))) response.setHeader(name, value);
  if (isEnding) response.setHeader('connection', 'close');
  const answer = (status, body) => {
    if (response.destroyed || response.writableEnded) return;
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body));
  };
  const url = URL.canParse(request.url, 'http://shop') ? new URL(request.url, 'http://shop') : null;
  if (url === null) return answer(400, { error: 'bad address' });
  const method = request.method === 'HEAD' ? 'GET' : request.method;
  const route = routes[`${method} ${url.pathname}`];
  if (route !== undefined) {
    const trouble = needsStock(url.pathname) ? await stock.ask() : null;
    if (trouble === null) return route({ request, response, url, answer });
    request.resume();
    return answer(500, { error: trouble });
  }
  const allowed = ['GET', 'POST'].filter((name) => routes[`${name} ${url.pathname}`] !== undefined);
  if (allowed.length === 0) return answer(404, { error: 'not found' });
  response.setHeader('allow', allowed.join(', '));
  answer(405, { error: `use ${allowed.join(' or ')}` });
}

const server = createServer((request, response) => {
  handle(request, response).catch((error) => {
    if (request.destroyed) return;
    console.error(`[error] ${request.method} ${request.url}: ${error.message}`);
    if (response.headersSent) response.destroy();
    else response.writeHead(500).end();
  });
});
// Longer than the 60-75 s of proxies: who closes an idle connection first loses no request.
server.keepAliveTimeout = 120_000;
server.headersTimeout = 125_000;
server.requestTimeout = 0;

server.on('upgrade', (request, socket, head) => {
  if (!request.url.startsWith('/ws'))
    return socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
  const goodbye = echo(request, socket, head, headersFor(request));
  goodbyes.add(goodbye);
  socket.once('close', () => goodbyes.delete(goodbye));
});

process.on('SIGTERM', () => {
  if (isEnding) return;
  isEnding = true;
  console.log('[info] asked to end: finishing what is being answered');
  for (const goodbye of goodbyes) goodbye();
  server.close(() => {
    console.log(`[info] ended after ${served} requests and ${ledger.size()} orders`);
    process.exit(0);
  });
  // Connections that were busy a moment ago become idle one by one.
  setInterval(() => server.closeIdleConnections(), 50);
});

let reported = 0;
setInterval(() => {
  if (served === reported) return;
  console.log(`[info] ${served - reported} requests in 10 s, ${ledger.size()} orders in all`);
  reported = served;
}, 10_000).unref();

server.listen(Number(process.env.PORT), process.env.HOST ?? '127.0.0.1', () => {
  console.log(
    `[info] storefront ${about.version} (${catalog.campaign.name}) listens on ${server.address().port}`,
  );
});
