/** A test runner: fetches jobs from the queue while it is told to, and runs one at a time. */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { run } from './run.mjs';

const { version } = JSON.parse(readFileSync(new URL('./blockyard.json', import.meta.url), 'utf8'));
const name = process.env.BLOCKYARD_BLOCK ?? 'none';
const queue = process.env.QUEUE_URL ?? '';

/** A block takes no work before it is told to. */
let taking = false;
/** Waits for an answer of the queue: a job may be on its way, so it is not idle yet. */
let isFetching = false;
let running = 0;
let finished = 0;

const ask = (path, query = '') =>
  fetch(`${queue}${path}?worker=${encodeURIComponent(name)}${query}`, { method: 'POST' });
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function fetchOne() {
  isFetching = true;
  try {
    const answer = await ask('/next');
    const job = answer.status === 200 ? await answer.json() : null;
    if (job !== null) running += 1;
    return job;
  } finally {
    isFetching = false;
  }
}

async function finish(id) {
  for (let attempt = 1; attempt <= 20; attempt += 1) {
    try {
      if ((await ask('/done', `&id=${id}`)).ok) return;
    } catch {
      // The queue is away for a moment: what was done is said again.
    }
    await pause(100 * attempt);
  }
  console.log(`job ${id} was done, and the queue could not be told`);
}

let isWorking = false;
async function work() {
  if (isWorking) return;
  isWorking = true;
  while (taking) {
    try {
      const job = await fetchOne();
      if (job === null) continue;
      try {
        await run(job);
        await finish(job.id);
        finished += 1;
      } finally {
        running -= 1;
      }
    } catch (error) {
      console.log(`the queue does not answer: ${error.cause?.code ?? error.message}`);
      await pause(1000);
    }
  }
  isWorking = false;
}

/** Its question may not have arrived yet: said until it is answered. */
async function leave() {
  while (!taking && isFetching) {
    await ask('/leave').catch(() => undefined);
    await pause(50);
  }
}

const routes = {
  'GET /health': () => ({ status: 'ok', version }),
  'GET /jobs/state': () => ({
    taking,
    busy: running + (!taking && isFetching ? 1 : 0),
    finished,
  }),
  'POST /jobs/take': () => {
    taking = true;
    void work();
    return { taking };
  },
  'POST /jobs/stop': () => {
    taking = false;
    void leave();
    return { taking };
  },
};

const server = createServer((request, response) => {
  request.resume();
  const path = (request.url ?? '/').split('?')[0];
  const route = routes[`${request.method} ${path}`];
  response.writeHead(route === undefined ? 404 : 200, { 'content-type': 'application/json' });
  response.end(JSON.stringify(route === undefined ? { error: 'not found' } : route()));
});
server.listen(Number(process.env.PORT), '127.0.0.1', () => {
  console.log(`test runner ${version} of ${name} is ready`);
});
process.on('SIGTERM', () => process.exit(0));
