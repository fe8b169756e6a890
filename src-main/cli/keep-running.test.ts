import { expect, test } from 'vitest';
import type { YardLink } from '../../src-shared/panel.ts';
import type { Fault } from '../../src-shared/result.ts';
import { succeed } from '../../src-shared/result.ts';
import { createVirtualClock } from '../clock/virtual-clock.ts';
import { keepRunning } from './keep-running.ts';

const live: YardLink = { kind: 'live' };
const gone: YardLink = { kind: 'gone', sinceMs: 0, reason: 'It is not running.' };

function scene(started: () => YardLink) {
  const clock = createVirtualClock();
  let link = live;
  let changed: () => void = () => undefined;
  let starts = 0;
  let lost: Fault | null = null;
  const become = (next: YardLink): void => {
    link = next;
    changed();
  };
  const kept = keepRunning(clock, {
    link: () => link,
    start: () => {
      starts += 1;
      become(started());
      return Promise.resolve(succeed(null));
    },
    onLink: (listener) => {
      changed = listener;
      return () => (changed = () => undefined);
    },
  });
  void kept.lost.then((fault) => (lost = fault));
  const pass = async (ms: number): Promise<void> => {
    const untilMs = clock.monotonicMs() + ms;
    clock.at(untilMs, () => undefined);
    do for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
    while (clock.monotonicMs() < untilMs && clock.step(untilMs));
  };
  return { become, pass, kept, starts: () => starts, lost: () => lost };
}

test('A host that has died is started again, each time, and nothing else is done meanwhile', async () => {
  const { become, pass, kept, starts, lost } = scene(() => live);
  await pass(200_000);
  expect(starts()).toBe(0);
  become(gone);
  await pass(10);
  become(gone);
  await pass(200_000);
  expect([starts(), lost()]).toEqual([2, null]);
  kept.stop();
  become(gone);
  await pass(5000);
  expect(starts()).toBe(2);
});

test('What cannot be brought back is given up after a minute, and what hangs is not started beside it', async () => {
  const dead = scene(() => gone);
  dead.become(gone);
  await dead.pass(59_000);
  expect(dead.lost()).toBeNull();
  expect(dead.starts()).toBeGreaterThan(10);
  await dead.pass(3000);
  expect(dead.lost()).toMatchObject({
    code: 'unreachable',
    message: expect.stringContaining('for a minute') as string,
  });
  const hung = scene(() => live);
  hung.become({ kind: 'stale', sinceMs: 0, reason: 'No answer.' });
  await hung.pass(62_000);
  expect([hung.starts(), hung.lost()?.code]).toEqual([0, 'unreachable']);
});

test('What somebody has stopped stays stopped', async () => {
  const { become, pass, starts, lost } = scene(() => live);
  become({ kind: 'stopped' });
  await pass(10);
  expect([starts(), lost()?.code]).toEqual([0, 'unreachable']);
});
