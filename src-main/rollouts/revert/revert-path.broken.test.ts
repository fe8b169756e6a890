/** Mistakes of ours on the way back: none may keep the next press from being a new one. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { asRolloutId } from '../../../src-shared/ids.ts';
import { openJournal, type Journal } from '../../journal/journal.ts';
import { opened, revertScene } from './revert-scene.fixture.ts';

describe('a revert in which Blockyard itself fails', () => {
  let folder = '';
  let journal: Journal;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'blockyard-broken-'));
    journal = await openJournal(folder, () => 1_700_000_000_000);
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((record) => record.close()));
    await rm(folder, { recursive: true, force: true });
  });

  it('before the write, says that nothing was sent, and goes with the next press', async () => {
    let isBroken = true;
    const { observations, pass, press, sent, outcomes } = revertScene({
      journal,
      broken: {
        newRolloutId: () => {
          if (isBroken) throw new Error('No id.');
          return asRolloutId('revert-2');
        },
      },
    });
    void observations.fresh();
    await pass(50);
    expect(await press()).toMatchObject({
      ok: false,
      fault: { code: 'internal', message: 'Blockyard itself failed: No id. Nothing was sent.' },
    });
    expect(sent).toEqual([]);
    isBroken = false;
    const second = press();
    await pass(2000);
    expect(await second).toMatchObject({ ok: true });
    expect(outcomes).toMatchObject([{ kind: 'verified' }]);
  });

  it('after the write, ends it as failed, in the record too, and the next press is a new one', async () => {
    let isBroken = true;
    const { observations, pass, press, sent, outcomes, clock } = revertScene({
      journal,
      broken: {
        show: () => {
          if (isBroken) throw new Error('No such lane');
        },
      },
    });
    void observations.fresh();
    await pass(50);
    const first = press();
    await pass(200);
    expect(outcomes).toMatchObject([{ kind: 'failed' }]);
    expect(outcomes[0]?.text).toContain('Blockyard itself failed: No such lane.');
    expect((await journal.readHistory(50)).unfinished).toEqual([]);
    isBroken = false;
    const atMs = clock.monotonicMs();
    const second = press();
    await pass(2000);
    expect(await second).not.toEqual(await first);
    expect(sent.map((one) => one.atMs)).toContain(atMs);
    expect(outcomes[1]).toMatchObject({ kind: 'verified' });
  });

  it('takes a yard that throws for one that does not answer, and sends again', async () => {
    let asked = 0;
    const { observations, pass, press, outcomes } = revertScene({
      journal,
      yard: (yard) => ({
        ...yard,
        route: (order) => {
          asked += 1;
          if (asked === 1) throw new Error('No socket.');
          return yard.route(order);
        },
      }),
    });
    void observations.fresh();
    await pass(50);
    void press();
    await pass(2000);
    expect(asked).toBe(2);
    expect(outcomes).toMatchObject([{ kind: 'verified' }]);
  });
});
