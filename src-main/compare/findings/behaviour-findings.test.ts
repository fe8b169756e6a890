/** What of how two generations behave becomes a finding, and what must not: chance, and what only the conditions make. */
import { expect, it } from 'vitest';
import { aFleet, aSplit, v2 } from '../../../src-shared/fleet.fixture.ts';
import type { Fleet, Generation } from '../../../src-shared/fleet.ts';
import { pathFigures, type Pair } from '../behaviour/path-figures.ts';
import { sampleFindings, standingFindings } from './behaviour-findings.ts';

const fleet = aFleet();
const [first, second] = fleet.generations;
if (first === undefined || second === undefined) throw new Error('The fixture has two.');

/** @param starts until healthy: the one in the middle, the slowest, how many. */
function like(
  generation: Generation,
  starts: readonly [number, number, number] | null,
  bytes: readonly number[],
): Generation {
  const [medianMs = 0, slowestMs = 0, count = 0] = starts ?? [];
  const healthy = { medianMs, slowestMs, starts: count };
  const told = { seenBy: 'yard' as const, running: null, healthy, firstResponse: null };
  const blocks = generation.blocks.map((block, at) => {
    const memoryBytes = bytes[at];
    return { ...block, ...(memoryBytes !== undefined && { memoryBytes }) };
  });
  return { ...generation, blocks, ...(starts !== null && { starts: told }) };
}

type Told = Parameters<typeof like>[1];
const starts = (a: Told, b: Told) =>
  standingFindings(fleet, { a: like(first, a, [50e6, 51e6, 52e6]), b: like(second, b, [50e6, 51e6, 52e6]) }); // prettier-ignore
const holding = (a: readonly number[], b: readonly number[]) =>
  standingFindings(fleet, { a: like(first, [100, 120, 4], a), b: like(second, [100, 120, 4], b) });
const texts = (gathered: ReturnType<typeof standingFindings>) =>
  gathered.findings.map(({ subject, why }) => `${subject}${why === null ? '' : '!'}`);

it.each([
  ['of one second more, beyond the slowest', [400, 600, 8], [1400, 1500, 4], ['Start-up!']],
  ['of less than a second', [400, 600, 8], [1399, 1500, 4], []],
  ['of less than a third', [9000, 9100, 8], [11_900, 12_000, 4], []],
  ['of what the other side has, too', [400, 1500, 8], [1450, 1500, 4], []],
  ['that it got quicker', [9000, 9900, 8], [4000, 5000, 4], ['Start-up']],
  ['of quicker because the yard came up at once', [3400, 4000, 8], [500, 600, 4], []],
  ['of equal sides', [400, 600, 8], [400, 600, 8], []],
] as const)('tells of start-up %s what it supports', (_, a, b, expected) => {
  const gathered = starts(a, b);
  expect(texts(gathered)).toEqual(expected);
  expect(gathered).toMatchObject({ areas: ['behaviour'], missing: [] });
});

it('says what cannot be compared, and finds nothing in it', () => {
  const few = starts([400, 600, 8], [9000, 9000, 1]);
  expect(few.findings).toEqual([]);
  expect(few.missing).toEqual(['Start-up: only one of the starts of v002 was seen, which cannot be told from chance.']); // prettier-ignore
  const none = standingFindings(fleet, { a: like(first, null, []), b: like(second, null, []) });
  expect(none).toMatchObject({ areas: [], findings: [] });
  expect(none.missing).toEqual([
    'Start-up: none of the starts of v001 was seen, which cannot be told from chance.',
    'Memory: what the blocks of v001 hold is not known.',
  ]);
  expect(holding([50e6, 50e6, 50e6], [90e6]).missing).toEqual(['Memory: too few blocks of v002 are known to tell from chance.']); // prettier-ignore
});

it('tells of memory only what each block holds more, by a notable share', () => {
  const grown = holding([50e6, 52e6, 60e6], [95e6, 96e6, 99e6]);
  expect(grown.findings).toEqual([
    {
      ...{ area: 'behaviour', subject: 'Memory', before: '52 MB a block', after: '96 MB a block' },
      ...{ kind: 'changed', why: expect.stringContaining('has had no traffic yet') as string },
    },
  ]);
  const wayIn = (seen: Fleet, more: Partial<Generation>) =>
    standingFindings(seen, {
      a: like(first, [100, 120, 4], [50e6, 52e6, 60e6]),
      b: { ...like(second, [100, 120, 4], [95e6, 96e6, 99e6]), ...more },
    }).findings.map(({ why }) => why);
  expect(wayIn(aFleet({ split: aSplit(v2, 2) }), { hasServed: true })).toEqual([
    'Each of its blocks holds more than any of v001, which has no traffic now.',
  ]);
  expect(wayIn(fleet, { hasServed: true })).toEqual([
    'Each of its blocks holds more than any of v001.',
  ]);
  expect(wayIn(fleet, { hasServed: undefined })).toEqual(['Each of its blocks holds more than any of v001.']); // prettier-ignore
  expect(holding([50e6, 52e6, 97e6], [95e6, 96e6, 99e6]).findings).toEqual([]);
  expect(holding([50e6, 52e6, 60e6], [70e6, 80e6, 81e6]).findings).toEqual([]);
  // Smaller: it has had no traffic.
  expect(holding([95e6, 96e6, 99e6], [50e6, 52e6, 60e6]).findings).toEqual([]);
});

const good = (ms: number) => ({ status: 200, ms, bytes: 10 });
const bad = { status: 503, ms: 1, bytes: 0 };
const many = (count: number, pair: Pair): Pair[] => Array.from({ length: count }, () => pair);
const sampled = (pairs: readonly Pair[], missing: readonly string[] = []) =>
  sampleFindings({ paths: [pathFigures('/cart', pairs)], missing: [...missing] }, { a: first, b: second }); // prettier-ignore

it.each([
  ['slower', many(60, { a: good(100), b: good(130) }), ['/cart, time!']],
  ['faster, which whoever has no traffic is', many(60, { a: good(130), b: good(100) }), []],
  ['failing', [...many(50, { a: good(9), b: good(9) }), ...many(10, { a: good(9), b: bad })], ['/cart, errors!']],
  ['failing no more', many(60, { a: bad, b: good(9) }), ['/cart, errors']],
] as const)('tells sample requests that are %s', (_, pairs, expected) => {
  expect(texts(sampled(pairs))).toEqual(expected);
  expect(sampled(pairs).missing).toEqual([]);
}); // prettier-ignore

it('gives the figures of both sides, and those that it was judged by', () => {
  expect(sampled(many(60, { a: good(9), b: bad })).findings).toEqual([
    {
      ...{ area: 'behaviour', subject: '/cart, errors', kind: 'changed' },
      ...{ before: '0 of 60 failed', after: '60 of 60 failed (status 503)' },
      why: 'v002 failed 60 times where v001 answered, and v001 never where v002 did.',
    },
  ]);
});

it('finds nothing where it cannot be said, and says so', () => {
  const few = sampled(many(3, { a: good(100), b: good(300) }), ['It ended early.']);
  expect(few.findings).toEqual([]);
  expect(few.missing).toEqual([
    '/cart: Cannot say. Only 3 of the pairs were answered by both: too few to tell from chance.',
    'Sample requests: It ended early.',
  ]);
  expect(sampled([]).missing).toEqual(['/cart: not one pair of sample requests was through in time.']); // prettier-ignore
});
