import { describe, expect, it } from 'vitest';
import { aFleet, v1, v2 } from '../../src-shared/fleet.fixture.ts';
import type { Fleet } from '../../src-shared/fleet.ts';
import { createVirtualClock } from '../clock/virtual-clock.ts';
import { succeed } from '../../src-shared/result.ts';
import type { GenerationId } from '../../src-shared/ids.ts';
import { freshFacts, momentOf } from './decide/facts.ts';
import { firstResponseMs } from './first-response.ts';
import { probeSwitch } from './probe-switch.ts';

const served = (atMs: number | null): Fleet => {
  const responses = atMs === null ? 0 : 1;
  const figures = {
    share: 1,
    requestsPerSecond: 0,
    errorsPerSecond: 0,
    p50Ms: null,
    p95Ms: null,
    p99Ms: null,
    inFlight: 0,
    webSockets: 0,
    errors: 0,
    requests: responses,
    responsesSinceSplit: responses,
    firstResponseSinceSplitAtMs: atMs,
  };
  const fleet = aFleet();
  return { ...fleet, traffic: { ...fleet.traffic, generations: [{ generation: v2, ...figures }] } };
};

describe('the time to the first response', () => {
  it('is that of the first client, else that of the first good probe', () => {
    expect(firstResponseMs(served(1080), v2, 1000, 1030)).toBe(80);
    expect(firstResponseMs(served(null), v2, 1000, 1030)).toBe(30);
    expect(firstResponseMs(served(null), v2, 1000, null)).toBeNull();
  });

  it('is not told when the clocks cannot be right', () => {
    expect(firstResponseMs(served(999), v2, 1000, 1030)).toBeNull();
    expect(firstResponseMs(served(9_000_000), v2, 1000, null)).toBeNull();
    expect(firstResponseMs(served(1080), v2, null, 1030)).toBeNull();
  });

  it('is noted when the first good probe comes back, not the first probe', async () => {
    const clock = createVirtualClock();
    const startMs = clock.now();
    const answers: GenerationId[] = [v1, v2, v2, v2];
    let facts = freshFacts(momentOf(clock), '');
    const yard = {
      probe: async () => {
        await clock.delay(10);
        return succeed({ status: 200, generation: answers.shift() ?? v1, latencyMs: 10 });
      },
    };
    const ports = { yard, clock, limits: { probesInARow: 3 } };
    const { id } = aFleet();
    const work = (async () => {
      facts = await probeSwitch(ports, id, facts, v2);
      facts = await probeSwitch(ports, id, facts, v2);
    })();
    for (let turn = 0; turn < 100; turn += 1) {
      await Promise.resolve();
      if (turn % 20 === 19) clock.step(50);
    }
    await work;
    expect(facts.probes).toMatchObject({ inARow: 3, firstGoodAtMs: startMs + 20 });
  });
});
