import { setTimeout as pause } from 'node:timers/promises';
import * as http from 'node:http';
import { describe, expect, it } from 'vitest';
import { asGenerationId } from '../../../src-shared/ids.ts';
import { openEntry, startBlock, until } from '../entry/entry-fixture.ts';
import { bodyLimitBytes, checkAddress } from './check.ts';

const clock = { monotonicMs: () => performance.now() };
const usual = { path: '/', text: null, withinMs: 5000 } as const;

/** An address that answers so, and what was asked of it. */
async function served(listener: http.RequestListener): Promise<{ url: string; asked: string[] }> {
  const asked: string[] = [];
  const port = await startBlock((request, response) => {
    asked.push(request.url ?? '');
    listener(request, response);
  });
  return { url: `http://127.0.0.1:${port}`, asked };
}

const unreachable = (message: RegExp) => ({
  fault: { code: 'unreachable', message: expect.stringMatching(message) as string },
});

describe('a check', () => {
  it('asks the path that was meant, and tells status and text as they came', async () => {
    const { url, asked } = await served((request, response) => {
      response.statusCode = request.url === '/ready?deep=1' ? 200 : 404;
      response.end('ready for <b>tö</b>');
    });
    const path = '/ready?deep=1';
    expect(await checkAddress(url, { ...usual, path, text: '<b>tö</b>' }, clock)).toMatchObject({
      ...{ status: 200, hasText: true, generation: null },
    });
    expect(await checkAddress(url, { ...usual, path, text: 'Ready' }, clock)).toMatchObject({
      ...{ status: 200, hasText: false },
    });
    expect(await checkAddress(url, usual, clock)).toMatchObject({ status: 404, hasText: null });
    expect(asked).toEqual([path, path, '/']);
  });

  it('goes nowhere else, neither by its path nor by a redirect', async () => {
    const elsewhere = await served((_, response) => response.end('welcome'));
    const { host } = new URL(elsewhere.url);
    const { url, asked } = await served((_, response) => {
      response.writeHead(302, { location: `${elsewhere.url}/` }).end();
    });
    for (const path of [`//${host}/`, '/a/../b', `/@${host}/`]) {
      const answer = await checkAddress(url, { ...usual, path, text: 'welcome' }, clock);
      expect(answer).toMatchObject({ status: 302, hasText: false });
      expect(asked.pop()).toBe(path);
    }
    expect(elsewhere.asked).toEqual([]);
  });

  it('finds a text that comes in pieces, and looks no further than 64 kB', async () => {
    const before = 'x'.repeat(bodyLimitBytes - 6);
    const { url } = await served((request, response) => {
      response.write(request.url === '/at-the-end' ? `${before}rea` : `${before}xrea`);
      setTimeout(() => response.end('dy!'), 30);
    });
    const asked = { ...usual, text: 'ready!' };
    const atTheEnd = await checkAddress(url, { ...asked, path: '/at-the-end' }, clock);
    expect(atTheEnd.hasText).toBe(true);
    // The time is that of the whole answer, not of its beginning.
    expect(atTheEnd.latencyMs).toBeGreaterThan(25);
    expect(await checkAddress(url, asked, clock)).toMatchObject({ hasText: false });
  });

  it('stops to read what never ends', async () => {
    let sent = 0;
    let isClosed = false;
    const { url } = await served((_, response) => {
      const more = setInterval(() => {
        sent += 1;
        response.write('x'.repeat(16 * 1024));
      }, 2);
      response.on('close', () => {
        clearInterval(more);
        isClosed = true;
      });
    });
    expect(await checkAddress(url, usual, clock)).toMatchObject({ status: 200 });
    await until(() => isClosed);
    expect(sent).toBeLessThan(100);
  });

  it('tells the time of an answer that is a little late, and a fault of one that is not there', async () => {
    const { url } = await served((request, response) => {
      response.write('so far');
      if (request.url === '/late') setTimeout(() => response.end(), 150);
    });
    const late = await checkAddress(url, { ...usual, path: '/late', withinMs: 100 }, clock);
    expect(late.latencyMs).toBeGreaterThan(100);
    const never = checkAddress(url, { ...usual, path: '/never', withinMs: 100 }, clock);
    await expect(never).rejects.toMatchObject(unreachable(/\/never did not answer: the whole answer was not there within 100 ms\.$/u)); // prettier-ignore
  });

  it('says that nobody listens, and that an answer broke off', async () => {
    const { url } = await served((_, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('half of');
      setTimeout(() => response.destroy(), 20);
    });
    await expect(checkAddress(url, usual, clock)).rejects.toMatchObject(unreachable(/broke off/u));
    const closed = http.createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => closed.once('listening', resolve));
    const address = closed.address();
    const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
    await new Promise((resolve) => closed.close(resolve));
    await expect(checkAddress(`http://127.0.0.1:${port}`, usual, clock)).rejects.toMatchObject(unreachable(/ECONNREFUSED/u)); // prettier-ignore
  });

  it('knows the generation by its entry, leaves no trace in the traffic, and tells its own 503', async () => {
    const [old, young] = ['shop-v001', 'shop-v002'].map((name) => asGenerationId(name));
    if (old === undefined || young === undefined) throw new Error('There are no two.');
    const port = await startBlock((_, response) => response.end('young'));
    const { entry } = await openEntry({ [old]: [], [young]: [port] });
    const ask = async (id: typeof old) =>
      checkAddress(await entry.preview(id), { ...usual, text: 'young' }, clock);
    expect(await ask(young)).toMatchObject({ status: 200, generation: young, hasText: true });
    expect(await ask(old)).toMatchObject({ status: 503, hasText: false });
    await pause(20);
    expect(entry.traffic()).toMatchObject({ requests: 0, lost: 0 });
  });
});
