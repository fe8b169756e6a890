import * as http from 'node:http';
import type { Socket } from 'node:net';
import { expect, test } from 'vitest';
import { asGenerationId } from '../../../src-shared/ids.ts';
import { ask, openEntry, pause, startServer } from './entry-fixture.ts';
import { allRules, type ForwardRules } from './door.ts';

interface RaceResult {
  readonly lostGets: number;
  readonly lostPosts: number;
  readonly twice: number;
}

/**
 * A block that closes idle sockets after 20 ms without a word, asked in a rhythm in which many
 * requests meet a socket that is just being closed.
 */
async function race(rules: ForwardRules): Promise<RaceResult> {
  const executed = new Map<string, number>();
  const server = http.createServer((request, response) => {
    const id = request.headers['x-request-id'];
    if (typeof id === 'string') executed.set(id, (executed.get(id) ?? 0) + 1);
    request.resume();
    request.on('end', () => {
      response.end('ok');
      const { socket } = request;
      clearTimeout(timers.get(socket));
      timers.set(
        socket,
        // Not the server's own keep-alive timeout: Node would announce that one.
        setTimeout(() => socket.destroy(), 20),
      );
    });
  });
  const timers = new Map<Socket, NodeJS.Timeout>();
  server.on('request', (request) => clearTimeout(timers.get(request.socket)));
  server.keepAliveTimeout = 0;
  const generation = asGenerationId('shop-v001');
  const { url } = await openEntry({ [generation]: [await startServer(server)] }, { rules });
  const agent = new http.Agent({ keepAlive: true });
  const lost = { GET: 0, POST: 0 };
  for (let turn = 0; turn < 150; turn += 1) {
    await Promise.all(
      (['GET', 'POST'] as const).map(async (method) => {
        const headers = { 'x-request-id': `${method}-${turn}` };
        const body = method === 'POST' ? 'x' : undefined;
        const answer = await ask(url, { method, headers, agent, ...(body && { body }) }).catch(
          () => undefined,
        );
        if (answer?.status !== 200) lost[method] += 1;
      }),
    );
    // Spread around the 20 ms at which the block closes.
    await pause(18 + (turn % 6));
  }
  agent.destroy();
  const twice = [...executed].filter(([id, count]) => id.startsWith('POST') && count > 1).length;
  return { lostGets: lost.GET, lostPosts: lost.POST, twice };
}

test('a block that closes idle sockets unannounced loses no request, and none runs twice', async () => {
  expect(await race(allRules)).toEqual({ lostGets: 0, lostPosts: 0, twice: 0 });
});

test('control: without the rules the same block loses some', async () => {
  const { lostGets, lostPosts } = await race({
    freshSocketForUnsafe: false,
    repeatOnClosedSocket: false,
  });
  expect(lostGets + lostPosts).toBeGreaterThan(0);
});
