import { describe, expect, it } from 'vitest';
import { aFleet, v1 } from '../../../src-shared/fleet.fixture.ts';
import { asRolloutId } from '../../../src-shared/ids.ts';
import { fail, type FaultCode } from '../../../src-shared/result.ts';
import { createVirtualClock } from '../../clock/virtual-clock.ts';
import { sendRevert } from './send-revert.ts';
import { tokenOf } from '../tokens.ts';

async function send(
  isOver: boolean,
  mayRepeat: () => boolean,
  code: FaultCode = 'unknown-outcome',
): Promise<number[]> {
  const clock = createVirtualClock();
  const sentAtMs: number[] = [];
  const rollout = asRolloutId('revert-1');
  const over = new AbortController();
  if (isOver) over.abort();
  const yard = {
    route: () => {
      sentAtMs.push(clock.monotonicMs());
      return Promise.resolve(fail({ code, message: 'Lost.' }));
    },
  };
  const order = {
    fleet: aFleet().id,
    weights: [{ generation: v1, weight: 100 }],
    expectedRevision: 'any',
    previous: null,
    rollout,
    overtake: true,
    token: tokenOf(rollout, 'route'),
  } as const;
  let done = false;
  const isDone = (): boolean => done;
  const ports = { clock, yard, limits: { verifyMs: 20_000 } };
  const sending = { order, over: over.signal, mayRepeat, learn: () => undefined };
  void sendRevert(ports, sending).then(() => (done = true));
  for (let turn = 0; turn < 200 && !isDone(); turn += 1) {
    await new Promise((resolve) => setImmediate(resolve));
    clock.step(Number.POSITIVE_INFINITY);
  }
  expect(isDone()).toBe(true);
  return sentAtMs;
}

describe('the write of a revert', () => {
  it('is repeated for a bounded time while nobody answers', async () => {
    const sentAtMs = await send(false, () => true);
    expect(sentAtMs.length).toBeGreaterThan(15);
    expect(sentAtMs.at(-1)).toBeLessThanOrEqual(20_000);
  });

  it('is repeated when it was throttled, not when it was refused', async () => {
    expect((await send(false, () => true, 'throttled')).length).toBeGreaterThan(15);
    expect(await send(false, () => true, 'refused')).toHaveLength(1);
    expect(await send(false, () => true, 'signed-out')).toHaveLength(1);
  });

  it('goes once, and is not repeated against a newer decision', async () => {
    expect(await send(false, () => false)).toEqual([0]);
  });

  it('does not go when a newer press came before it was sent', async () => {
    expect(await send(true, () => true)).toEqual([]);
  });
});
