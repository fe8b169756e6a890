import { describe, expect, it } from 'vitest';
import { aBlock, aFleet, aGeneration, aSplit, v1, v2 } from '../../src-shared/fleet.fixture.ts';
import type { Fleet } from '../../src-shared/fleet.ts';
import { withChange, type FleetPicture } from '../../src-shared/fleet-picture.ts';
import type { JournalEntry, SawEntry, WrittenEntry } from '../journal/entries.ts';
import { keepSights } from './sights.ts';

const at = (ms: number) => ({ atMs: 1_000_000 + ms, monotonicMs: ms });
const served = (revision: number): Fleet =>
  aFleet({ split: aSplit(revision % 2 === 1 ? v1 : v2, revision) });
const counting = (errorsPerSecond: number): Fleet => {
  const { traffic } = aFleet();
  const counted = {
    ...{ generation: v1, share: 1, requestsPerSecond: 9, errorsPerSecond },
    ...{ p50Ms: 1, p95Ms: 1, p99Ms: 1, inFlight: 0, webSockets: 0, requests: 1, errors: 0 },
    ...{ responsesSinceSplit: 1, firstResponseSinceSplitAtMs: null },
  };
  return aFleet({ traffic: { ...traffic, isCounted: true, generations: [counted] } });
};

function scene(kept: readonly SawEntry[] = []) {
  const noted: SawEntry[] = [];
  const written: WrittenEntry[] = kept.map((entry, index) => ({ seq: index + 1, atMs: 0, entry }));
  const sights = keepSights({
    entries: () => written,
    note: (entry: JournalEntry) => {
      if (entry.type === 'saw') noted.push(entry);
      return Promise.resolve();
    },
  });
  const pictures = (): FleetPicture[] => {
    let last: FleetPicture | null = null;
    return noted.map((entry) => (last = withChange(last, entry)));
  };
  return { ...sights, noted, pictures };
}

describe('sights', () => {
  it('keep the first look whole, and then only what stands otherwise', () => {
    const { see, noted, pictures } = scene();
    see(served(1), at(0));
    for (let ms = 600; ms < 6000; ms += 600) see(served(1), at(ms));
    see(served(2), at(6000));
    expect(noted.map(({ seenAtMs, isWhole }) => [seenAtMs, isWhole])).toEqual([
      [1_000_000, true],
      [1_006_000, false],
    ]);
    expect(pictures().map(({ split }) => split.revision)).toEqual([1, 2]);
  });

  it('keep at most one each half second, but for the first after an answer', () => {
    const { see, wrote, noted } = scene();
    see(served(1), at(0));
    see(served(2), at(100));
    expect(noted).toHaveLength(1);
    wrote('answer');
    see(served(1), at(150));
    see(served(2), at(200));
    expect(noted).toHaveLength(2);
    see(served(3), at(640));
    expect(noted).toHaveLength(2);
    see(served(3), at(700));
    expect(noted).toHaveLength(3);
  });

  it('keep what was counted when something is decided, and not otherwise', () => {
    const { see, wrote, noted, pictures } = scene();
    see(counting(0), at(0));
    see(counting(3), at(1000));
    expect(noted).toHaveLength(1);
    wrote('intended');
    see(counting(4), at(1100));
    expect(pictures().at(-1)?.traffic?.[0]?.errorsPerSecond).toBe(4);
    see(counting(5), at(1200));
    expect(noted).toHaveLength(2);
  });

  it('keep what was seen last before the end, and it only once', () => {
    const { see, wrote, noted, pictures } = scene();
    see(served(1), at(0));
    see(served(2), at(100));
    wrote('end');
    wrote('end');
    expect(pictures().map(({ split }) => split.revision)).toEqual([1, 2]);
    expect(noted[1]?.seenAtMs).toBe(1_000_100);
  });

  it('stop at 200 pictures of one rollout, panels before this one included, and keep the last for the end', () => {
    const { see, wrote, noted, pictures } = scene();
    for (let turn = 0; turn < 400; turn += 1) see(served(turn + 1), at(turn * 600));
    expect(noted).toHaveLength(199);
    wrote('end');
    expect(noted).toHaveLength(200);
    expect(pictures().at(-1)?.split.revision).toBe(400);

    const again = scene(noted.slice(0, 190));
    for (let turn = 0; turn < 400; turn += 1) again.see(served(turn + 1), at(turn * 600));
    again.wrote('end');
    expect(again.noted).toHaveLength(10);
    expect(again.noted[0]?.isWhole).toBe(true);
  });

  it('stop when hundreds of blocks fall ill and recover again and again', () => {
    const fleet = (isWell: boolean): Fleet => {
      const blocks = Array.from({ length: 500 }, (_, slot) =>
        aBlock(v1, slot, isWell ? {} : { state: { kind: 'unhealthy', reason: '' } }),
      );
      return aFleet({ generations: [aGeneration(1, { blocks, size: 500 })] });
    };
    const { see, noted } = scene();
    for (let turn = 0; turn < 150; turn += 1) see(fleet(turn % 2 === 0), at(turn * 600));
    expect(noted.length).toBeGreaterThan(30);
    expect(noted.length).toBeLessThan(50);
    expect(JSON.stringify(noted).length).toBeLessThan(2_000_000);
  });
});
