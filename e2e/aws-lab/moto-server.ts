/**
 * A real `moto_server`: the control plane of the lab. It is not installable from npm or Debian, so it may be missing:
 * then a test that needs it fails where BLOCKYARD_REQUIRE names `moto`, and elsewhere skips loudly.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import * as net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export type Presence =
  { readonly kind: 'present' } | { readonly kind: 'absent'; readonly reason: string };

let found: Presence | undefined;

/**
 * Whether the lab can run here. Asked once per process: a start of Python takes 0.4 s.
 * @throws when it is missing and BLOCKYARD_REQUIRE names `moto`
 */
export function motoPresence(environment: NodeJS.ProcessEnv = process.env): Presence {
  found ??= look();
  const required = (environment['BLOCKYARD_REQUIRE'] ?? '').split(',');
  if (found.kind === 'absent' && required.includes('moto')) {
    throw new Error(`BLOCKYARD_REQUIRE names moto, and ${found.reason}`);
  }
  if (found.kind === 'absent') console.warn(`\n*** SKIPPED: ${found.reason} ***\n`);
  return found;
}

function look(): Presence {
  for (const program of ['moto_server', 'aws']) {
    const ran = spawnSync(program, [program === 'aws' ? '--version' : '--help'], {
      stdio: 'ignore',
      timeout: 20_000,
    });
    if (ran.error !== undefined || ran.status !== 0) {
      return { kind: 'absent', reason: `${program} does not run here: no test against moto.` };
    }
  }
  return { kind: 'present' };
}

/** One line of moto's own recorder: the second witness of what was asked. */
export interface RecordedRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Decoded. */
  readonly body: string;
}

export interface MotoServer {
  /** `http://127.0.0.1:PORT`, without a slash at the end. */
  readonly endpoint: string;
  /** Everything made is gone, as after a fresh start; takes a few ms instead of a new process. */
  reset(): Promise<void>;
  /** What moto itself wrote down since the start or the last reset. */
  recorded(): Promise<readonly RecordedRequest[]>;
  stop(): Promise<void>;
}

/** @throws when it has not answered after 20 s, with its last words */
export async function startMoto(): Promise<MotoServer> {
  const folder = await mkdtemp(join(tmpdir(), 'blockyard-moto-'));
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${port}`;
  const child = spawn('moto_server', ['-H', '127.0.0.1', '-p', String(port)], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      // Its recorder writes into the working folder otherwise.
      MOTO_RECORDER_FILEPATH: join(folder, 'requests.jsonl'),
      MOTO_ENABLE_RECORDING: '1',
    },
    // A shim in front of it may not pass signals on: the whole group is ended.
    detached: true,
  });
  let lastWords = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      lastWords = (lastWords + chunk.toString()).slice(-2000);
    });
  }
  const stop = async (): Promise<void> => {
    await endGroup(child);
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await untilItAnswers(endpoint, child);
  } catch (error) {
    await stop();
    throw new Error(`moto_server did not start: ${String(error)}\n${lastWords}`, { cause: error });
  }
  return {
    endpoint,
    async reset() {
      await post(`${endpoint}/moto-api/reset`);
      await post(`${endpoint}/moto-api/recorder/reset-recording`);
    },
    async recorded() {
      const answer = await fetch(`${endpoint}/moto-api/recorder/download-recording`);
      return (await answer.text())
        .split('\n')
        .filter((line) => line !== '')
        .map(readRecorded);
    },
    stop,
  };
}

/** A port nobody listens on at this moment. */
export async function freePort(): Promise<number> {
  const server = net.createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('No port was given.');
  return address.port;
}

async function post(url: string): Promise<void> {
  const answer = await fetch(url, { method: 'POST' });
  await answer.arrayBuffer();
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}.`);
}

function readRecorded(line: string): RecordedRequest {
  const entry = JSON.parse(line) as {
    method: string;
    url: string;
    headers: Record<string, string>;
    body: string | null;
    body_encoded: boolean;
  };
  const body = entry.body ?? '';
  return {
    method: entry.method,
    url: entry.url,
    headers: entry.headers,
    body: entry.body_encoded ? Buffer.from(body, 'base64').toString() : body,
  };
}

async function untilItAnswers(endpoint: string, child: ChildProcess): Promise<void> {
  const until = Date.now() + 20_000;
  while (Date.now() < until) {
    if (child.exitCode !== null) throw new Error(`it ended with code ${child.exitCode}`);
    try {
      const answer = await fetch(`${endpoint}/moto-api/data.json`);
      await answer.arrayBuffer();
      if (answer.ok) return;
    } catch {
      // Not listening yet.
    }
    await sleep(50);
  }
  throw new Error('it did not answer within 20 s');
}

async function endGroup(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  try {
    // It has nothing to save, and SIGTERM takes it up to a second.
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    return;
  }
  await ended;
}
