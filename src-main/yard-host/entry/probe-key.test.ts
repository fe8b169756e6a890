import type * as http from 'node:http';
import { describe, expect, test } from 'vitest';
import { asGenerationId } from '../../../src-shared/ids.ts';
import type { Traffic } from '../../../src-shared/traffic.ts';
import { probeAddress } from '../verbs/probe.ts';
import {
  ask,
  blockIdAt,
  openEntry,
  splitOf,
  startBlock,
  until,
  type OpenedEntry,
} from './entry-fixture.ts';

const generation = asGenerationId('shop-v001');
const probeKey = 'b3f0c6de-1f7e-4a8e-9a51-6d8f0a7b5c21';
const clock = { monotonicMs: () => performance.now() };

async function openMirror(): Promise<OpenedEntry & { readonly seen: string[] }> {
  const seen: string[] = [];
  const block = await startBlock((request, response) => {
    seen.push(request.rawHeaders.join('\n').toLowerCase());
    response.end('hi');
  });
  return { ...(await openEntry({ [generation]: [block] }, { probeKey })), seen };
}

/** Everything but what time alone moves. */
function counted(traffic: Traffic): object {
  return { ...traffic, sinceMs: 0 };
}

describe('the probe key', () => {
  test('a probe of ours is answered by the block that serves and leaves every count as it was', async () => {
    const { entry, url, seen } = await openMirror();
    entry.setSplit(splitOf({ [generation]: 100 }, 2));
    const before = counted(entry.traffic());
    for (let count = 0; count < 3; count += 1) {
      expect(await probeAddress(url, clock, probeKey)).toMatchObject({ status: 200, generation });
    }
    expect(counted(entry.traffic())).toEqual(before);
    expect(entry.traffic().generations[0]?.firstResponseSinceSplitAtMs).toBeNull();
    // The control: the same request without the key is traffic.
    await probeAddress(url, clock, null);
    expect(entry.traffic()).toMatchObject({
      requests: 1,
      generations: [{ requests: 1, responsesSinceSplit: 1 }],
    });
    expect(seen).toHaveLength(4);
    for (const head of seen) expect(head).not.toMatch(/x-blockyard-probe|b3f0c6de/u);
  });

  test.each([
    ['another key', [probeKey.replace('b', 'c')]],
    ['a part of it', [probeKey.slice(0, -1)]],
    ['other case', [probeKey.toUpperCase()]],
    ['nothing', ['']],
    ['the key among guesses', ['x', probeKey]],
    ['the key twice', [probeKey, probeKey]],
  ])('who sends %s is counted, and the block sees none of it', async (_, values) => {
    const { entry, url, seen } = await openMirror();
    const answer = await ask(url, { headers: { 'X-Blockyard-Probe': values } });
    expect(answer.status).toBe(200);
    expect(entry.traffic()).toMatchObject({ requests: 1, generations: [{ requests: 1 }] });
    expect(seen[0]).not.toContain('x-blockyard-probe');
  });

  test('an entry without a key counts them all, also one that says nothing', async () => {
    const block = await startBlock((_, response) => response.end('hi'));
    const { entry, url } = await openEntry({ [generation]: [block] });
    await ask(url, { headers: { 'x-blockyard-probe': 'undefined' } });
    await ask(url);
    expect(entry.traffic().requests).toBe(2);
  });

  test('a probe that nobody answers is not a request lost; a drain waits for it all the same', async () => {
    const waiting: http.ServerResponse[] = [];
    const slow = await startBlock((_, response) => waiting.push(response));
    const { entry, url } = await openEntry({ [generation]: [slow] }, { probeKey });
    const probe = probeAddress(url, clock, probeKey);
    await until(() => waiting.length === 1);
    expect(entry.traffic().generations[0]?.inFlight).toBe(0);
    const drain = entry.drainBlock(blockIdAt(generation, 0), 60_000);
    expect(entry.draining(blockIdAt(generation, 0))?.inFlight).toBe(1);
    waiting[0]?.end();
    expect((await probe).status).toBe(200);
    expect((await drain).drained).toBe(true);
    expect((await probeAddress(url, clock, probeKey)).status).toBe(503);
    expect(entry.traffic()).toMatchObject({ requests: 0, lost: 0 });
    expect((await ask(url)).status).toBe(503);
    expect(entry.traffic()).toMatchObject({ requests: 1, lost: 1 });
  });
});
