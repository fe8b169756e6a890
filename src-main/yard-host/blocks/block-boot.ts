/**
 * First file of a server process under plain Node: `node block-boot.js ENTRY`. Takes out a lease on
 * the process that started it, then runs the image's entry file. Bundled alone: Node's modules only.
 *
 * File descriptor 3 is one end of a pipe whose other end only the yard host holds. It closes when
 * the host ends, however it ends. A worker watches it, because the main thread's event loop may be
 * busy for ever: an IPC or stdin lease left such a block running (measured), the worker ends it in
 * 6-17 ms for 8 MB of memory. The whole process group goes, so that no grandchild stays behind.
 */
import { once } from 'node:events';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';

// Inline, so that the bundle is one file. Plain JavaScript: it is never compiled.
const watchLease = `
  const { Socket } = require('node:net');
  const { parentPort } = require('node:worker_threads');
  const end = () => {
    try { if (process.platform !== 'win32') process.kill(-process.pid, 'SIGKILL'); } catch {}
    process.kill(process.pid, 'SIGKILL');
  };
  const lease = new Socket({ fd: 3, readable: true, writable: false });
  lease.on('error', end).on('close', end).on('end', end).resume();
  parentPort.postMessage('watching');
`;

async function boot(): Promise<void> {
  const entry = process.argv[2];
  if (entry === undefined) throw new Error('block-boot is started by the yard host, with a file');
  const worker = new Worker(watchLease, {
    eval: true,
    execArgv: [],
    env: {},
    resourceLimits: { maxYoungGenerationSizeMb: 2, maxOldGenerationSizeMb: 16 },
  });
  // Before the entry: it may never give the event loop back.
  await once(worker, 'message');
  worker.unref();
  process.argv.splice(1, 2, entry);
  await import(pathToFileURL(entry).href);
}

await boot();
