/** What forbids a revert, and what does not: one look that misses where it leads is no proof. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { v1 } from '../../../src-shared/fleet.fixture.ts';
import { fail, succeed } from '../../../src-shared/result.ts';
import { openJournal, type Journal } from '../../journal/journal.ts';
import type { Yard } from '../../yards/port.ts';
import { opened, revertScene } from './revert-scene.fixture.ts';

type Look = 'true' | 'without v001' | 'failed' | 'never';

/** A yard whose first looks are these; later ones are true. */
function yardShowing(...looks: readonly Look[]): (yard: Yard) => Yard {
  let asked = 0;
  return (real) => ({
    ...real,
    observe: async () => {
      const how = looks[asked] ?? 'true';
      asked += 1;
      if (how === 'never') return new Promise(() => undefined);
      if (how === 'failed') return fail({ code: 'unreachable', message: 'No route to host.' });
      const look = await real.observe();
      if (!look.ok || how === 'true') return look;
      const fleets = look.value.fleets.map((fleet) => ({
        ...fleet,
        generations: fleet.generations.filter(({ id }) => id !== v1),
      }));
      return succeed({ ...look.value, fleets });
    },
  });
}

describe('a revert pressed before anything was seen', () => {
  let folder = '';
  let journal: Journal;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'blockyard-ground-'));
    journal = await openJournal(folder, () => 1_700_000_000_000);
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((record) => record.close()));
    await rm(folder, { recursive: true, force: true });
  });

  it('goes although the first look misses where it leads', async () => {
    const yard = yardShowing('without v001');
    const { press, pass, sent, outcomes } = revertScene({ journal, yard });
    void press();
    await pass(250);
    expect(sent.length).toBe(1);
    await pass(3000);
    expect(outcomes).toMatchObject([{ kind: 'verified' }]);
  });

  it.each(['failed', 'never'] as const)(
    'goes in time when the look that should tell is %s',
    async (second) => {
      const yard = yardShowing('without v001', second);
      const { press, pass, sent } = revertScene({ journal, yard });
      void press();
      await pass(250);
      expect(sent.length).toBe(1);
    },
  );

  it('is refused when two looks miss where it leads', async () => {
    const yard = yardShowing('without v001', 'without v001');
    const { press, pass, sent } = revertScene({ journal, yard });
    const answer = press();
    await pass(250);
    expect(await answer).toMatchObject({ ok: false, fault: { code: 'refused' } });
    expect(sent).toEqual([]);
  });
});
