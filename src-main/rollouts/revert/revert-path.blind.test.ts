/** Reverts whose end cannot be seen: what is said, and when another press counts. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fail, type FaultCode } from '../../../src-shared/result.ts';
import { openJournal, type Journal } from '../../journal/journal.ts';
import type { Yard } from '../../yards/port.ts';
import { usualLimits } from '../../yards/yard-pace.ts';
import { opened, revertScene } from './revert-scene.fixture.ts';

/** From the moment `isDark` no look is answered; what becomes of writes is told by `answers`. */
function darkYard(answers: readonly (FaultCode | 'taken')[]) {
  const dark = { isDark: false, writes: 0 };
  const yard = (real: Yard): Yard => ({
    ...real,
    observe: () =>
      dark.isDark
        ? Promise.resolve(fail({ code: 'unreachable', message: 'No route to host.' }))
        : real.observe(),
    route: (order) => {
      const answer = answers[Math.min(dark.writes, answers.length - 1)] ?? 'taken';
      dark.writes += 1;
      if (answer === 'taken') return real.route(order);
      return Promise.resolve(fail({ code: answer, message: `It is ${answer}.` }));
    },
  });
  return { dark, yard };
}

describe('a revert that cannot be seen', () => {
  let folder = '';
  let journal: Journal;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'blockyard-blind-'));
    journal = await openJournal(folder, () => 1_700_000_000_000);
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((record) => record.close()));
    await rm(folder, { recursive: true, force: true });
  });

  async function pressInTheDark(answers: readonly (FaultCode | 'taken')[]) {
    const { dark, yard } = darkYard(answers);
    const scene = revertScene({ journal, yard });
    void scene.observations.fresh();
    await scene.pass(50);
    dark.isDark = true;
    const first = scene.press();
    return { ...scene, dark, first };
  }

  it('ends at once when the yard says no for good, and the next press is a new one', async () => {
    const { pass, press, outcomes, dark, first } = await pressInTheDark(['signed-out', 'taken']);
    await pass(100);
    expect(outcomes).toMatchObject([{ kind: 'failed' }]);
    expect(outcomes[0]?.text).toBe(
      'The yard refused the revert: It is signed-out. Nothing was changed by it. Where the traffic goes cannot be seen: No route to host.',
    );
    const second = press();
    await pass(100);
    expect(await second).not.toEqual(await first);
    expect(dark.writes).toBe(2);
  });

  it('does not claim that nothing was changed when an earlier sending got no answer', async () => {
    const { pass, outcomes } = await pressInTheDark(['unknown-outcome', 'signed-out']);
    await pass(2000);
    expect(outcomes[0]?.text).toContain('whether that took effect is not known');
    expect(outcomes[0]?.text).not.toContain('Nothing was changed');
  });

  it('ends as soon as nothing more is sent, and says what is not known', async () => {
    const { pass, outcomes, dark, clock } = await pressInTheDark(['unreachable']);
    const pressedAtMs = clock.now();
    // The control: it is still being sent, so it is still on its way.
    await pass(usualLimits.verifyMs - 2000);
    expect(outcomes).toEqual([]);
    await pass(4000);
    expect(outcomes).toMatchObject([{ kind: 'failed' }]);
    expect(outcomes[0]?.text).toContain('Whether it took effect is not known');
    expect((outcomes[0]?.atMs ?? 0) - pressedAtMs).toBeLessThan(usualLimits.verifyMs + 2000);
    const writes = dark.writes;
    await pass(60_000);
    expect(dark.writes).toBe(writes);
    expect(outcomes).toHaveLength(1);
  });

  it('waits with a write that was accepted, and says so when it is never seen', async () => {
    const { pass, outcomes } = await pressInTheDark(['taken']);
    await pass(usualLimits.verifyMs - 1000);
    expect(outcomes).toEqual([]);
    await pass(2000);
    expect(outcomes).toMatchObject([{ kind: 'failed' }]);
    expect(outcomes[0]?.text).toContain('accepted the write, but it was not verified');
  });

  it('is verified all the same when the yard is seen again in time', async () => {
    const { pass, outcomes, dark } = await pressInTheDark(['taken']);
    await pass(5000);
    dark.isDark = false;
    await pass(2000);
    expect(outcomes).toMatchObject([{ kind: 'verified' }]);
  });

  it('gives way at once to a second press', async () => {
    const { pass, press, outcomes, dark } = await pressInTheDark(['taken']);
    await pass(5000);
    void press();
    await pass(600);
    expect(outcomes).toMatchObject([{ kind: 'overtaken' }]);
    expect(dark.writes).toBe(2);
  });
});
