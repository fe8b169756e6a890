/** Two real servers as generations, asked as they are. */
import * as http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { BehaviourReport } from '../../../src-shared/behaviour-schema.ts';
import { sumOfVerdicts, verdictOf } from '../../../src-shared/behaviour.ts';
import { asFleetId, asGenerationId } from '../../../src-shared/ids.ts';
import { valueOf } from '../../yard-host/yard-host.fixture.ts';
import { compareBehaviour, type BehaviourOrder } from './compare-behaviour.ts';
import { pathFigures, type Pair } from './path-figures.ts';

const servers: http.Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections();
});

interface Side {
  readonly url: string;
  readonly asked: string[];
}

async function aSide(answer: (path: string, response: http.ServerResponse) => void): Promise<Side> {
  const asked: string[] = [];
  const server = http.createServer(({ method = '', url = '' }, response) => {
    asked.push(`${method} ${url}`);
    answer(url, response);
  });
  servers.push(server);
  await new Promise<void>((settle) => server.listen(0, '127.0.0.1', settle));
  return { url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`, asked };
}

const [v1, v2] = [asGenerationId('shop-v001'), asGenerationId('shop-v002')];

function anOrder(a: Side, b: Side, paths: readonly string[]): BehaviourOrder {
  const generation = (id: string, { url }: Side) => ({ id, previewUrl: url });
  const fleet = {
    ...{ id: asFleetId('shop'), entry: { kind: 'http' }, split: { weights: [] } },
    generations: [generation(v1, a), generation(v2, b)],
  } as unknown as BehaviourOrder['fleet'];
  return { fleet, a: v1, b: v2, paths: paths.map((path) => ({ path })), waitsSeconds: 5 };
}

function ground(signal = new AbortController().signal, onProgress = (): void => undefined) {
  return { nowMs: 0, monotonicMs: () => performance.now(), onProgress, signal };
}

const kinds = (report: BehaviourReport): string[] =>
  report.paths.map((one) => verdictOf(one, 'v001', 'v002').kind);

describe('sample requests', () => {
  const quick = (_: string, response: http.ServerResponse): void => void response.end('ok');

  it('tells a slow path and a failing one, and calls the same ones alike', async () => {
    const a = await aSide(quick);
    const b = await aSide((path, response) => {
      if (path === '/broken') response.writeHead(500).end();
      else if (path === '/slow') setTimeout(() => response.end('ok'), 40);
      else response.end('ok');
    });
    const paths = ['/', '/slow', '/broken'];
    const report = valueOf(await compareBehaviour(ground(), anOrder(a, b, paths)));
    expect(kinds(report)).toEqual(['alike', 'slower', 'fails']);
    expect(report.missing).toEqual([]);
    expect(report.paths[2]?.b.statuses).toEqual([{ status: 500, count: 20 }]);
    expect(report.paths[1]?.pairs).toMatchObject({ answered: 20 });
    const said = report.paths.map((one) => verdictOf(one, 'v001', 'v002'));
    expect(sumOfVerdicts(said, 'v002')).toBe('v002 fails more at 1 of 3 paths; is slower at 1 of 3 paths.'); // prettier-ignore
    // The same to both, and nothing but GET; one more of each that is not counted.
    expect(a.asked).toEqual(b.asked);
    expect(new Set(a.asked)).toEqual(new Set(paths.map((path) => `GET ${path}`)));
    expect(a.asked).toHaveLength(63);
  });

  it('asks no other address, and ends when it is stopped', async () => {
    const a = await aSide(quick);
    const hangs = await aSide(() => undefined);
    const away = valueOf(await compareBehaviour(ground(), anOrder(a, a, ['//elsewhere.example/'])));
    expect(a.asked).toEqual([]);
    expect(away.paths[0]?.a.statuses).toEqual([{ status: null, count: 60 }]);
    expect(kinds(away)).toEqual(['cannot-say']);
    const stopper = new AbortController();
    const stopped = compareBehaviour(ground(stopper.signal), anOrder(a, hangs, ['/']));
    await expect.poll(() => hangs.asked.length).toBe(1);
    stopper.abort();
    expect(await stopped).toMatchObject({ ok: false, fault: { code: 'refused' } });
    expect(hangs.asked).toHaveLength(1);
  });

  it('tells what it has when it was enough, without the pair that was on its way', async () => {
    const enough = new AbortController();
    const a = await aSide(quick);
    let left = 13;
    const b = await aSide((_, response) => {
      left -= 1;
      if (left >= 0) response.end('ok');
      else enough.abort();
    });
    const report = valueOf(await compareBehaviour({ ...ground(), enough: enough.signal }, anOrder(a, b, ['/']))); // prettier-ignore
    expect(report.paths[0]?.pairs).toMatchObject({ answered: 12, failedA: 0, failedB: 0 });
    expect(report.missing).toEqual(['It was ended with 12 of 60 requests to each side: there was no more time for it.']); // prettier-ignore
  });
});

const good = (ms: number) => ({ status: 200, ms, bytes: 10 });
const bad = { status: 503, ms: 1, bytes: 0 };
const many = (count: number, pair: Pair): Pair[] => Array.from({ length: count }, () => pair);
const verdict = (pairs: readonly Pair[]) => verdictOf(pathFigures('/', pairs), 'v001', 'v002');

describe('what they say', () => {
  const slower = { a: good(100), b: good(130) };
  const quicker = { a: good(130), b: good(100) };
  it.each([
    ['nothing of too few', many(8, slower), 'cannot-say'],
    ['of nine that all agree', many(9, slower), 'slower'],
    ['of sixty, three standard deviations above the half', [...many(42, slower), ...many(18, quicker)], 'slower'],
    ['and not one less', [...many(41, slower), ...many(19, quicker)], 'alike'],
    ['nothing of what hardly differs', many(60, { a: good(100), b: good(109) }), 'alike'],
    ['nothing of less than two milliseconds', many(60, { a: good(1), b: good(2.9) }), 'alike'],
    ['that it got quicker', many(60, quicker), 'faster'],
    ['nothing of a few failures', [...many(57, { a: good(9), b: good(9) }), ...many(3, { a: good(9), b: bad })], 'cannot-say'],
    ['that it fails', [...many(51, { a: good(9), b: good(9) }), ...many(9, { a: good(9), b: bad })], 'fails'],
    ['that it fails no more', many(60, { a: bad, b: good(9) }), 'recovers'],
    ['nothing where both fail', many(60, { a: bad, b: bad }), 'cannot-say'],
  ] as const)('tells %s', (_, pairs, kind) => {
    expect(verdict(pairs).kind).toBe(kind);
  }); // prettier-ignore

  it('gives the numbers that it was judged by', () => {
    expect(verdict(many(60, slower)).text).toBe('v002 was slower in 60 of 60 pairs, by 30 ms in the middle (100 ms became 130 ms).'); // prettier-ignore
    expect(verdict(many(3, slower)).text).toBe('Cannot say. Only 3 of the pairs were answered by both: too few to tell from chance.'); // prettier-ignore
  });

  it('has a p95 of twenty answers, and none of fewer', () => {
    expect(pathFigures('/', many(19, slower)).a.p95Ms).toBeNull();
    expect(pathFigures('/', many(20, slower)).a.p95Ms).toBe(100);
  });

  it('calls equal sides alike, however often it is asked', () => {
    let state = 7;
    // mulberry32: of a plainer one, neighbours hang together.
    const random = (): number => {
      state = (state + 0x6d2b79f5) | 0;
      let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
      mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
      return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
    };
    const runs = Array.from(
      { length: 300 },
      () =>
      verdict(Array.from({ length: 60 }, () => ({ a: good(20 + random() * 30), b: good(20 + random() * 30) }))), // prettier-ignore
    );
    expect(runs.filter(({ kind }) => kind !== 'alike').length).toBeLessThanOrEqual(3);
  });
});
