import { spawn } from 'node:child_process';
import * as http from 'node:http';
import * as net from 'node:net';
import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import { asGenerationId } from '../../../src-shared/ids.ts';
import { ask, blockIdAt, openEntry, pause, startServer, until } from './entry-fixture.ts';
import { createEntry } from './entry.ts';
import { checkHealth, observeCheck, type BlockHealth, type CheckOutcome } from './health-check.ts';

const thresholds = { intervalMs: 25, timeoutMs: 300, healthyAfter: 3, unhealthyAfter: 2 };
const unasked: BlockHealth = {
  state: { kind: 'starting', detail: 'Not asked yet.' },
  sinceMs: 0,
  passes: 0,
  failures: 0,
};
const passed: CheckOutcome = { kind: 'passed' };
const failed: CheckOutcome = { kind: 'failed', reason: '/health answered 500.', refused: false };
const refused: CheckOutcome = { kind: 'failed', reason: 'Nothing listens.', refused: true };

function after(outcomes: readonly CheckOutcome[]): BlockHealth {
  return outcomes.reduce((view, one, at) => observeCheck(view, one, thresholds, at + 1), unasked);
}

describe('observeCheck', () => {
  test('is healthy only while the last passes in a row were enough or the failures too few', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(passed, failed, refused)), (outcomes) => {
        let healthy = false;
        let passes = 0;
        let failures = 0;
        for (const { kind } of outcomes) {
          passes = kind === 'passed' ? passes + 1 : 0;
          failures = kind === 'passed' ? 0 : failures + 1;
          if (passes >= thresholds.healthyAfter) healthy = true;
          if (failures >= thresholds.unhealthyAfter) healthy = false;
        }
        expect(after(outcomes).state.kind === 'healthy').toBe(healthy);
      }),
    );
  });

  test('a check that the host itself could not make says nothing about the block', () => {
    const notAsked: CheckOutcome = { kind: 'not-asked', reason: 'EMFILE' };
    const healthy = after([passed, passed, passed]);
    expect(after([passed, passed, passed, notAsked, notAsked, notAsked])).toEqual(healthy);
    // Between two failures it is no pass, either.
    expect(after([passed, passed, passed, failed, notAsked, failed]).state.kind).toBe('unhealthy');
    expect(after([notAsked]).state).toEqual({ kind: 'starting', detail: 'EMFILE' });
  });

  test('a block that nobody can reach yet is starting, one that answers badly is unhealthy', () => {
    expect(after([refused, refused, refused, refused]).state).toEqual({
      kind: 'starting',
      detail: 'Nothing listens.',
    });
    expect(after([failed, failed]).state).toEqual({
      kind: 'unhealthy',
      reason: '2 health checks in a row failed; the last: /health answered 500.',
    });
    expect(after([passed, passed]).state).toMatchObject({ detail: '2 of 3 health checks passed.' });
  });

  test('keeps the time of the last change', () => {
    const flapping = after([passed, passed, passed, failed, passed, passed]);
    expect(flapping).toMatchObject({ state: { kind: 'healthy' }, sinceMs: 3 });
  });
});

