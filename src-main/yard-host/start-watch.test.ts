import { expect, it } from 'vitest';
import type { BlockStart } from '../../src-shared/block-start-schema.ts';
import { startsKept } from '../../src-shared/block-starts.ts';
import { asBlockId, asFleetId, asImageId, generationIdOf } from '../../src-shared/ids.ts';
import { sampleFleet } from './first-run.ts';
import { withStart } from './kept-starts.ts';
import { createStartWatch } from './start-watch.ts';
import { emptyState, hostStateSchema, type HostState } from './state-schema.ts';

const b1 = asBlockId('storefront-v001-b0001');

function watching() {
  let ms = 500;
  const told: BlockStart[] = [];
  const watch = createStartWatch({ now: () => 1_000_000, monotonicMs: () => ms }, (start) =>
    told.push(start),
  );
  return { watch, told, pass: (more: number) => (ms += more) };
}

it('tells a start when it is healthy, and once more with its first answer', () => {
  const { watch, told, pass } = watching();
  watch.launching(b1);
  pass(80);
  watch.running(b1);
  // Neither an answer before nor another one afterwards.
  watch.answered(b1);
  expect(told).toEqual([]);
  pass(920);
  watch.healthy(b1);
  pass(4000);
  watch.answered(b1);
  pass(1);
  watch.answered(b1);
  watch.healthy(b1);
  const start = { block: b1, launchedAtMs: 1_000_000, runningMs: 80, healthyMs: 1000 };
  expect(told).toEqual([
    { ...start, firstResponseMs: null },
    { ...start, firstResponseMs: 5000 },
  ]);
});

it('counts from the newest launch, and nothing of one that ended before it was healthy', () => {
  const { watch, told, pass } = watching();
  watch.launching(b1);
  pass(9000);
  watch.ended(b1);
  watch.healthy(b1);
  expect(told).toEqual([]);
  watch.launching(b1);
  pass(70);
  watch.healthy(b1);
  expect(told.map(({ healthyMs }) => healthyMs)).toEqual([70]);
});

const id = asFleetId('storefront');
const images = ['a', 'b', 'c'].map((one) => ({ id: asImageId(`sha256:${one.repeat(64)}`) }));

function aState(): HostState {
  const fleet = sampleFleet(images as never, 8080, 1, 0);
  return { ...emptyState, fleets: [fleet] };
}

it('keeps the newest starts with their generation, one of each, and reads states without any', () => {
  const before = aState();
  const [first] = before.fleets[0]?.generations ?? [];
  const block = first?.blocks[0]?.id ?? b1;
  const startAt = (launchedAtMs: number, firstResponseMs: number | null = null): BlockStart => ({
    ...{ block, launchedAtMs, runningMs: 80, healthyMs: 1000, firstResponseMs },
  });
  let state = withStart(id, startAt(1))(before);
  state = withStart(id, startAt(1, 2000))(state);
  const startsIn = (one: HostState) => one.fleets[0]?.generations[0]?.starts;
  expect(startsIn(state)).toEqual([startAt(1, 2000)]);
  for (let at = 2; at < 40; at += 1) state = withStart(id, startAt(at))(state);
  expect(startsIn(state)).toHaveLength(startsKept);
  expect(startsIn(state)?.at(-1)).toEqual(startAt(39));
  expect(withStart(id, { ...startAt(1), block: asBlockId('gone') })(before)).toBe(before);
  expect(startsIn(before)).toBeUndefined();
  // As they stand on the disk: read back whole, and an older one as it is.
  expect(hostStateSchema.parse(JSON.parse(JSON.stringify(state)))).toEqual(state);
  expect(hostStateSchema.safeParse(JSON.parse(JSON.stringify(before))).success).toBe(true);
  expect(first?.id).toBe(generationIdOf('storefront', 1));
});
