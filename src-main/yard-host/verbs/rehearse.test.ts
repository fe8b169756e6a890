/** On a real entry with real servers as blocks; what must not take its time, on a clock that runs by itself. */
import { describe, expect, it } from 'vitest';
import { asFleetId, asGenerationId, type GenerationId } from '../../../src-shared/ids.ts';
import { quickClock } from '../../clock/quick-clock.fixture.ts';
import { systemClock } from '../../clock/system-clock.ts';
import { ask, openEntry, pause, startBlock } from '../entry/entry-fixture.ts';
import type { PreviewEntry } from '../entry/previews.ts';
import { probeAddress } from './probe.ts';
import { rehearse, type RehearsalGround } from '../../rehearsals/rehearse.ts';
import { allTo, previewPace, rehearsalOn } from './rehearse.ts';

const v1 = asGenerationId('shop-v001');
const v2 = asGenerationId('shop-v002');
const order = { fleet: asFleetId('shop'), away: v2, back: v1, by: 'Ann' };

async function onEntry(
  blocks: Parameters<typeof openEntry>[0],
  brokenOff = (): string | null => null,
) {
  const opened = await openEntry(blocks);
  const urls: string[] = [];
  const ground: RehearsalGround = {
    ...{ clock: systemClock, pace: previewPace },
    open: async () => {
      const preview = await opened.entry.openPreviewEntry(allTo(v1, v2));
      urls.push(preview.url);
      return rehearsalOn(preview, (url) => probeAddress(url, systemClock, null));
    },
    brokenOff,
  };
  return { ...opened, ground, urls };
}

describe('a rehearsal on a real entry', () => {
  it('goes there and back on an entry of its own, loses nothing, and leaves nothing', async () => {
    const old = await startBlock((_, response) => response.end('old'));
    const young = await startBlock((_, response) => response.end('new'));
    const { entry, url, ground, urls } = await onEntry({ [v1]: [old], [v2]: [young] });
    const { end, requests, lost, errors } = await rehearse(order, ground);
    if (end.kind !== 'measured') throw new Error(end.kind);
    expect([lost, errors]).toEqual([0, 0]);
    expect(requests).toBeGreaterThan(20);
    expect(end.revertMs).toBeGreaterThan(0);
    // The live one has noticed nothing, and counts nothing of it.
    expect(entry.split().weights).toEqual([{ generation: v1, weight: 100 }]);
    expect(entry.traffic()).toMatchObject({ requests: 0, lost: 0 });
    expect(urls).toHaveLength(1);
    expect(urls[0]).not.toBe(url);
    await expect(ask(urls[0] ?? '')).rejects.toThrow();
    expect((await ask(url)).body).toBe('old');
  });

  it('counts from the order: answers to requests of before say nothing', async () => {
    const slowMs = 400;
    const old = await startBlock((_, response) => setTimeout(() => response.end('old'), slowMs));
    const young = await startBlock((_, response) => response.end('new'));
    const { ground } = await onEntry({ [v1]: [old], [v2]: [young] });
    const { end } = await rehearse(order, ground);
    if (end.kind !== 'measured') throw new Error(end.kind);
    expect(end.revertMs).toBeGreaterThanOrEqual(slowMs - 5);
    expect(end.cutOverMs).toBeLessThan(slowMs);
  });

  it('counts what no block answers as lost, and an error of a block apart', async () => {
    let asked = 0;
    const old = await startBlock((_, response) => response.end('old'));
    const young = await startBlock((_, response) => {
      asked += 1;
      // Several in a row: the entry asks once more where a kept socket turns out closed.
      if (asked > 2 && asked < 9) response.socket?.destroy();
      else response.writeHead(asked === 12 ? 500 : 200).end('new');
    });
    const { ground } = await onEntry({ [v1]: [old], [v2]: [young] });
    const rehearsal = await rehearse(order, ground);
    expect(rehearsal).toMatchObject({ errors: 1, end: { kind: 'measured' } });
    expect(rehearsal.lost).toBeGreaterThan(0);
    expect(rehearsal.lost).toBeLessThan(7);
  });

  it('makes room at once, and closes what it has opened', async () => {
    const old = await startBlock((_, response) => response.end('old'));
    let because: string | null = null;
    const { ground, urls } = await onEntry({ [v1]: [old], [v2]: [old] }, () => because);
    const rehearsed = rehearse(order, ground);
    await pause(50);
    because = 'The live traffic was moved.';
    expect(await rehearsed).toMatchObject({ end: { kind: 'broken-off', because } });
    await expect(ask(urls[0] ?? '')).rejects.toThrow();
  });
});

it('waits for a silent side no longer than five seconds, names it, and closes', async () => {
  let serves: GenerationId | null = null;
  let isClosed = false;
  const entry: PreviewEntry = {
    url: 'http://127.0.0.1:1',
    setSplit: (weights) => {
      serves = weights.find(({ weight }) => weight > 0)?.generation ?? null;
    },
    close: () => {
      isClosed = true;
      return Promise.resolve();
    },
  };
  const clock = quickClock();
  const ground: RehearsalGround = {
    ...{ clock, pace: previewPace },
    open: () =>
      Promise.resolve(
        rehearsalOn(entry, () =>
          serves === v1
            ? Promise.resolve({ generation: v1, status: 200 })
            : new Promise(() => undefined),
        ),
      ),
    brokenOff: () => null,
  };
  expect(await rehearse(order, ground)).toMatchObject({ end: { kind: 'not-answered', by: v2 } });
  expect(clock.monotonicMs()).toBeLessThan(5600);
  expect(isClosed).toBe(true);
});
