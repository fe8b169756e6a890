/** What scenes script and the checker reads: answers of a candidate, and words to a running rollout. */
import { expect, it } from 'vitest';
import { aRecipe, v1, v2 } from '../../../src-shared/fleet.fixture.ts';
import { asFleetId, asImageId, asRolloutId, type GenerationId } from '../../../src-shared/ids.ts';
import { createVirtualClock } from '../../clock/virtual-clock.ts';
import { usualAnswers, type SimAnswers } from './sim-answers.ts';
import { createRandom } from './random.ts';
import { noFaults, type SimFaults } from './sim-faults.ts';
import { addGeneration, type SimFleet } from './sim-fleet.ts';
import type { SimEvent } from './sim-log.ts';
import { SimWorld } from './sim-world.ts';
import { createSimYard } from './sim-yard.ts';

const id = asFleetId('storefront');
const rollout = asRolloutId('r1');
const owner = { name: 'Ann', host: 'desk', panel: 'p' };
const intent = { kind: 'cut-over', from: v1, to: v2, expectedRevision: 1 } as const;
const hold = { fleet: id, rollout, change: { kind: 'hold' }, by: 'Ann' } as const;

function bench(candidate: Partial<SimAnswers> = {}, faults: Partial<SimFaults> = {}) {
  const clock = createVirtualClock();
  const fleet: SimFleet = {
    ...{ id, name: 'storefront', floor: 1, generations: [], previous: null, rollout: null },
    ...{ split: { revision: 0, weights: [], changedAtMs: 0 }, leaseEndsAtMs: 0, nextBlock: 0 },
    requestsPerSecond: 400,
  };
  const healthy = { healthyAfterMs: 0, exitsAfterMs: null };
  for (const number of [1, 2]) {
    const image = asImageId(`sha256:${String(number).repeat(64)}`);
    const answers = number === 1 ? usualAnswers : { ...usualAnswers, ...candidate };
    addGeneration(fleet, { number, image, recipe: aRecipe, size: 2 }, 0, () => healthy, answers);
  }
  const world = new SimWorld(clock, [fleet], () => healthy);
  const give = (share: number): void => {
    const rest = { generation: v1, weight: 100 - share };
    world.setSplit(id, [rest, { generation: v2, weight: share }], v1);
  };
  give(0);
  const log: SimEvent[] = [];
  const yard = createSimYard({
    ...{ world, clock, random: createRandom(7), session: 1, isRecorded: () => true },
    faults: { ...noFaults, untilMs: Infinity, ...faults },
    log: (event) => log.push(event),
  });
  /** Its time passes as far as somebody waits for it. */
  const done = async <Value>(asked: Promise<Value>): Promise<Value> => {
    const waiting = { isOver: false };
    const end = asked.finally(() => (waiting.isOver = true));
    for (let turn = 0; turn < 1000 && !waiting.isOver; turn += 1) {
      await new Promise((resolve) => setImmediate(resolve));
      clock.step(clock.monotonicMs() + 60_000);
    }
    return end;
  };
  const pass = (ms: number): void => {
    const untilMs = clock.monotonicMs() + ms;
    clock.at(untilMs, () => undefined);
    while (clock.step(untilMs));
  };
  const trafficOf = (generation: GenerationId) =>
    world.fleet(id).traffic.generations.find((one) => one.generation === generation);
  return { clock, world, yard, log, done, pass, give, trafficOf };
}

const asked = { path: '/', text: 'ready', withinMs: 1000 };

it('lets a candidate answer badly in isolation, and takes the time that it takes', async () => {
  const { yard, done, clock, world } = bench({ status: 500, latencyMs: 700, text: 'not ready' });
  const startedAtMs = clock.monotonicMs();
  expect(await done(yard.check(id, v2, asked))).toEqual({
    ok: true,
    value: { status: 500, generation: v2, latencyMs: 700, hasText: true },
  });
  expect(clock.monotonicMs() - startedAtMs).toBeGreaterThanOrEqual(700);
  // The control: the other one answers as usual.
  expect(await done(yard.check(id, v1, asked))).toMatchObject({
    value: { status: 200, generation: v1, latencyMs: 5, hasText: false },
  });
  world.answerWith(id, v2, { latencyMs: 1250 });
  expect(await done(yard.check(id, v2, asked))).toMatchObject({ value: { latencyMs: 1250 } });
  world.answerWith(id, v2, { latencyMs: 1251 });
  expect(await done(yard.check(id, v2, asked))).toMatchObject({ fault: { code: 'unreachable' } });
});

