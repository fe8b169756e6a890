import { expect, test } from 'vitest';
import { asFleetId, asRolloutId } from '../../src-shared/ids.ts';
import { noMemory } from '../../src-shared/release.ts';
import { succeed, type Result } from '../../src-shared/result.ts';
import { createVirtualClock } from '../clock/virtual-clock.ts';
import type { OwnersWord, Yard } from '../yards/port.ts';
import { holdLease } from './lease.ts';

const leaseMs = 15_000;
const bob = { name: 'Bob', host: 'laptop', panel: 'bob' };

/** A yard whose renewals are answered when the test says so. */
function scene() {
  const clock = createVirtualClock();
  const asked: { told: OwnersWord; answer: () => void }[] = [];
  let isLost = false;
  const renew: Yard['renew'] = (_fleet, _rollout, _epoch, _leaseMs, told = {}) =>
    new Promise<Result<null>>((resolve) => {
      asked.push({ told: { ...told }, answer: () => resolve(succeed(null)) });
    });
  const terms = { fleet: asFleetId('f'), rollout: asRolloutId('r'), epoch: 1, leaseMs };
  const lease = holdLease({ renew } as Yard, clock, terms, () => {
    isLost = true;
  });
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
  };
  const pass = async (ms: number): Promise<void> => {
    const untilMs = clock.monotonicMs() + ms;
    clock.at(untilMs, () => undefined);
    while (clock.monotonicMs() < untilMs && clock.step(untilMs)) await settle();
  };
  return { clock, lease, asked, settle, pass, isLost: () => isLost };
}

test('Renewals go one after the other: an older memory never arrives behind a newer one', async () => {
  const { lease, asked, settle } = scene();
  lease.remember({ ...noMemory, sent: 1 });
  const first = lease.confirm();
  lease.remember({ ...noMemory, sent: 2 });
  const second = lease.confirm();
  await settle();
  expect(asked.map(({ told }) => told.memory?.sent)).toEqual([1]);
  expect(lease.isRemembered()).toBe(false);
  asked[0]?.answer();
  await settle();
  expect(asked.map(({ told }) => told.memory?.sent)).toEqual([1, 2]);
  expect(lease.isRemembered()).toBe(false);
  asked[1]?.answer();
  expect([await first, await second]).toEqual(['held', 'held']);
  expect(lease.isRemembered()).toBe(true);
  lease.stop();
});

test('A new step is told soon, the same one not again, and steps that fly by cost nothing', async () => {
  const { lease, asked, pass, settle } = scene();
  const step = (title: string) => ({ title, waitsAt: null });
  lease.tell(step('one'));
  expect(asked).toEqual([]);
  await pass(1500);
  lease.tell(step('one'));
  expect(asked).toEqual([]);
  lease.tell(step('two'));
  lease.tell(step('three'));
  expect(asked.map(({ told }) => told.step?.title)).toEqual(['two']);
  asked[0]?.answer();
  await settle();
  await pass(leaseMs / 3);
  expect(asked.at(-1)?.told.step?.title).toBe('three');
  lease.stop();
});

test('That it waits for a person, or does not any more, is told at once, also behind a renewal that is on its way', async () => {
  const { lease, asked, settle } = scene();
  lease.tell({ title: 'one', waitsAt: 1 });
  await settle();
  expect(asked.map(({ told }) => told.step?.waitsAt)).toEqual([1]);
  lease.tell({ title: 'two', waitsAt: 2 });
  await settle();
  expect(asked).toHaveLength(1);
  asked[0]?.answer();
  await settle();
  expect(asked.map(({ told }) => told.step?.waitsAt)).toEqual([1, 2]);
  asked[1]?.answer();
  await settle();
  lease.tell({ title: 'three', waitsAt: null });
  await settle();
  expect(asked.at(-1)?.told.step).toEqual({ title: 'three', waitsAt: null });
  lease.stop();
});

test('Before it is handed over nothing new begins, and what was sent is waited for', async () => {
  const { lease, pass, isLost } = scene();
  let answer = (): void => undefined;
  lease.during(new Promise<void>((resolve) => (answer = resolve)));
  let isRested = false;
  const resting = lease.rest().then((goOn) => {
    isRested = true;
    return goOn;
  });
  expect(lease.standing()).toBe('lapsed');
  await pass(1000);
  expect(isRested).toBe(false);
  answer();
  const goOn = await resting;
  // Not handed over after all.
  goOn();
  expect(lease.standing()).toBe('held');
  lease.give(bob);
  expect([lease.standing(), lease.givenTo(), isLost()]).toEqual(['lost', bob, true]);
  lease.stop();
});

test('What is never answered holds no handover up for long', async () => {
  const { lease, pass } = scene();
  lease.during(new Promise(() => undefined));
  let isRested = false;
  void lease.rest().then(() => (isRested = true));
  await pass(6000);
  expect(isRested).toBe(true);
  lease.stop();
});

test('What was lost before cannot be given', () => {
  const { lease } = scene();
  lease.lose();
  lease.give(bob);
  expect(lease.givenTo()).toBeNull();
  lease.stop();
});
