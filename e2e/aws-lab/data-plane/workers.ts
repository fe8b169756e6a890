/**
 * What servers without a load balancer really do: for each instance that runs a process that fetches its work from a
 * queue, the local sample's own program. Its hook is reached through one loopback port, by the instance's id.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import * as http from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { ControlPlane } from '../control-plane.ts';
import { freePort } from '../moto-server.ts';

const program = fileURLToPath(
  new URL('../../../assets/samples/test-runners-v1/server.mjs', import.meta.url),
);

export interface Workers {
  /** `http://127.0.0.1:PORT`; behind it `/INSTANCE/jobs/take` and so on. */
  readonly hooks: string;
  /** Who has a process now. */
  readonly running: () => readonly string[];
  /** Its hook answers 500 from now on; what it does otherwise goes on. */
  readonly mute: (instance: string, isMute: boolean) => void;
  /** Everything that its hook was told, in order: `i-1 take`. */
  readonly heard: readonly string[];
  readonly stop: () => Promise<void>;
}

export interface WorkersOptions {
  readonly plane: Pick<ControlPlane, 'instances' | 'forget'>;
  readonly queueUrl: string;
  /** Its process was ended, as its instance was: what it had in hand is lost. */
  readonly gone: (instance: string) => void;
}

interface Worker {
  readonly child: ChildProcess;
  readonly port: number;
}

/** Instances come and go at AWS within seconds; nothing here waits for more. */
const followMs = 200;

export async function openWorkers({ plane, queueUrl, gone }: WorkersOptions): Promise<Workers> {
  const workers = new Map<string, Worker>();
  const muted = new Set<string>();
  const heard: string[] = [];
  const router = http.createServer((request, response) => {
    const [, instance = '', path = ''] = /^\/([^/]+)(\/.*)$/u.exec(request.url ?? '') ?? [];
    const worker = workers.get(instance);
    const word = /^\/jobs\/(take|stop)$/u.exec(path)?.[1];
    if (word !== undefined) heard.push(`${instance} ${word}`);
    if (worker === undefined || muted.has(instance)) {
      request.resume();
      response.writeHead(worker === undefined ? 404 : 500).end();
      return;
    }
    const { method } = request;
    const asked = http.request({ host: '127.0.0.1', port: worker.port, path, method });
    asked.on('response', (answer) => {
      response.writeHead(answer.statusCode ?? 502, { 'content-type': 'application/json' });
      answer.pipe(response);
    });
    asked.on('error', () => response.destroy());
    request.pipe(asked);
  });
  await new Promise<void>((resolve) => router.listen(0, '127.0.0.1', resolve));

  const start = async (instance: string): Promise<void> => {
    const port = await freePort();
    const child = spawn(process.execPath, [program], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: {
        PATH: process.env['PATH'],
        PORT: String(port),
        BLOCKYARD_BLOCK: instance,
        QUEUE_URL: queueUrl,
      },
    });
    workers.set(instance, { child, port });
  };
  const end = (instance: string): void => {
    workers.get(instance)?.child.kill('SIGKILL');
    workers.delete(instance);
    gone(instance);
  };
  const follow = async (): Promise<void> => {
    plane.forget('instances');
    const instances = await plane.instances();
    for (const [id, { state }] of instances) {
      if (state === 'running' && !workers.has(id)) await start(id);
    }
    for (const id of workers.keys()) {
      if (instances.get(id)?.state !== 'running') end(id);
    }
  };
  let isStopped = false;
  let following: Promise<void> = Promise.resolve();
  const loop = async (): Promise<void> => {
    while (!isStopped) {
      await follow().catch(() => undefined);
      await new Promise((resolve) => setTimeout(resolve, followMs));
    }
  };
  following = loop();
  return {
    hooks: `http://127.0.0.1:${String((router.address() as AddressInfo).port)}`,
    running: () => [...workers.keys()],
    mute: (instance, isMute) => {
      if (isMute) muted.add(instance);
      else muted.delete(instance);
    },
    heard,
    stop: async () => {
      isStopped = true;
      await following;
      for (const { child } of workers.values()) child.kill('SIGKILL');
      router.closeAllConnections();
      await new Promise((resolve) => router.close(resolve));
    },
  };
}
