import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { asFleetId } from '../../src-shared/ids.ts';
import { createSampleTraffic, type SampleTrafficSender } from './sample-traffic.ts';

const fleet = asFleetId('storefront');
let server: Server | null = null;
let sender: SampleTrafficSender | null = null;

afterEach(() => {
  sender?.stop();
  server?.closeAllConnections();
  server?.close();
});

function sendTo(url: string): SampleTrafficSender {
  let id = 0;
  sender = createSampleTraffic(
    () => `request-${String((id += 1))}`,
    () => undefined,
  );
  sender.set(fleet, url, true);
  return sender;
}

async function until(condition: () => boolean): Promise<void> {
  const end = Date.now() + 10_000;
  while (!condition()) {
    if (Date.now() > end) throw new Error('The awaited state did not come within 10 s.');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function serve(status: number, headers: Record<string, string>): Promise<string> {
  const listening = createServer((request, response) => {
    request.resume();
    response.writeHead(status, headers).end('x');
  });
  server = listening;
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${String((listening.address() as AddressInfo).port)}`;
}

describe('sample traffic', () => {
  it('counts answers', async () => {
    const traffic = sendTo(await serve(200, {}));
    await until(() => (traffic.read()[0]?.answered ?? 0) >= 5);
    expect(traffic.read()[0]).toMatchObject({ refused: 0, lost: 0, errors: 0, isOn: true });
  });

  it('tells an error made by a block from a request that no block answered', async () => {
    const byBlock = sendTo(await serve(500, { 'x-blockyard-generation': 'storefront-v003' }));
    await until(() => (byBlock.read()[0]?.errors ?? 0) >= 3);
    expect(byBlock.read()[0]).toMatchObject({ lost: 0 });
    byBlock.stop();
    const byEntry = sendTo(await serve(503, {}));
    await until(() => (byEntry.read()[0]?.lost ?? 0) >= 3);
    expect(byEntry.read()[0]).toMatchObject({ errors: 0 });
  });

  it('counts what was refused because nobody listened', async () => {
    const url = await serve(200, {});
    server?.close();
    const traffic = sendTo(url);
    await until(() => (traffic.read()[0]?.refused ?? 0) >= 3);
    expect(traffic.read()[0]).toMatchObject({ answered: 0, lost: 0 });
  });

  it('loses nothing by being switched off in the middle', async () => {
    const slow = createServer((request, response) => {
      request.resume();
      setTimeout(() => response.end('x'), 60);
    });
    server = slow;
    await new Promise<void>((resolve) => slow.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${String((slow.address() as AddressInfo).port)}`;
    const traffic = sendTo(url);
    for (let round = 0; round < 4; round += 1) {
      const before = traffic.read()[0]?.sent ?? 0;
      traffic.set(fleet, url, true);
      await until(() => (traffic.read()[0]?.sent ?? 0) >= before + 3);
      traffic.set(fleet, '', false);
    }
    await until(() => {
      const counts = traffic.read()[0];
      return counts !== undefined && counts.answered + counts.lost === counts.sent;
    });
    expect(traffic.read()[0]?.lost).toBe(0);
  });

  it('stops sending when it is switched off', async () => {
    const traffic = sendTo(await serve(200, {}));
    await until(() => (traffic.read()[0]?.sent ?? 0) >= 2);
    traffic.set(fleet, '', false);
    const sent = traffic.read()[0]?.sent;
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(traffic.read()[0]).toMatchObject({ sent, isOn: false });
  });
});
