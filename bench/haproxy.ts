/** HAProxy in front of the same servers, told new weights over its runtime socket: the best known way. */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import * as net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LoadTarget } from './load-targets.ts';
import type { RunningProxy } from './own-entry.ts';

/** Debian puts it into /usr/sbin, which is not on everybody's path. */
export function findHaproxy(): string | undefined {
  return ['haproxy', '/usr/sbin/haproxy', '/usr/local/sbin/haproxy'].find(
    (program) => spawnSync(program, ['-v']).status === 0,
  );
}

export async function startHaproxy(
  program: string,
  targets: readonly LoadTarget[],
): Promise<RunningProxy> {
  const folder = await mkdtemp(join(tmpdir(), 'blockyard-haproxy-'));
  const port = await freePort();
  const runtime = join(folder, 'runtime.sock');
  const first = targets[0]?.generation ?? '';
  await writeFile(join(folder, 'haproxy.cfg'), configuration(targets, port, runtime));
  const child = spawn(program, ['-db', '-f', join(folder, 'haproxy.cfg')], { stdio: 'ignore' });
  const killWithUs = (): void => void child.kill('SIGKILL');
  process.once('exit', killWithUs);
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const switchTo = async (generation: string): Promise<{ engineMicros: undefined }> => {
    const commands = targets.map(
      (one) => `set weight blocks/${one.block} ${one.generation === generation ? '100' : '0'}`,
    );
    await tell(runtime, commands.join('; '));
    return { engineMicros: undefined };
  };
  await untilAnswers(port);
  await switchTo(first);
  return {
    name: 'haproxy',
    url: `http://127.0.0.1:${port}`,
    switchTo,
    async stop() {
      child.kill('SIGKILL');
      await gone;
      process.off('exit', killWithUs);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function configuration(targets: readonly LoadTarget[], port: number, runtime: string): string {
  const servers = targets.map(
    ({ block, port: own }) =>
      `  server ${block} 127.0.0.1:${own} weight 0 check inter 1s rise 2 fall 3`,
  );
  return [
    'global',
    `  stats socket ${runtime} mode 600 level admin`,
    'defaults',
    '  mode http',
    '  timeout connect 5s',
    '  timeout client 75s',
    '  timeout server 75s',
    '  timeout http-keep-alive 75s',
    'frontend entry',
    `  bind 127.0.0.1:${port}`,
    '  default_backend blocks',
    'backend blocks',
    '  balance leastconn',
    '  option httpchk GET /health',
    ...servers,
    '',
  ].join('\n');
}

/** One line to the runtime socket; resolves when HAProxy has answered. */
function tell(socketPath: string, line: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = net.connect(socketPath, () => socket.write(`${line}\n`));
    let answer = '';
    socket.on('data', (chunk: Buffer) => (answer += chunk.toString()));
    socket.on('error', reject);
    socket.on('end', () => resolve(answer));
  });
}

async function freePort(): Promise<number> {
  const server = net.createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return address !== null && typeof address === 'object' ? address.port : 0;
}

async function untilAnswers(port: number): Promise<void> {
  for (let turn = 0; turn < 100; turn += 1) {
    const answered = await fetch(`http://127.0.0.1:${port}/health`).then(
      () => true,
      () => false,
    );
    if (answered) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('HAProxy did not begin to answer within 5 s.');
}