it('answers a check for a candidate that nobody is healthy in as an entry does', async () => {
  const { yard, done, world } = bench({ text: 'ready' });
  for (let block = 0; block < 4; block += 1) world.sickenBlock(id, block, 60_000);
  expect(await done(yard.check(id, v2, asked))).toMatchObject({
    value: { status: 503, generation: null, hasText: false },
  });
});

it('lets one that is good in isolation err and be slow under traffic, and counts it so', async () => {
  const { yard, done, pass, give, trafficOf, world } = bench({
    ...{ text: 'ready', errorShare: 0.1, latencyInTrafficMs: 100 },
  });
  const check = () => done(yard.check(id, v2, asked));
  expect(await check()).toMatchObject({ value: { status: 200, latencyMs: 5, hasText: true } });
  const idle = { requestsPerSecond: 0, errorsPerSecond: 0, p50Ms: null, p95Ms: null, p99Ms: null };
  expect(trafficOf(v2)).toMatchObject({ ...idle, requests: 0, errors: 0 });
  give(25);
  pass(10_000);
  const bad = { requestsPerSecond: 100, errorsPerSecond: 10, p50Ms: 100, p95Ms: 180, p99Ms: 240 };
  expect(trafficOf(v2)).toMatchObject({ ...bad, requests: 1000, errors: 100 });
  const good = { requestsPerSecond: 300, errorsPerSecond: 0, p50Ms: 5, p95Ms: 9, p99Ms: 12 };
  expect(trafficOf(v1)).toMatchObject({ ...good, errors: 0 });
  expect(await check()).toMatchObject({ value: { status: 200, latencyMs: 5, hasText: true } });
  // What was counted stays, whatever it becomes and wherever the traffic goes.
  const before = trafficOf(v2);
  world.answerWith(id, v2, { errorShare: 0, latencyInTrafficMs: 5 });
  expect(trafficOf(v2)).toMatchObject({ errorsPerSecond: 0, errors: before?.errors, p50Ms: 5 });
  give(50);
  expect(trafficOf(v2)).toMatchObject({ requests: before?.requests, responsesSinceSplit: 0 });
  pass(1000);
  const more = { errors: before?.errors, requests: (before?.requests ?? 0) + 200 };
  expect(trafficOf(v2)).toMatchObject(more);
});

it('tells an unhappy candidate by a probe of the entry as well', async () => {
  const { yard, done, give } = bench({ errorShare: 1, latencyInTrafficMs: 80 });
  give(100);
  expect(await done(yard.probe(id, 'entry'))).toMatchObject({
    value: { status: 500, generation: v2, latencyMs: 80 },
  });
  expect(await done(yard.probe(id, v2))).toMatchObject({ value: { status: 200, latencyMs: 5 } });
});

it('writes down each word that is kept, also one whose answer is lost, and none that is not', async () => {
  const said = async (faults: Partial<SimFaults>): Promise<unknown[]> => {
    const { yard, done, world, log } = bench({}, faults);
    const { controls } = world.claim({
      fleet: id,
      rollout,
      intent,
      owner,
      leaseMs: 9000,
      epoch: 1,
    });
    expect(controls).toBeUndefined();
    const answer = await done(yard.control(hold));
    const other = { ...hold, rollout: asRolloutId('r2') };
    await done(yard.control(other));
    const isHeld = world.fleet(id).rollout?.controls?.isHeld ?? false;
    return [answer.ok ? 'ok' : answer.fault.code, isHeld, ...log];
  };
  const kept = { kind: 'controlled', rollout, change: { kind: 'hold' } };
  expect(await said({})).toMatchObject(['ok', true, kept]);
  expect(await said({ lostReply: 1 })).toMatchObject(['unknown-outcome', true, kept]);
  expect(await said({ lostRequest: 1 })).toEqual(['unknown-outcome', false]);
});

it('loses a check now and then, after the time that it was given', async () => {
  const { yard, done, clock } = bench({}, { failedLook: 1 });
  const lost = await done(yard.check(id, v2, asked));
  expect(lost).toMatchObject({ fault: { code: 'unreachable' } });
  expect(clock.monotonicMs()).toBeGreaterThan(asked.withinMs);
});
