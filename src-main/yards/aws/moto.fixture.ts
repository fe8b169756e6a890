/** A moto server of its own for a test file: AWS's control plane over real HTTP, on a free port. */
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';

import { describe } from 'vitest';

export interface Moto {
  readonly endpoint: string;
  /** From now on signatures and policies count, as on AWS. */
  readonly enforceIam: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}

/** @param harmless an argument with which the program only prints something. */
export async function isPresent(
  program: string,
  harmless: '--help' | '--version',
): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(program, [harmless], { stdio: 'ignore' });
    child.once('error', () => resolve(false));
    child.once('exit', (code) => resolve(code === 0));
  });
}

/** @throws when it does not answer within 20 s. */
export async function startMoto(): Promise<Moto> {
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${port}`;
  const child = spawn('moto_server', ['-H', '127.0.0.1', '-p', String(port)], { stdio: 'ignore' });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const deadline = performance.now() + 20_000;
  for (;;) {
    const answer = await fetch(`${endpoint}/moto-api/data.json`).catch(() => null);
    await answer?.body?.cancel();
    if (answer?.ok === true) break;
    if (performance.now() > deadline || child.exitCode !== null) {
      child.kill('SIGKILL');
      throw new Error('moto_server did not come up within 20 s');
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return {
    endpoint,
    async enforceIam() {
      const answer = await fetch(`${endpoint}/moto-api/reset-auth`, { method: 'POST', body: '0' });
      await answer.body?.cancel();
      if (!answer.ok) throw new Error('moto does not enforce policies');
    },
    async stop() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

const required = (process.env['BLOCKYARD_REQUIRE'] ?? '').split(',').includes('moto');
const present = await isPresent('moto_server', '--help');

/** Skips loudly where moto is missing, and fails instead where BLOCKYARD_REQUIRE names it. */
export function describeWithMoto(name: string, suite: () => void): void {
  if (present || required) describe(name, suite);
  else describe.skip(`${name} (SKIPPED: moto_server is not installed)`, suite);
}
