/** A press whose record or claim fails: whatever did come about is undone. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { v1, v2 } from '../../src-shared/fleet.fixture.ts';
import type { Wish } from '../../src-shared/wish-schema.ts';
import { fail } from '../../src-shared/result.ts';
import { openJournal, type Journal } from '../journal/journal.ts';
import type { Yard } from '../yards/port.ts';
import { openPanelBench } from './panel-bench.fixture.ts';
import type { Rollouts } from './rollouts.ts';
import { fleetId, openSimBench, type SimBench } from './simulation/sim-bench.fixture.ts';

const cutOver: Wish = { kind: 'cut-over', to: v2, expectedRevision: 1 };
const lost = () => Promise.resolve(fail({ code: 'unknown-outcome', message: 'Lost.' }));
const throttled = () => Promise.resolve(fail({ code: 'throttled', message: 'Too often.' }));

describe('a press that does not begin', () => {
  let folder = '';
  let journal: Journal;
  const opened: { readonly bench: SimBench; readonly rollouts: Rollouts }[] = [];
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'blockyard-begin-'));
    journal = await openJournal(folder, () => 1_700_000_000_000);
  });
  afterEach(async () => {
    for (const { bench, rollouts } of opened.splice(0)) {
      void rollouts.stop();
      bench.observations.stop();
      await bench.pass(60_000);
    }
    await rm(folder, { recursive: true, force: true });
  });

  /** @param claims what becomes of each claim in turn; the last one of all later ones. */
  async function pressed(
    claims: (yard: Yard) => readonly Yard['claim'][],
    begin: Journal['begin'] | null = null,
    finish: Yard['finish'] | null = null,
  ) {
    let asked = 0;
    const finished: string[] = [];
    const bench = openSimBench({
      serving: v1,
      previous: null,
      change: (yard) => ({
        ...yard,
        claim: (order) => {
          const each = claims(yard);
          const answer = each[Math.min(asked, each.length - 1)];
          asked += 1;
          return answer === undefined ? yard.claim(order) : answer(order);
        },
        finish: (...terms) => {
          finished.push(terms[1]);
          return (finish ?? yard.finish)(...terms);
        },
      }),
    });
    const kept = bench.journal(journal);
    const { rollouts } = await openPanelBench(bench, folder, {
      journal: begin === null ? kept : { ...kept, begin },
    });
    opened.push({ bench, rollouts });
    const answer = rollouts.begin(fleetId, cutOver, bench.clock.now());
    await bench.pass(20_000);
    return { ...bench, answer: await answer, finished };
  }

  const unrecordable: Journal['begin'] = () =>
    Promise.resolve(fail({ code: 'no-space', message: 'Disk full.' }));

  it('lets go of a claim that may have arrived, whatever was answered to its repeat', async () => {
    const arrived = (yard: Yard): Yard['claim'] => {
      return (order) => yard.claim(order).then(lost);
    };
    const { answer, finished, world, sent } = await pressed(
      (yard) => [arrived(yard), throttled],
      unrecordable,
    );
    expect(answer).toMatchObject({ ok: false, fault: { code: 'no-space' } });
    expect(finished).toEqual(['rollout-1']);
    expect(world.fleet(fleetId).rollout).toBeNull();
    expect(sent).toEqual([]);
  });

  it('lets go at once of a claim that nobody answered: another panel would carry it out', async () => {
    const { answer, finished, world } = await pressed((yard) => [
      (order) => yard.claim(order).then(lost),
    ]);
    expect(answer).toMatchObject({ ok: false, fault: { code: 'unknown-outcome' } });
    expect(answer.ok ? '' : answer.fault.message).toBe('Lost.');
    expect(finished).toEqual(['rollout-1']);
    expect(world.fleet(fleetId).rollout).toBeNull();
  });

  it('says that another panel may go on with what it could not let go of', async () => {
    const { answer } = await pressed(
      (yard) => [(order) => yard.claim(order).then(lost)],
      null,
      lost,
    );
    expect(answer.ok ? '' : answer.fault.message).toBe(
      'Lost. Whether the yard holds this change is not known: another panel may go on with it.',
    );
    const { events } = await journal.readHistory(10);
    expect(events.at(-1)?.detail).toContain('another panel may go on with it');
  });

  it('asks for nothing where the yard has said no each time', async () => {
    const { answer, finished } = await pressed(() => [throttled], unrecordable);
    expect(answer).toMatchObject({ ok: false, fault: { code: 'no-space' } });
    expect(finished).toEqual([]);
  });

  it('ends its record when the claim throws', async () => {
    const { answer } = await pressed(() => [
      () => {
        throw new Error('No socket.');
      },
    ]);
    expect(answer).toMatchObject({ ok: false, fault: { message: 'No socket.' } });
    const { unfinished, events } = await journal.readHistory(10);
    expect(unfinished).toEqual([]);
    expect(events.map((event) => event.title)).toContain('Stopped');
  });

  it('lets go of its claim when the record throws', async () => {
    const { answer, finished, world } = await pressed(
      () => [],
      () => Promise.reject(new Error('A broken journal.')),
    );
    expect(answer).toMatchObject({ ok: false, fault: { message: 'A broken journal.' } });
    expect(finished).toEqual(['rollout-1']);
    expect(world.fleet(fleetId).rollout).toBeNull();
  });
});
