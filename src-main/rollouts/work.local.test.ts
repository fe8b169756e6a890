/** A fleet without an entry on the real local yard: real test runners, their hooks, and a real queue. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { workCounts, isIdle } from '../../src-shared/block-work.ts';
import type { Fleet, Generation } from '../../src-shared/fleet.ts';
import { asFleetId, asGenerationId, type GenerationId } from '../../src-shared/ids.ts';
import type { Outcome } from '../../src-shared/panel.ts';
import type { SampleWork } from '../../src-shared/work-schema.ts';
import { usualTerms } from '../../src-shared/release.ts';
import { systemClock } from '../clock/system-clock.ts';
import { usualLimits } from '../yards/yard-pace.ts';
import { healthy, seen, until, valueOf } from '../yard-host/yard-host.fixture.ts';
import { carryOut, openLocalPanels, type LocalPanels, type Panel } from './local-panel.fixture.ts';

const runners = asFleetId('test-runners');
const v1 = asGenerationId('test-runners-v001');
const v2 = asGenerationId('test-runners-v002');

async function fleetIn({ yard }: Panel): Promise<Fleet> {
  const found = (await seen(yard)).fleets.find(({ id }) => id === runners);
  if (found === undefined) throw new Error('There are no test runners.');
  return found;
}

async function workOf(panel: Panel): Promise<SampleWork> {
  const { sampleWork } = await fleetIn(panel);
  if (sampleWork === undefined) throw new Error('They have no queue.');
  return sampleWork;
}

function of(fleet: Fleet, id: GenerationId): Generation {
  const found = fleet.generations.find((each) => each.id === id);
  if (found === undefined) throw new Error(`There is no ${id}.`);
  return found;
}

describe('a fleet without an entry', { timeout: 60_000 }, () => {
  let panels: LocalPanels;
  let panel: Panel;
  beforeEach(async () => {
    panels = await openLocalPanels();
    panel = await panels.open('panel-1', { limits: { ...usualLimits, undoMs: 300 } });
    valueOf(await panel.yard.sample({ kind: 'add' }));
    await until(async () => {
      const fleet = await fleetIn(panel);
      const isWhole = fleet.generations.every((each) => healthy(each) === each.size);
      return isWhole && workCounts(of(fleet, v1)).taking === 3 && isIdle(of(fleet, v2));
    }, 'v001 at work and v002 idle');
    // The panel has to know of them before anything is pressed.
    valueOf(await panel.observations.fresh());
  });
  afterEach(() => panels.close());

  const setWork = async (isOn: boolean): Promise<void> => {
    valueOf(await panel.yard.sample({ kind: 'work', fleet: runners, isOn }));
  };
  const done = (jobs: number): Promise<unknown> =>
    until(async () => (await workOf(panel)).done >= jobs, `${String(jobs)} jobs done`, 30_000);
  const atRest = async (): Promise<SampleWork> => {
    await setWork(false);
    await until(async () => {
      const { queued, running } = await workOf(panel);
      return queued + running === 0;
    }, 'an empty queue');
    return workOf(panel);
  };
  const cutOver = async (to: GenerationId): Promise<Outcome> => {
    const { revision } = (await fleetIn(panel)).split;
    return carryOut(panel, { kind: 'cut-over', to, expectedRevision: revision }, runners);
  };

  it('gives the work over and back and ends the old one, and no job is lost or done twice', async () => {
    expect((await fleetIn(panel)).entry).toMatchObject({ kind: 'none' });
    await setWork(true);
    await done(5);
    const over = await cutOver(v2);
    expect(over).toMatchObject({ kind: 'verified' });
    expect(over.text).toContain('v002 takes all the work: all 3 healthy blocks take work');
    const given = await fleetIn(panel);
    expect([workCounts(of(given, v1)).taking, workCounts(of(given, v2)).taking]).toEqual([0, 3]);
    await done(12);
    const back = await carryOut(panel, { kind: 'revert', to: v1 }, runners);
    expect(back).toMatchObject({ kind: 'verified' });
    await done(18);
    const { revision } = (await fleetIn(panel)).split;
    const terms = { ...usualTerms, waitsForPress: false, bakeMs: 300 };
    const source = { kind: 'generation', generation: v2 } as const;
    const release = { kind: 'release', source, expectedRevision: revision } as const;
    const shared = { ...release, terms: { ...terms, steps: [{ percent: 10, pauseMs: 0 }] } };
    const refusal = await panel.rollouts.begin(runners, shared, systemClock.now());
    expect(refusal).toMatchObject({ ok: false });
    const released = await carryOut(panel, { ...release, terms }, runners);
    expect(released).toMatchObject({ kind: 'verified' });
    expect(released.text).toContain('v002 takes all the work');
    await done(24);
    const retired = await carryOut(
      panel,
      { kind: 'retire', generation: v1, typedName: v1 },
      runners,
    );
    expect(retired).toMatchObject({ kind: 'done' });
    await done(30);
    const { lost, twice, fetched, done: finished } = await atRest();
    expect({ lost, twice }).toEqual({ lost: 0, twice: 0 });
    expect(finished).toBe(fetched);
    const refused = await panel.yard.pauseEntry({ fleet: runners, isPaused: true, by: 'ann' });
    expect(refused).toMatchObject({ ok: false, fault: { code: 'refused' } });
  });

  it('loses jobs when the old one is ended at once: the control', async () => {
    await setWork(true);
    await done(3);
    for (const block of of(await fleetIn(panel), v1).blocks) {
      await until(async () => (await workOf(panel)).running > 0, 'a job in hand');
      if (block.pid !== undefined) process.kill(block.pid, 'SIGKILL');
    }
    // The last one that took work had whatever was in hand then.
    await until(async () => (await workOf(panel)).lost > 0, 'a lost job');
    expect(await cutOver(v2)).toMatchObject({ kind: 'verified' });
    await done(8);
    expect((await atRest()).lost).toBeGreaterThan(0);
  });
});
