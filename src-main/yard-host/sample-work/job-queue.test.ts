import { beforeEach, expect, it } from 'vitest';
import { asBlockId } from '../../../src-shared/ids.ts';
import { createJobQueue, type JobQueue } from './job-queue.ts';

const [one, two] = [asBlockId('one'), asBlockId('two')];
const never = new AbortController().signal;
let queue: JobQueue;
let nowMs = 0;

beforeEach(() => {
  nowMs = 0;
  queue = createJobQueue({ monotonicMs: () => nowMs, random: () => 0.5 });
  queue.setOn(true);
});

it('hands each job out once, in the order of the questions', async () => {
  const asked = [queue.next(one, never), queue.next(two, never)];
  queue.tick();
  queue.tick();
  expect(await Promise.all(asked)).toEqual([
    { id: 1, ms: 200 },
    { id: 2, ms: 200 },
  ]);
  queue.done(1);
  queue.done(1);
  queue.done(77);
  expect(queue.counts()).toMatchObject({ fetched: 2, done: 1, twice: 1, lost: 0, running: 1 });
});

it('gives a worker that leaves no job, and keeps the job', async () => {
  const asked = queue.next(one, never);
  queue.leave(one);
  expect(await asked).toBeNull();
  queue.tick();
  expect(queue.counts()).toMatchObject({ queued: 1, fetched: 0 });
});

it('counts what a worker that ends had in hand as lost, and what nobody ends', async () => {
  queue.tick();
  queue.tick();
  await queue.next(one, never);
  await queue.next(two, never);
  queue.workerGone(one);
  expect(queue.counts()).toMatchObject({ lost: 1, running: 1 });
  nowMs = 11_000;
  queue.setOn(false);
  queue.tick();
  expect(queue.counts()).toMatchObject({ lost: 2, running: 0, queued: 0 });
});

it('makes no job while it is off, and no more than there is room for', () => {
  for (let at = 0; at < 500; at += 1) queue.tick();
  expect(queue.counts().queued).toBe(200);
  queue.setOn(false);
  queue.tick();
  expect(queue.counts().queued).toBe(200);
});