describe('checkHealth', () => {
  const reasonFrom = async (listener: http.RequestListener): Promise<string> => {
    const port = await startServer(http.createServer(listener));
    const outcome = await checkHealth(port, '/health', 200);
    return outcome.kind === 'failed' ? outcome.reason : 'passed';
  };

  test('passes with any 2xx that comes whole', async () => {
    expect(await reasonFrom((_, response) => response.writeHead(204).end())).toBe('passed');
  });

  test('says what was wrong', async () => {
    expect(await reasonFrom((_, response) => response.writeHead(503).end())).toContain('503');
    expect(await reasonFrom((_, response) => response.writeHead(302).end())).toContain('302');
    expect(await reasonFrom(() => undefined)).toContain('within 200 ms');
    expect(await reasonFrom((_, response) => response.write('half'))).toContain('within 200 ms');
    expect(await reasonFrom((request) => request.socket.destroy())).toContain('connection failed');
    const port = await startServer(net.createServer((socket) => socket.end('nonsense\r\n\r\n')));
    expect(await checkHealth(port, '/', 500)).toMatchObject({ kind: 'failed', refused: false });
  });

  test('believes an answer that waited through a stall of this very process', async () => {
    // A server in another process answers in time; we are busy for longer than the timeout.
    const script =
      "require('http').createServer((q,r)=>setTimeout(()=>r.end(),100)).listen(0,'127.0.0.1',function(){console.log(this.address().port)});process.stdin.on('end',()=>process.exit()).resume()";
    const child = spawn(process.execPath, ['-e', script], { stdio: ['pipe', 'pipe', 'inherit'] });
    onTestFinished(() => void child.kill('SIGKILL'));
    const port = await new Promise<number>((resolve) => {
      child.stdout.once('data', (chunk: Buffer) => resolve(Number(chunk.toString())));
    });
    const outcome = checkHealth(port, '/', 200);
    // Long enough for the request to leave before the stall begins.
    await pause(50);
    const endsAtMs = performance.now() + 600;
    while (performance.now() < endsAtMs) Math.sqrt(2);
    expect(await outcome).toEqual({ kind: 'passed' });
  });

  test('tells a refused connection apart', async () => {
    const server = http.createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as net.AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    expect(await checkHealth(port, '/', 500)).toMatchObject({ kind: 'failed', refused: true });
  });
});

describe('in the entry', () => {
  const generation = asGenerationId('shop-v001');
  const block = blockIdAt('shop-v001', 0);

  test('a flapping block (200, 500, 200, ...) never gets a request', async () => {
    let checks = 0;
    let requests = 0;
    const port = await startServer(
      http.createServer((request, response) => {
        if (request.url === '/health') response.writeHead((checks += 1) % 2 ? 200 : 500).end();
        else {
          requests += 1;
          response.end();
        }
      }),
    );
    const { entry, url } = await openEntry({ 'shop-v000': [] });
    entry.setGeneration(generation, { thresholds, healthPath: '/health' });
    entry.addBlock({ id: block, generation, port });
    entry.setSplit({ revision: 2, weights: [{ generation, weight: 100 }], changedAtMs: 0 });
    await until(() => checks > 20);
    expect((await ask(url)).status).toBe(503);
    expect(requests).toBe(0);
  });

  test('a generation without weight is checked all the same, and a sick block comes back', async () => {
    let sick = false;
    const port = await startServer(
      http.createServer((_, response) => response.writeHead(sick ? 500 : 200).end()),
    );
    const { entry, url, events } = await openEntry({ [generation]: [port] }, {}, thresholds);
    entry.setSplit({ revision: 2, weights: [{ generation, weight: 0 }], changedAtMs: 0 });
    sick = true;
    await until(() => entry.health(block)?.state.kind === 'unhealthy');
    sick = false;
    await until(() => entry.health(block)?.state.kind === 'healthy');
    expect((await ask(url)).status).toBe(503);
    const kinds = events.flatMap((one) =>
      one.kind === 'block-health' ? [one.health.state.kind] : [],
    );
    expect(kinds).toEqual(['healthy', 'unhealthy', 'healthy']);
  });

  test('an exited block is out at once, and no check brings it back', async () => {
    const port = await startServer(http.createServer((_, response) => response.end('ok')));
    const { entry, url } = await openEntry({ [generation]: [port] });
    entry.markExited(block, 'Exit code 1.');
    expect((await ask(url)).status).toBe(503);
    await pause(100);
    expect(entry.health(block)?.state).toEqual({ kind: 'exited', reason: 'Exit code 1.' });
  });

  test('a hanging check neither piles up nor keeps the entry from closing', async () => {
    let open = 0;
    const port = await startServer(http.createServer(() => (open += 1)));
    const entry = createEntry({ port: 0 });
    await entry.listen();
    entry.setGeneration(generation, { thresholds, healthPath: '/' });
    entry.addBlock({ id: block, generation, port });
    await until(() => entry.health(block)?.state.kind === 'unhealthy');
    expect(open).toBeLessThan(5);
    await entry.close(0);
  });
});
