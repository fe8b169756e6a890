/** What the storefront answers. Each handler gets the request and an `answer(status, body)`. */
import { createHash } from 'node:crypto';

const LONGEST_WAIT_MS = 10_000;
const LARGEST_ORDER_BYTES = 1024 * 1024;

function numberOf(url, name, usual, most) {
  const asked = Number(url.searchParams.get(name) ?? usual);
  return Number.isFinite(asked) ? Math.min(Math.max(0, Math.round(asked)), most) : usual;
}

function wait(ms, response) {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      // A stream waits many times on one response: listeners that stay would pile up.
      response.off('close', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    // Somebody who hangs up must not keep a shutdown waiting.
    response.once('close', done);
  });
}

async function readBody(request, most) {
  const chunks = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    // Too much is read to its end all the same: the connection stays usable for the next request.
    if (bytes <= most) chunks.push(chunk);
  }
  return bytes <= most ? Buffer.concat(chunks) : null;
}

export function createApi({ catalog, ledger, about }) {
  return {
    'GET /api/items': ({ answer }) => answer(200, { version: about.version, items: catalog.items }),

    'GET /api/price': ({ url, answer }) => {
      const id = url.searchParams.get('item') ?? catalog.items[0].id;
      const item = catalog.items.find((one) => one.id === id);
      if (item === undefined) return answer(404, { error: 'no such item' });
      answer(200, {
        item: item.id,
        cents: item.cents,
        currency: catalog.currency,
        version: about.version,
      });
    },

    'GET /api/slow': async ({ url, response, answer }) => {
      const ms = numberOf(url, 'ms', 1000, LONGEST_WAIT_MS);
      await wait(ms, response);
      answer(200, { waitedMs: ms, version: about.version });
    },

    'GET /api/stream': async ({ url, response }) => {
      const ms = numberOf(url, 'ms', 3000, LONGEST_WAIT_MS);
      const chunks = Math.max(1, numberOf(url, 'chunks', 30, 1000));
      response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8' });
      for (let index = 1; index <= chunks && !response.destroyed; index += 1) {
        await wait(ms / chunks, response);
        response.write(`${about.version} ${index} of ${chunks}\n`);
      }
      response.end();
    },

    'POST /api/orders': async ({ request, answer }) => {
      const id = request.headers['x-request-id'];
      if (typeof id !== 'string' || id === '' || id.length > 200) {
        return answer(400, { error: 'an order needs an x-request-id of up to 200 characters' });
      }
      const body = await readBody(request, LARGEST_ORDER_BYTES);
      if (body === null) return answer(413, { error: 'an order is at most 1 MiB' });
      const executed = ledger.execute(id);
      if (executed === null) return answer(503, { error: 'the ledger is full' });
      answer(201, {
        order: id,
        executed,
        bytes: body.length,
        block: about.block,
        version: about.version,
      });
    },

    'POST /api/upload': async ({ request, answer }) => {
      const hash = createHash('sha256');
      let bytes = 0;
      for await (const chunk of request) {
        hash.update(chunk);
        bytes += chunk.length;
      }
      answer(200, { bytes, sha256: hash.digest('hex') });
    },

    'GET /api/ledger': ({ answer }) =>
      answer(200, { block: about.block, version: about.version, ...ledger.read() }),
  };
}
