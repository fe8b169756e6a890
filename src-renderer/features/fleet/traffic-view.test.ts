import { describe, expect, it } from 'vitest';
import { aFleet, aGeneration } from '../../gallery/fixtures.ts';
import type { Sight } from './lost-words.ts';
import { trafficView } from './traffic-view.ts';

const lanes = [aGeneration(1), aGeneration(2)];
const live: Sight = { link: { kind: 'live' }, observedAtMs: 9000 };

describe('trafficView', () => {
  it('shows what was seen and says where the split says otherwise', () => {
    const view = trafficView(
      aFleet({ serves: 2, previous: 1, seen: { 1: 0.38, 2: 0.62 } }),
      lanes,
      live,
    );
    expect(view.sides.map(({ seen, sent }) => [seen, sent])).toEqual([
      [0.38, 0],
      [0.62, 1],
    ]);
    expect(view.difference).toBe('100 % sent to v002, 62 % seen');
    expect(trafficView(aFleet(), lanes, live).difference).toBeNull();
  });

  it('does not take silence for agreement or for zero requests lost', () => {
    const view = trafficView(aFleet({ total: 0, seen: {} }), lanes, live);
    expect(view).toMatchObject({ isSilent: true, difference: null, lostText: 'No requests yet' });
    expect(view.sinceText).toBeNull();
    expect(view.sides.every(({ facts }) => facts.length === 0)).toBe(true);
  });

  it('does not take it for silence that nobody answers', () => {
    const fleet = aFleet({ total: 0, seen: {} });
    const losing = (traffic: object): string | null =>
      trafficView(
        { ...fleet, traffic: { ...fleet.traffic, ...traffic } },
        lanes,
        live,
      ).losing?.replace(/\u00a0/g, ' ') ?? null;
    expect(losing({})).toBeNull();
    expect(losing({ lostPerSecond: 38 })).toBe('38 req/s lost: nobody answers');
    const some = { lostPerSecond: 3, requestsPerSecond: 40 };
    expect(losing(some)).toBe('3 req/s lost beside those answered');
  });

  it('never hides a lost request', () => {
    const fleet = aFleet({ total: 0, seen: {} });
    const view = trafficView(
      { ...fleet, traffic: { ...fleet.traffic, requests: 1, lost: 1 } },
      lanes,
      live,
    );
    expect(view.lostText).toBe('1 request lost of 1');
    expect(view.sinceText).toMatch(/^Counted since \d\d:\d\d/u);
  });

  it('counts by the entry, not by the generations that are left', () => {
    const fleet = aFleet();
    const traffic = { ...fleet.traffic, requests: 2260, lost: 3 };
    expect(trafficView({ ...fleet, traffic }, lanes, live).lostText).toBe(
      '3 requests lost of 2\u00a0260',
    );
  });

  it('names who is in neither lane and has traffic all the same', () => {
    const all = [aGeneration(1), aGeneration(2), aGeneration(3)];
    const fleet = aFleet({ generations: all, serves: 1, seen: { 1: 0.9, 3: 0.1 } });
    const view = trafficView(fleet, all.slice(0, 2), live);
    expect(view.elsewhere).toBe('In neither lane: v003 is sent nothing more and answers 10 %');
    const sent = aFleet({ generations: all, serves: 3, total: 0, seen: {} });
    expect(trafficView(sent, all.slice(0, 2), live).elsewhere).toBe(
      'In neither lane: v003 is sent 100 %',
    );
    // The control: in view it is a side, and without traffic it is not worth a word.
    expect(trafficView(fleet, [all[0] ?? aGeneration(1), aGeneration(3)], live).others).toEqual([]);
    expect(trafficView(aFleet({ generations: all }), all.slice(0, 2), live).elsewhere).toBeNull();
  });
});
