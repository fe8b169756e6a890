import { describe, expect, it } from 'vitest';
import { asRolloutId } from '../../src-shared/ids.ts';
import type { PanelEvent } from '../../src-shared/panel.ts';
import {
  aFleet,
  anOutcome,
  aSnapshot,
  galleryNowMs,
  generationId,
  someEvents,
  storefront,
} from '../gallery/fixtures.ts';
import { applyEvent } from '../../src-shared/apply-panel-event.ts';

const before = aSnapshot([aFleet()]);

function applied(event: PanelEvent): ReturnType<typeof aSnapshot> {
  const result = applyEvent(before, event);
  if (result.kind !== 'applied') throw new Error(`The event was ${result.kind}.`);
  return result.snapshot;
}

describe('applyEvent', () => {
  it('takes the next one, skips known ones and notices a gap', () => {
    const settings = { theme: 'dark', onQuit: 'stop-yard' } as const;
    expect(applyEvent(before, { kind: 'settings', sequence: 1, settings }).kind).toBe('known');
    expect(applyEvent(before, { kind: 'settings', sequence: 3, settings }).kind).toBe('gap');
    const after = applied({ kind: 'settings', sequence: 2, settings });
    expect(after.settings).toEqual(settings);
    expect(after.sequence).toBe(2);
    expect(before.sequence).toBe(1);
  });

  it('replaces a fleet in its place, adds an unknown one and removes one', () => {
    const fleet = aFleet({ serves: 2, previous: 1 });
    const changed = applied({ kind: 'fleet', sequence: 2, fleet, observedAtMs: galleryNowMs });
    expect(changed.fleets).toEqual([fleet]);
    expect(changed.observedAtMs).toBe(galleryNowMs);
    const other = { ...fleet, id: generationId(9) as unknown as typeof fleet.id };
    const added = applied({ kind: 'fleet', sequence: 2, fleet: other, observedAtMs: 5 });
    expect(added.fleets).toHaveLength(2);
    expect(applied({ kind: 'fleet-removed', sequence: 2, fleet: storefront }).fleets).toEqual([]);
  });

  it('changes the traffic of one fleet and leaves its blocks alone', () => {
    const traffic = { ...aFleet().traffic, lost: 3 };
    const after = applied({
      kind: 'traffic',
      sequence: 2,
      fleet: storefront,
      traffic,
      observedAtMs: galleryNowMs,
    });
    expect(after.fleets[0]?.traffic.lost).toBe(3);
    expect(after.fleets[0]?.generations).toBe(before.fleets[0]?.generations);
  });

  it('keeps a failed revert beside what ends after it, until the traffic is moved again', () => {
    const rollout = (id: string) => asRolloutId(id);
    const failed = anOutcome({
      ...{ rollout: rollout('r-1'), kind: 'failed' },
      intent: { kind: 'revert', from: generationId(2), to: generationId(1) },
    });
    const retired = anOutcome({
      ...{ rollout: rollout('r-2'), kind: 'done' },
      intent: { kind: 'retire', generation: generationId(1) },
    });
    const after = (...outcomes: (typeof failed)[]): readonly string[] =>
      outcomes
        .reduce((snapshot, outcome, index) => {
          const result = applyEvent(snapshot, { kind: 'outcome', sequence: 2 + index, outcome });
          if (result.kind !== 'applied') throw new Error(`The event was ${result.kind}.`);
          return result.snapshot;
        }, before)
        .outcomes.map((outcome) => outcome.rollout);
    const again = { ...retired, rollout: rollout('r-3') };
    // The newest first: it is what the fleet's own line tells.
    expect(after(failed, retired, again)).toEqual(['r-3', 'r-1']);
    expect(after(failed, retired, anOutcome({ rollout: rollout('r-4') }))).toEqual(['r-4']);
    // The control: one that came about is history at once.
    expect(after({ ...failed, kind: 'verified' }, retired)).toEqual(['r-2']);
  });

  it('keeps one outcome per fleet and the newest events first, each once', () => {
    const outcome = anOutcome();
    expect(applied({ kind: 'outcome', sequence: 2, outcome }).outcomes).toEqual([outcome]);
    const [newest] = someEvents;
    if (newest === undefined) throw new Error('The fixture has no events.');
    const fresh = { ...newest, id: 'fresh', atMs: galleryNowMs };
    const events = [newest, fresh];
    const { timeline } = applied({ kind: 'timeline', sequence: 2, events, order: 'on-top' });
    expect(timeline[0]).toEqual(fresh);
    expect(timeline).toHaveLength(someEvents.length + 1);
  });

  it('keeps news on top when the clock was set back, and sorts history in', () => {
    const [known] = someEvents;
    if (known === undefined) throw new Error('The fixture has no events.');
    const late = { ...known, id: 'late', atMs: 1 };
    const told = { kind: 'timeline', sequence: 2, events: [late] } as const;
    expect(applied({ ...told, events: [late], order: 'on-top' }).timeline[0]).toEqual(late);
    expect(applied({ ...told, events: [late], order: 'by-time' }).timeline.at(-1)).toEqual(late);
  });
});
