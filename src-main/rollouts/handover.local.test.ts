/** A change that goes from one panel to another by consent, on the real local yard. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { asGenerationId, type RolloutId } from '../../src-shared/ids.ts';
import type { Handover, SaidWord } from '../../src-shared/handover-schema.ts';
import { handoverOf } from '../../src-shared/handover.ts';
import { usualTerms } from '../../src-shared/release.ts';
import { weightOf } from '../../src-shared/roles.ts';
import { systemClock } from '../clock/system-clock.ts';
import { openJournal } from '../journal/journal.ts';
import { fleetId, seenFleet, until, valueOf } from '../yard-host/yard-host.fixture.ts';
import { openLocalPanels, type LocalPanels, type Panel } from './local-panel.fixture.ts';

const v2 = asGenerationId('storefront-v002');

describe('a handover on the local yard', { timeout: 120_000 }, () => {
  let panels: LocalPanels;
  let ann: Panel;
  let bob: Panel;
  let rollout: RolloutId;
  beforeEach(async () => {
    panels = await openLocalPanels();
    [ann, bob] = [await panels.open('ann'), await panels.open('bob')];
    for (const panel of [ann, bob]) await panel.rollouts.resume();
    const { revision } = (await seenFleet(ann.yard)).split;
    rollout = valueOf(
      await ann.rollouts.begin(
        fleetId,
        {
          kind: 'release',
          source: { kind: 'generation', generation: v2 },
          terms: { ...usualTerms, steps: [{ percent: 10, pauseMs: null }], bakeMs: 1000 },
          expectedRevision: revision,
        },
        systemClock.now(),
      ),
    );
  });
  afterEach(() => panels.close());

  const running = async () => (await seenFleet(ann.yard)).rollout;
  const word = async (panel: Panel, said: Omit<SaidWord, 'epoch'>): Promise<void> => {
    const epoch = (await running())?.epoch ?? 0;
    valueOf(await panel.rollouts.control(fleetId, rollout, { ...said, epoch } as SaidWord));
  };
  const handover = async (): Promise<Handover | null> => {
    const now = await running();
    return now === null ? null : handoverOf(now);
  };
  const carries = ({ rollouts }: Panel): boolean => rollouts.progress().length > 0;
  const offered = (panel: Panel, kind: 'pass' | 'hold') =>
    panel.rollouts.progress()[0]?.course?.offers.find((offer) => offer.kind === kind) ?? null;
  const pass = async (panel: Panel): Promise<void> => {
    const change = await until(() => Promise.resolve(offered(panel, 'pass')), 'a place to pass');
    valueOf(await panel.rollouts.control(fleetId, rollout, change));
  };
  const share = async (): Promise<number> => weightOf(await seenFleet(ann.yard), v2);
  const give = async (from: Panel, to: Panel, name: string): Promise<void> => {
    await word(to, { kind: 'ask' });
    await expect.poll(async () => (await handover())?.kind).toBe('asked');
    const asked = await handover();
    if (asked?.kind !== 'asked') throw new Error('Nobody asked.');
    await word(from, { kind: 'hand-over', to: asked.by } as Omit<SaidWord, 'epoch'>);
    await expect.poll(async () => (await running())?.owner.panel, { timeout: 10_000 }).toBe(name);
    await expect.poll(() => carries(to), { timeout: 10_000 }).toBe(true);
    await expect.poll(() => carries(from), { timeout: 10_000 }).toBe(false);
  };

  it('goes over at 10 %, comes back, and is carried to its end by whom it began with', async () => {
    await pass(ann);
    await expect.poll(share, { timeout: 20_000 }).toBe(10);
    await give(ann, bob, 'bob');
    expect(await running()).toMatchObject({ id: rollout, epoch: 2, owner: { panel: 'bob' } });
    expect(ann.outcomes()).toMatchObject([{ rollout, kind: 'handed-over' }]);
    expect(await share()).toBe(10);
    await give(bob, ann, 'ann');
    expect(await running()).toMatchObject({ id: rollout, epoch: 3, owner: { panel: 'ann' } });
    await pass(ann);
    const ends = () => ann.outcomes().map(({ kind }) => kind);
    await expect.poll(ends, { timeout: 30_000 }).toEqual(['handed-over', 'verified']);
    expect(await running()).toBeNull();
    expect(await share()).toBe(100);
    // The record of who gave it away for good is closed with where its end stands.
    const journal = await openJournal(`${panels.folder}/bob`, systemClock.now);
    await expect.poll(async () => journal.readUnfinished()).toEqual([]);
    const told = (await journal.readHistory(100)).events.map(({ title, detail }) => `${title}: ${detail}`); // prettier-ignore
    expect(told.join('\n')).toMatch(/Handed over: ann on desk carries it on/u);
    expect(told.at(-1)).toMatch(/how it ended stands in the record of whoever carried it on/u);
  });

  it('stays with who keeps it; asking alone moves nothing', async () => {
    await word(bob, { kind: 'ask' });
    await expect.poll(async () => (await handover())?.kind).toBe('asked');
    await word(ann, { kind: 'decline' });
    await expect.poll(async () => (await handover())?.kind).toBe('declined');
    await pass(ann);
    await expect.poll(share, { timeout: 20_000 }).toBe(10);
    expect(await running()).toMatchObject({ epoch: 1, owner: { panel: 'ann' } });
    expect(carries(bob)).toBe(false);
  });

  it('shows those who watch what it is at', async () => {
    await until(() => Promise.resolve(offered(ann, 'pass')), 'a place to pass');
    const { title, waitingBecause: because } = ann.rollouts.progress()[0] ?? {};
    expect(because).toBe('v002 waits for your press');
    const step = async () => (await seenFleet(bob.yard)).rollout?.step;
    const shown = { title, waitsAt: 1, because };
    await expect.poll(step, { timeout: 10_000 }).toEqual(shown);
  });
});
