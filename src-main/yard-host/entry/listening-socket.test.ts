import { spawn } from 'node:child_process';
import * as net from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { asGenerationId } from '../../../src-shared/ids.ts';
import { ask, blockIdAt, openEntry, pause, splitOf, startBlock, until } from './entry-fixture.ts';
import { createEntry, type EntryEvent } from './entry.ts';
import { findPortHolder, listeningInodes } from './port-holder.ts';

const holderScript =
  "require('net').createServer().listen(0,'127.0.0.1',function(){console.log(this.address().port)});process.stdin.on('end',()=>process.exit()).resume()";

/** Another program that sits on a port. */
async function startHolder(): Promise<{ pid: number; port: number; leave: () => void }> {
  const child = spawn(process.execPath, ['-e', holderScript], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const line = await new Promise<string>((resolve) => {
    child.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString()));
  });
  return { pid: child.pid ?? 0, port: Number(line), leave: () => child.kill('SIGKILL') };
}

describe('a taken port', () => {
  test('is said with its holder, tried again, and taken over when it is free', async () => {
    const holder = await startHolder();
    const events: EntryEvent[] = [];
    const entry = createEntry({ port: holder.port, onEvent: (event) => events.push(event) });
    onTestFinished(() => entry.close(0));
    const state = await entry.listen();
    expect(state).toMatchObject({ kind: 'port-taken', port: holder.port });
    if (process.platform === 'linux') {
      expect(state).toMatchObject({
        detail: expect.stringContaining(`process ${holder.pid}`) as string,
      });
    }
    // Meanwhile everything else can be prepared.
    const generation = asGenerationId('shop-v001');
    entry.setGeneration(generation, {
      thresholds: { intervalMs: 25, timeoutMs: 500, healthyAfter: 1, unhealthyAfter: 2 },
      healthPath: '/health',
    });
    entry.addBlock({
      id: blockIdAt('shop-v001', 0),
      generation,
      port: await startBlock((_, response) => response.end('at last')),
    });
    entry.setSplit(splitOf({ [generation]: 1 }));
    holder.leave();
    await until(() => entry.state().kind === 'listening');
    expect((await ask(entry.url())).body).toBe('at last');
    const states = events.flatMap((one) => (one.kind === 'state' ? [one.state.kind] : []));
    expect(states).toEqual(['port-taken', 'listening']);
  });

  test('is no longer tried once the entry is closed', async () => {
    const holder = await startHolder();
    const entry = createEntry({ port: holder.port });
    await entry.listen();
    await entry.close();
    expect(entry.state()).toEqual({ kind: 'closed', reason: 'The entry was closed.' });
    holder.leave();
    // Longer than the pause between two tries.
    await pause(2300);
    const next = net.createServer();
    await new Promise<void>((resolve, reject) => {
      next.once('error', reject).listen(holder.port, '127.0.0.1', resolve);
    });
    await new Promise((resolve) => next.close(resolve));
  });
});

test.skipIf(process.platform !== 'linux')(
  'findPortHolder names who listens, and nobody for a free port',
  async () => {
    const holder = await startHolder();
    expect(await findPortHolder(holder.port)).toMatchObject({ pid: holder.pid });
    const server = net.createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as net.AddressInfo;
    expect((await findPortHolder(port))?.pid).toBe(process.pid);
    await new Promise((resolve) => server.close(resolve));
    expect(await findPortHolder(port)).toBeUndefined();
  },
);

test.skipIf(process.platform !== 'linux')(
  'the listening socket is the same one before and after 50 swaps',
  async () => {
    const hello = await startBlock((_, response) => response.end('hi'));
    const { entry, port } = await openEntry({ 'shop-v001': [hello], 'shop-v002': [hello] });
    const before = await listeningInodes(port);
    expect(before.size).toBe(1);
    for (let turn = 0; turn < 50; turn += 1) {
      entry.setSplit(splitOf(turn % 2 ? { 'shop-v001': 100 } : { 'shop-v002': 100 }, turn + 2));
      await ask(entry.url());
    }
    expect(await listeningInodes(port)).toEqual(before);
  },
);

test('nothing listens but on loopback', async () => {
  const { entry, port } = await openEntry({ 'shop-v001': [] });
  const { networkInterfaces } = await import('node:os');
  expect(new URL(entry.url()).hostname).toBe('127.0.0.1');
  const others = Object.values(networkInterfaces())
    .flatMap((list) => list ?? [])
    .filter((one) => !one.internal && one.family === 'IPv4');
  for (const { address } of others) {
    await expect(ask(`http://${address}:${port}/`)).rejects.toThrow();
  }
});
